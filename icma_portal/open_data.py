"""The page that explains the lists as files: formats, columns, true examples, and the license."""

import json
from typing import NamedTuple

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from china_center.exports import AGREEMENTS, EVENTS
from icma_portal.bilingual.models import sort_key_column
from icma_portal.exports.licensing import license_text
from icma_portal.exports.views import address_of
from icma_portal.web.page_cache.declaring import same_for_all
from partnerships.exports import CITIES, PARTNERSHIPS
from programs.exports import COUNTRIES, PROJECTS
from publications.exports import PUBLICATIONS

EXPORTS = (PARTNERSHIPS, PROJECTS, CITIES, COUNTRIES, PUBLICATIONS, AGREEMENTS, EVENTS)
# What is asked for, the list, the format and the filters of each example.
EXAMPLES = (
    (_("The partnerships in India, as a table"), PARTNERSHIPS, "csv", "country=india"),
    (_("All cities, for a map"), CITIES, "geojson", ""),
    (
        _("The tools of the library, with title and date only"),
        PUBLICATIONS,
        "json",
        "kind=tool&columns=title,issued_on",
    ),
    (
        _("What is new about climate change adaptation, for a reader of news"),
        PUBLICATIONS,
        "atom",
        "topic=climate-change-adaptation",
    ),
)
SAMPLE_COLUMNS = ("slug", "name", "kind", "starts_on", "countries")


class ExportedList(NamedTuple):
    export: object
    # Where the list can be seen, how many records it has, and the addresses of its files.
    page: str
    count: int
    files: list
    schema: str
    columns: list


class Example(NamedTuple):
    label: str
    address: str


@same_for_all()
@require_safe
def open_data(request):
    lists = [described(export, request.user) for export in EXPORTS]
    context = {
        "lists": lists,
        "formats": {each.extension: each for export in EXPORTS for each in export.formats}.values(),
        "examples": [Example(label, example_address(*rest)) for label, *rest in EXAMPLES],
        "sample": sample(request.user),
        "license": license_text(),
    }
    return render(request, "open_data.html", context)


def described(export, user):
    """Return the ExportedList of an export, with what ``user`` may see counted."""
    return ExportedList(
        export=export,
        page=reverse(export.page_name),
        count=export.model.objects.visible_to(user).count(),
        files=[(each, address_of(export, each.extension)) for each in export.formats],
        schema=reverse(f"{export.name}:export_schema"),
        columns=export.described(),
    )


def example_address(export, extension, query):
    address = settings.SITE_ADDRESS + address_of(export, extension)
    return f"{address}?{query}" if query else address


def sample(user):
    """Return the first partnership as the JSON file has it, in a few columns; "" without any."""
    columns, _unknown = PARTNERSHIPS.choose(SAMPLE_COLUMNS)
    records = PARTNERSHIPS.model.objects.visible_to(user).order_by(sort_key_column(), "pk")[:1]
    for each in columns:
        records = each.prepare(records, user)
    for record in records:
        item = {each.name: each.item(record, user) for each in columns}
        return json.dumps(item, ensure_ascii=False, indent=2)
    return ""
