"""Reading a document in the browser: its pages as pictures, with their text beside them."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.files.models import PageImage
from icma_portal.files.reading.storing import COVER_WIDTHS
from icma_portal.files.serving import file_response
from icma_portal.publishing.parity import languages_of
from icma_portal.web.page_cache.declaring import same_for_all

from .models import Document
from .models.documents import PAGES_AT_ONCE

LARGEST_PAGE = 2**31


@same_for_all("page")
@require_safe
def read(request, slug, language):
    """Show the pages of a document; 404 for what is not visible, or has not been read yet."""
    document = get_object_or_404(documents_of(request), publication__slug=slug, language=language)
    if not document.is_readable:
        raise Http404
    texts = document.current.page_texts.order_by("number")
    shown = Paginator(texts, PAGES_AT_ONCE).get_page(request.GET.get("page"))
    pictures = pictures_of(document.current, [each.number for each in shown])
    context = {
        "document": document,
        "publication": document.publication,
        "page_obj": shown,
        "pages": [(each, pictures.get(each.number, [])) for each in shown],
        "document_lang": HTML_TAGS.get(document.language, document.language),
        "page_languages": languages_of(document.publication),
    }
    return render(request, "publications/read.html", context)


@require_safe
def page_image(request, slug, language, number, width):
    """Send a page of a document as a picture; 404 for what is not visible, as for the document."""
    document = get_object_or_404(documents_of(request), publication__slug=slug, language=language)
    if max(number, width) >= LARGEST_PAGE:
        raise Http404
    images = document.current.page_images
    image = get_object_or_404(images, number=number, width=width)
    name = f"{slug}-{language}-{number}.webp"
    return file_response(
        request, image, (name, name), is_public=document.is_public, is_attachment=False
    )


def documents_of(request):
    """Return the documents that the visitor may see, with what a reader of one needs."""
    related = ("publication", "current", "current__reading")
    return Document.objects.visible_to(request.user).select_related(*related)


def pictures_of(version, numbers):
    """Return page → its pictures that are to be read, the narrow ones first."""
    images = version.page_images.filter(number__in=numbers).exclude(width__in=COVER_WIDTHS)
    found = {}
    for image in images.order_by("width"):
        found.setdefault(image.number, []).append(image)
    return found


def with_covers():
    """Return the Prefetch that gives each document's version its ``covers``."""
    covers = PageImage.objects.filter(number=1, width__in=COVER_WIDTHS).order_by("width")
    return Prefetch("current__page_images", covers, to_attr="covers")
