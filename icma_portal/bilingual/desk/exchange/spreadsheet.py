"""Translations as CSV, for those who work in a spreadsheet.

A cell that a spreadsheet could take for a formula gets an apostrophe before it, and so does one
that begins with an apostrophe; reading takes it away again.
"""

import csv
import io

from django.utils.translation import gettext as _

from .rows import Entry, FileFault, Row

COLUMNS = Entry._fields
NEEDED = Row._fields
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# A rich text of the longest kind fits; csv's own limit is 128 KiB.
LONGEST_CELL = 1_000_000


def write(entries):
    """Return the Entries as CSV (bytes: UTF-8 with its mark, as spreadsheets need it)."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([_guarded(cell) for cell in entry])
    return stream.getvalue().encode("utf-8-sig")


def read(content):
    """Return (Rows, encoding) of a file (bytes). Raises FileFault."""
    text, encoding = _decoded(content)
    if "\0" in text:
        raise FileFault(_("The file holds NUL characters; it is not a CSV file."))
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            text = _("The file has no column “%(names)s”. Keep the first line as it was exported.")
            raise FileFault(text % {"names": ", ".join(missing)})
        rows = [_row(cells) for cells in reader]
    except csv.Error as error:
        text = _(
            "The file cannot be read as CSV: a quotation mark is missing, or a cell is too long."
        )
        raise FileFault(text) from error
    return rows, encoding


def _decoded(content):
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return _decode(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # What a Chinese spreadsheet program saves.
        return _decode(content, "gb18030"), "gb18030"


def _decode(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _("The encoding of the file is not known. Save it as UTF-8.")
        raise FileFault(text) from error


def _row(cells):
    return Row(*(_unguarded(cells[name] or "") for name in NEEDED))


def _guarded(cell):
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unguarded(cell):
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
