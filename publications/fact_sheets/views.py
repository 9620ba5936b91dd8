"""The live fact sheets: a page to print, and the same as PDF, made when they are asked for."""

import base64
import logging
from threading import BoundedSemaphore

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from icma_portal.bilingual.languages import CHINESE, ENGLISH
from icma_portal.files.serving import disposition
from icma_portal.publishing.parity import languages_of
from icma_portal.web.errors import error_page
from icma_portal.web.page_cache.declaring import same_for_all
from partnerships.models import City, Partnership
from programs.models import Country, Program, Project

from .compose import compose_both, compose_record
from .layout import digest, missing_characters, render_pdf
from .sheet import FactSheetError, fitted

logger = logging.getLogger(__name__)

# The part of the address → the records that have sheets.
SECTIONS = {
    "partnerships": Partnership,
    "programs": Program,
    "projects": Project,
    "cities": City,
    "countries": Country,
}
BILINGUAL = "bilingual"
FORMS = (ENGLISH, CHINESE, BILINGUAL)

# What a browser prints on two pages of A4 in the type of sheets.css.
LINES_OF_TWO_PAGES = 108
# Setting a sheet keeps a core busy: so many at a time in each process, others wait their turn.
AT_ONCE = 2
PATIENCE = 10
_turns = BoundedSemaphore(AT_ONCE)


@same_for_all()
@require_safe
@conditional_page
def page(request, section, slug, form=None):
    """Show the sheet of a record, in the page's language or in both, as a page to be printed.

    404 for what the visitor may not see. What staff see of a draft is kept nowhere.
    """
    record = _record(request, section, slug)
    sheets = fitted(_sheets(record, form or get_language()), LINES_OF_TWO_PAGES)
    context = {
        "record": record,
        "section": section,
        "sheets": sheets,
        "sheet": sheets[0],
        "is_bilingual": form == BILINGUAL,
        "images": {name: _image(text) for name, text in _drawings(sheets[0]).items()},
        "page_languages": languages_of(record),
        "lacking": sorted(missing_characters(*sheets)) if request.user.is_staff else [],
    }
    response = render(request, "fact_sheets/page.html", context)
    return _fresh(response, record)


@require_safe
def pdf(request, section, slug, form):
    """Send the sheet as PDF: ``form`` is a language or “bilingual”.

    The tag is made of what the sheet says, so that a reader who has it costs no setting. 503 when
    too many sheets are being set.
    """
    record = _record(request, section, slug)
    if form not in FORMS:
        raise Http404
    sheets = _sheets(record, form)
    etag = quote_etag(digest(*sheets))
    response = get_conditional_response(request, etag=etag) or _made(request, sheets, slug, form)
    if response.status_code == 200:
        response.headers["ETag"] = etag
    return _fresh(response, record)


def _record(request, section, slug):
    if section not in SECTIONS:
        raise Http404
    return get_object_or_404(SECTIONS[section].objects.visible_to(request.user), slug=slug)


def _sheets(record, form):
    return compose_both(record) if form == BILINGUAL else (compose_record(record, form),)


def _made(request, sheets, slug, form):
    """Return the response with the PDF; the page of status 503 when it cannot be set now."""
    if missing := missing_characters(*sheets):
        logger.warning("%s (%s): no glyph for %s", slug, form, sorted(missing))
    if not _turns.acquire(timeout=PATIENCE):
        return _later(request)
    try:
        content = render_pdf(*sheets)
    except FactSheetError:
        logger.exception("%s (%s) could not be set", slug, form)
        return _later(request)
    finally:
        _turns.release()
    response = HttpResponse(content, content_type="application/pdf")
    title = " ".join(sheet.title for sheet in sheets)
    name = f"{slug}-fact-sheet-{form}.pdf"
    response.headers["Content-Disposition"] = disposition(name, f"{title}.pdf")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _later(request):
    response = error_page(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def _fresh(response, record):
    """Have it asked for anew each time (304 mostly); keep what the public may not see nowhere."""
    if response.status_code in (200, 304):
        is_public = record.is_published
        response.headers["Cache-Control"] = "no-cache" if is_public else "private, no-store"
    return response


def _drawings(sheet):
    """Return the pictures of a sheet as SVG documents."""
    size = sheet.code_size
    code = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{sheet.code}"/></svg>'
    )
    return {"map": sheet.map_svg, "code": code}


def _image(svg):
    """Return an SVG document as an address of itself: the page to print asks for nothing more."""
    encoded = base64.b64encode(svg.encode()).decode()
    return f"data:image/svg+xml;base64,{encoded}" if svg else ""
