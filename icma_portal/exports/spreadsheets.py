"""Tables for spreadsheets: CSV and XLSX. No cell of them can run as a formula."""

import csv
import io
import tempfile
from datetime import UTC, date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from icma_portal.bilingual.formats import labeled
from icma_portal.bilingual.partial_dates import PartialDate
from icma_portal.late import Late

from .licensing import license_text
from .pieces import PIECE, gathered, without_controls

openpyxl = Late("openpyxl")

BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet may take for the beginning of a formula, full-width forms included
# (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Before this year Excel has no dates.
FIRST_YEAR = 1901
NAME_WIDTH, VALUE_WIDTH = 26, 90


def write_csv(table):
    """Yield a Table as CSV (RFC 4180) in UTF-8 with its mark, which spreadsheets need."""
    return gathered(_csv_lines(table))


def _csv_lines(table):
    stream = io.StringIO()
    writer = csv.writer(stream)
    yield BYTE_ORDER_MARK
    writer.writerow(table.headers)
    yield _taken(stream)
    for record in table.records():
        writer.writerow([guarded(_plain(cell)) for cell in table.row(record)])
        yield _taken(stream)


def _taken(stream):
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text


def _plain(cell):
    """Return a cell as CSV shows it: true and false in small letters, moments in ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell.isoformat() if isinstance(cell, datetime) else cell


def guarded(cell):
    """Return a text that would start a formula with an apostrophe before it; others as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_xlsx(table):
    """Yield a Table as a workbook: the data, and a sheet that says what they are.

    The workbook is written to a temporary file row by row, never held as a whole.
    """
    book = openpyxl.Workbook(write_only=True)
    with translation.override(table.language):
        _add_data(book, table)
        _add_description(book, table)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _add_data(book, table):
    sheet = book.create_sheet(str(table.export.label)[:31])
    sheet.freeze_panes = "B2"
    for number in range(1, len(table.headers) + 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = NAME_WIDTH
    sheet.append([_bold(sheet, header) for header in table.headers])
    for record in table.records():
        sheet.append([_cell(sheet, value) for value in table.row(record)])


def _bold(sheet, text):
    cell = openpyxl.cell.WriteOnlyCell(sheet, text)
    cell.font = openpyxl.styles.Font(bold=True)
    return cell


def _cell(sheet, value):
    """Return what a sheet takes: real dates where the day is known, and texts that stay texts."""
    if isinstance(value, PartialDate) and value.day and value.year >= FIRST_YEAR:
        return date(value.year, value.month, value.day)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        return value
    text = without_controls(value)
    if not text.startswith(FORMULA):
        return str(text)
    cell = openpyxl.cell.WriteOnlyCell(sheet, text)
    # Marked as text, and as one that stays text when it is edited (Excel's own apostrophe).
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _add_description(book, table):
    sheet = book.create_sheet(_("About these data"))
    sheet.column_dimensions["A"].width = NAME_WIDTH
    sheet.column_dimensions["B"].width = VALUE_WIDTH
    filters = [labeled(label, value) for label, value in table.filters]
    rows = [
        (_("List"), str(table.export.label)),
        (_("Address"), table.list_address),
        (_("Filters"), "\n".join(filters) or _("none: the whole list")),
        (_("Records"), table.count()),
        (_("Retrieved on"), table.made_at.date()),
        (_("License"), license_text()),
    ]
    for label, value in rows:
        sheet.append([_bold(sheet, label), _cell(sheet, value)])
    sheet.append([])
    sheet.append([_bold(sheet, _("Column")), _bold(sheet, _("What it holds"))])
    for each in table.export.described(table.columns):
        texts = [labeled(each.label, each.holds), *filter(None, [each.about])]
        sheet.append([", ".join(each.headers), "\n".join(map(str, texts))])
