"""Tables in files: CSV in any encoding that staff meet, and workbooks, as rows of texts.

A cell of CSV that a spreadsheet could take for a formula gets an apostrophe before it, and so does
one that begins with an apostrophe; reading takes it away again. Workbooks mark texts as texts.
"""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils.translation import gettext as _

from icma_portal.files.gate.judging import judge
from icma_portal.files.gate.verdicts import Refused
from icma_portal.late import Late

openpyxl = Late("openpyxl")

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS = 2_000, 200
# A rich text of the longest kind fits; csv's own limit is 128 KiB.
LONGEST_CELL = 1_000_000
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
DELIMITERS = ",;\t"
BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# Beside what openpyxl itself calls invalid.
DAMAGED = (KeyError, ValueError, zipfile.BadZipFile)
ZIP = b"PK\x03\x04"
OTHER_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
YES, NO = "yes", "no"
COLUMN_WIDTH = 26


class FileFault(Exception):
    """The whole file is refused; the argument is the reason, for its uploader to read."""


class Table(NamedTuple):
    """The first line of a file, the rows below it as long as that, and the encoding if unusual."""

    headers: list
    rows: list
    note: str = ""


def read_table(uploaded):
    """Return the Table of an uploaded CSV file or workbook. Raise FileFault."""
    if uploaded.size > MAX_BYTES:
        raise FileFault(_("The file is larger than 10 MB."))
    content = uploaded.read()
    if content.startswith(OTHER_PACKED):
        raise FileFault(
            _("The file is packed (ZIP or similar). Unpack it and upload what is in it.")
        )
    if content.startswith(ZIP):
        lines, note = _workbook_lines(uploaded, content), ""
    else:
        lines, note = _csv_lines(content)
    return _table(lines, note)


def write_csv(lines):
    """Return lines of texts as CSV (bytes: UTF-8 with its mark, as spreadsheets need it)."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for line in lines:
        writer.writerow([guarded(cell) for cell in line])
    return stream.getvalue().encode("utf-8-sig")


def write_workbook(title, lines, about_title, about):
    """Return a workbook (bytes) with a sheet of the lines and one that explains them."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in ((title, lines), (about_title, about)):
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for number in range(1, MAX_COLUMNS + 1):
            sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = COLUMN_WIDTH
        for number, line in enumerate(rows):
            sheet.append([_text_cell(sheet, text, is_bold=not number) for text in line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def decoded(content):
    """Return (text, encoding) of a file of plain text (bytes). Raise FileFault."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return _decode(content, encoding), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # What a Chinese spreadsheet program saves.
        return _decode(content, "gb18030"), "gb18030"


def guarded(cell):
    """Return a text as a cell of CSV that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def unguarded(cell):
    """Return the text that ``guarded`` has made a cell of."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def csv_reader(text):
    """Return the lines of CSV, whichever of the usual signs parts its cells."""
    if "\0" in text:
        raise FileFault(_("The file holds NUL characters; it is not a CSV file."))
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def unreadable_csv():
    return FileFault(
        _("The file cannot be read as CSV: a quotation mark is missing, or a cell is too long.")
    )


def _decode(content, encoding):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _("The encoding of the file is not known. Save it as UTF-8.")
        raise FileFault(text) from error


def _csv_lines(content):
    text, encoding = decoded(content)
    try:
        lines = [[unguarded(cell) for cell in line] for line in csv_reader(text)]
    except csv.Error as error:
        raise unreadable_csv() from error
    return lines, encoding if encoding == "gb18030" else ""


def _workbook_lines(uploaded, content):
    """Yield the lines of the first sheet; the gate has looked at the file before."""
    uploaded.seek(0)
    try:
        judge(uploaded, "spreadsheet")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    except Refused as refusal:
        raise FileFault(str(refusal)) from refusal
    except (openpyxl.utils.exceptions.InvalidFileException, *DAMAGED) as error:
        raise FileFault(_("The workbook cannot be read: it is damaged.")) from error
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for line in sheet.iter_rows(max_col=MAX_COLUMNS + 1):
        yield [_text_of(cell) for cell in line]


def _text_of(cell):
    """Return the value of a cell as text. Raise FileFault where no value stands there."""
    if cell.data_type == "f":
        text = _("The cell %(cell)s holds a formula. Put its value there instead.")
        raise FileFault(text % {"cell": cell.coordinate})
    if cell.data_type == "e":
        text = _("The cell %(cell)s holds an error (%(error)s).")
        raise FileFault(text % {"cell": cell.coordinate, "error": cell.value})
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() else value.replace(microsecond=0))
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _table(lines, note):
    headers, rows = None, []
    for line in lines:
        cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in line]
        while cells and not cells[-1].strip():
            cells.pop()
        if headers is None:
            headers = [cell.strip() for cell in cells]
            _check_headers(headers)
        elif cells:
            if len(cells) > len(headers):
                text = _("Row %(number)d has more cells than the first line names.")
                raise FileFault(text % {"number": len(rows) + 2})
            rows.append(cells + [""] * (len(headers) - len(cells)))
        if len(rows) > MAX_ROWS:
            text = _("The file holds more than %(number)d records. Divide it.")
            raise FileFault(text % {"number": MAX_ROWS})
    if not rows:
        raise FileFault(_("The file holds no records."))
    return Table(headers, rows, note)


def _check_headers(headers):
    if len(headers) > MAX_COLUMNS:
        raise FileFault(_("The file has too many columns."))
    repeated = sorted({each for each in headers if headers.count(each) > 1})
    if repeated or not all(headers):
        text = _("Every column needs a name of its own in the first line.")
        raise FileFault(text)


def _text_cell(sheet, text, is_bold):
    cell = openpyxl.cell.WriteOnlyCell(sheet, text)
    # A text that stays one when it is edited, whatever it begins with (Excel's own apostrophe).
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA)
    cell.number_format = "@"
    if is_bold:
        cell.font = openpyxl.styles.Font(bold=True)
    return cell
