"""Lists as JSON and GeoJSON, and the JSON Schema that describes the former."""

import json

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from icma_portal.bilingual.languages import HTML_TAGS

from .licensing import license_data, license_text
from .pieces import gathered

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_json(table):
    """Yield a Table as one JSON object: what it is, and its ``records``."""
    head = {**head_of(table), "schema": schema_address(table)}
    return gathered(_object(head, "records", (table.item(each) for each in table.records())))


def write_geojson(table):
    """Yield a Table as a FeatureCollection (RFC 7946): a Feature for each record.

    A record whose place is not known has no geometry, as the standard has it.
    """
    head = {"type": "FeatureCollection", **head_of(table)}
    place = table.export.place
    records = table.records(needs=[place.needs])
    features = (feature(table, place, each) for each in records)
    return gathered(_object(head, "features", features))


def feature(table, place, record):
    return {
        "type": "Feature",
        "id": record.pk,
        "geometry": place.geometry(record),
        "properties": table.item(record),
    }


def head_of(table):
    """Return what a file says of itself."""
    with translation.override(table.language):
        return {
            "title": str(table.export.label),
            "address": table.list_address,
            "filters": [
                {"label": str(label), "value": str(value)} for label, value in table.filters
            ],
            "count": table.count(),
            "retrieved_at": table.made_at.isoformat(),
            "language": HTML_TAGS[table.language],
            "license": license_data(),
            "license_note": license_text(),
        }


def schema_address(table):
    """Return where the schema of a list lies: beside the list itself."""
    base = table.address.partition("?")[0].rpartition("/")[0]
    return f"{base}/export.schema.json"


def _object(head, name, items):
    """Yield a JSON object in pieces: ``head``, and a list called ``name`` at its end."""
    yield f'{_dumps(head)[:-1]},\n"{name}": ['
    separator = "\n"
    for item in items:
        yield separator + _dumps(item)
        separator = ",\n"
    yield "\n]}\n"


def _dumps(value):
    return json.dumps(value, ensure_ascii=False, default=float)


def schema_of(export, address):
    """Return the JSON Schema of a list as JSON, told in the active language."""
    properties = {}
    for each, told in zip(export.columns, export.described(), strict=True):
        about = "\n".join(str(text) for text in (told.holds, told.about) if text)
        properties[each.name] = {**each.schema(), "title": str(told.label), "description": about}
    record = {
        "type": "object",
        "properties": properties,
        # Only what was asked for is there.
        "required": ["id"],
        "additionalProperties": False,
    }
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": str(export.label),
        "description": _("A list of the portal %(address)s, whole or filtered.")
        % {"address": settings.SITE_ADDRESS},
        "type": "object",
        "properties": {**_HEAD, "records": {"type": "array", "items": record}},
        "required": [*_HEAD, "records"],
        "additionalProperties": False,
    }


_TEXT = {"type": "string"}
_PAIR = {
    "type": "object",
    "properties": {"label": _TEXT, "value": _TEXT},
    "required": ["label", "value"],
}
_LICENSE = {
    "type": ["object", "null"],
    "properties": {"name": _TEXT, "url": {"type": ["string", "null"]}},
    "required": ["name", "url"],
}
_HEAD = {
    "title": _TEXT,
    "address": {"type": "string", "format": "uri"},
    "filters": {"type": "array", "items": _PAIR},
    "count": {"type": "integer", "minimum": 0},
    "retrieved_at": {"type": "string", "format": "date-time"},
    "language": {"enum": list(HTML_TAGS.values())},
    "license": _LICENSE,
    "license_note": _TEXT,
    "schema": {"type": "string", "format": "uri"},
}
