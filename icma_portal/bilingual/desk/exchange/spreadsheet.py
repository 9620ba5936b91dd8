"""Translations as CSV, for those who work in a spreadsheet."""

import csv

from django.utils.translation import gettext as _

from icma_portal.bulk.tables import (
    FileFault,
    csv_reader,
    decoded,
    unguarded,
    unreadable_csv,
    write_csv,
)

from .rows import Entry, Row

COLUMNS = Entry._fields
NEEDED = Row._fields


def write(entries):
    """Return the Entries as CSV (bytes: UTF-8 with its mark, as spreadsheets need it)."""
    return write_csv([COLUMNS, *entries])


def read(content):
    """Return (Rows, encoding) of a file (bytes). Raises FileFault."""
    text, encoding = decoded(content)
    try:
        lines = csv_reader(text)
        header = next(lines, [])
        missing = [name for name in NEEDED if name not in header]
        if missing:
            text = _("The file has no column “%(names)s”. Keep the first line as it was exported.")
            raise FileFault(text % {"names": ", ".join(missing)})
        places = [header.index(name) for name in NEEDED]
        rows = [_row(line, places) for line in lines if line]
    except csv.Error as error:
        raise unreadable_csv() from error
    return rows, encoding


def _row(line, places):
    """Return the Row of a line; a cell that it does not reach is empty."""
    return Row(*(unguarded(line[at]) if at < len(line) else "" for at in places))
