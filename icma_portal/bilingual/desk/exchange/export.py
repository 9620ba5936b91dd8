"""The desk's list as a file."""

import copy

from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from icma_portal.accounts import audit

from ...languages import LANGUAGES
from ...models import TranslationImport
from . import spreadsheet, xliff
from .rows import MAX_ROWS, entry_of

FORMAT = "format"
XLIFF, CSV = TranslationImport.Format.XLIFF, TranslationImport.Format.CSV
TYPES = {XLIFF: "application/xliff+xml", CSV: "text/csv; charset=utf-8"}
ENDINGS = {XLIFF: "xlf", CSV: "csv"}


def export(model_admin, request):
    """Return the translations of the desk's list, under the filters of the address, as a file.

    The address must name the ``format`` and, with the filter ``into``, one language.
    """
    query = request.GET.copy()
    chosen = query.pop(FORMAT, [""])[-1]
    language = query.get("into")
    if chosen not in TYPES or language not in LANGUAGES:
        return HttpResponseBadRequest(_("Choose XLIFF or CSV, and one language."))
    listed = copy.copy(request)
    listed.GET = query
    try:
        units = model_admin.get_changelist_instance(listed).queryset[:MAX_ROWS]
    except IncorrectLookupParameters:
        text = _("The address asked for something that this list does not know.")
        return HttpResponseBadRequest(text)
    entries = [entry_of(unit) for unit in units if unit.record is not None]
    content = xliff.write(entries, language) if chosen == XLIFF else spreadsheet.write(entries)
    audit.record(audit.Event.EXPORT, request=request, target=request.get_full_path())
    name = f"translations-{language}-{timezone.localdate():%Y-%m-%d}.{ENDINGS[chosen]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=TYPES[chosen], headers=headers)
