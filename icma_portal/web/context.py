"""What every page's template needs: languages, canonical address, current section."""

from django.conf import settings
from django.utils.translation import get_language

from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES, portal_language

from .language_links import language_links


def share_image_path(match, language):
    """Return the path of the picture for links to a page: the record's, the section's, or home's.

    ``match`` is the ResolverMatch of the page, None where the address leads nowhere.
    """
    parts = ["home"]
    if match and match.namespace:
        # Pages below that of a record name its section in their address.
        parts = [match.kwargs.get("section", match.namespace), match.kwargs.get("slug")]
    return f"/{language}/share/{'/'.join(filter(None, parts))}.png"


def page(request):
    """Context processor: ``html_lang``, ``language_links``, ``canonical``, ``section`` and more.

    ``section`` is the namespace of the URL (``partnerships``), empty for pages of the roof.
    ``page_languages`` are those in which search engines may know the page; a view that shows a
    record gives the record's own.
    """
    language = portal_language(get_language())
    match = request.resolver_match
    return {
        "html_lang": HTML_TAGS[language],
        "language": language,
        "language_links": language_links(request, language, request.GET.urlencode()),
        "page_languages": LANGUAGES,
        "share_image": settings.SITE_ADDRESS + share_image_path(match, language),
        "canonical": settings.SITE_ADDRESS + request.path,
        "section": match.namespace if match else "",
        "url_name": match.view_name if match else "",
    }
