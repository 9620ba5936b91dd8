"""The formats that every list comes in."""

from django.utils.translation import gettext_lazy as _

from . import atom, documents, spreadsheets
from .declarations import Format

CSV = Format(
    "csv",
    "CSV",
    "text/csv; charset=utf-8",
    spreadsheets.write_csv,
    _("table for any program (UTF-8)"),
)
XLSX = Format(
    "xlsx",
    "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    spreadsheets.write_xlsx,
    _("workbook with real dates and a sheet that describes it"),
)
JSON = Format(
    "json",
    "JSON",
    "application/json",
    documents.write_json,
    _("data for programs, described by a JSON Schema"),
)
GEOJSON = Format(
    "geojson",
    "GeoJSON",
    "application/geo+json",
    documents.write_geojson,
    _("data for maps (RFC 7946)"),
)
ATOM = Format(
    "atom",
    "Atom",
    atom.CONTENT_TYPE,
    atom.write_atom,
    _("feed for readers of news, the latest change first"),
    has_columns=False,
)
TABLES = (CSV, XLSX, JSON)
