"""What every page's template needs: languages, canonical address, current section."""

from django.conf import settings
from django.utils.translation import get_language

from icma_portal.bilingual.languages import HTML_TAGS, portal_language

from .language_links import language_links


def page(request):
    """Context processor: ``html_lang``, ``language_links``, ``canonical`` and ``section``.

    ``section`` is the namespace of the URL (``partnerships``), empty for pages of the roof.
    """
    language = portal_language(get_language())
    match = request.resolver_match
    return {
        "html_lang": HTML_TAGS[language],
        "language": language,
        "language_links": language_links(request, language, request.GET.urlencode()),
        "canonical": settings.SITE_ADDRESS + request.path,
        "section": match.namespace if match else "",
        "url_name": match.view_name if match else "",
    }
