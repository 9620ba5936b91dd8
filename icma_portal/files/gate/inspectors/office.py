"""Spreadsheets and Word files: OOXML that unpacks within bounds and refers to nothing outside.

ECMA-376 part 2 describes the package: a ZIP archive of parts, ``[Content_Types].xml`` saying what
each one is, and ``.rels`` files saying what belongs to what.
"""

import re
import stat
import zipfile
import zlib
from pathlib import PurePosixPath
from urllib.parse import unquote

from .refusal import Refusal
from .xml_parts import check_xml

MAX_ENTRIES = 5000
MAX_UNPACKED = 100 * 1000 * 1000
# Repetitive sheets shrink to a fiftieth; a bomb to a thousandth.
MAX_RATIO = 200
# Below this, a ratio says nothing.
RATIO_COUNTS_FROM = 1000 * 1000
MAX_NAME = 200
CHUNK = 64 * 1024
ENCRYPTED = 0x1
END_RECORD = b"PK\x05\x06"
END_LENGTH = 22

TYPES = "[Content_Types].xml"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAME = re.compile(r"[A-Za-z0-9_\-.,;@!()+~&=$ '%/\[\]{}]+")
# What a part may be called; all else would be a file within the file.
EXTENSIONS = {
    "xml", "rels", "vml", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg",
    "webp", "wdp", "odttf", "fntdata",
}  # fmt: skip
# The settings of a printer are the one binary part that nearly every workbook has.
PRINTER = re.compile(r"(?:xl|word)/printerSettings/printerSettings\d+\.bin", re.IGNORECASE)
PARTS = {
    "office_macro": re.compile(r"vba|macrosheet|dialogsheet|customui|activex|ctrlprops", re.I),
    "office_embedded": re.compile(r"/embeddings/|oleobject|afchunk|/webextensions?/", re.I),
    "office_link": re.compile(r"externallink|/connections\.xml|querytable", re.I),
}


def inspect_spreadsheet(file):
    """Return the number of sheets of a workbook; raise Refusal."""
    return _inspect(file, SPREADSHEET)


def inspect_text(file):
    """Return the number of parts of a Word file; raise Refusal."""
    return _inspect(file, TEXT)


def _inspect(file, wanted):
    with _opened(file) as archive:
        entries = archive.infolist()
        _check_directory(file, entries)
        if TYPES not in archive.namelist():
            raise Refusal("not_office")
        for entry in entries:
            _check_name(entry)
        main = None
        for entry in entries:
            found = _check_part(archive, entry)
            main = found or main
        if main != wanted:
            raise Refusal("office_other_kind")
    return {"parts": len(entries)}, b""


def _opened(file):
    """Return the archive; it must begin at the first byte and end at the last."""
    size = file.seek(0, 2)
    file.seek(max(size - END_LENGTH, 0))
    tail = file.read()
    if not tail.startswith(END_RECORD) or tail[-2:] != b"\0\0":
        raise Refusal("office_damaged")
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise Refusal("office_damaged") from error


def _check_directory(file, entries):
    """See that the archive's own figures are within bounds and that no two entries overlap."""
    if not entries or len(entries) > MAX_ENTRIES:
        raise Refusal("office_too_large")
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise Refusal("office_damaged")
    end, unpacked = 0, 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise Refusal("office_damaged")
        end = entry.header_offset + entry.compress_size
        unpacked += entry.file_size
        if entry.file_size > max(entry.compress_size * MAX_RATIO, RATIO_COUNTS_FROM):
            raise Refusal("office_too_large")
    if unpacked > MAX_UNPACKED or end > file.seek(0, 2):
        raise Refusal("office_too_large" if unpacked > MAX_UNPACKED else "office_damaged")


def _check_name(entry):
    """Refuse a part whose name leads out of the archive, or that is no part of a document."""
    name = entry.orig_filename
    if len(name) > MAX_NAME or not NAME.fullmatch(name):
        raise Refusal("office_name")
    path = PurePosixPath(unquote(name))
    if path.is_absolute() or ".." in path.parts or "\\" in unquote(name):
        raise Refusal("office_name")
    if entry.flag_bits & ENCRYPTED:
        raise Refusal("office_password")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("office_damaged")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refusal("office_name")
    for reason, pattern in PARTS.items():
        if pattern.search("/" + name):
            raise Refusal(reason)
    extension = name.rpartition(".")[2].lower()
    if extension not in EXTENSIONS and not PRINTER.fullmatch(name) and not name.endswith("/"):
        raise Refusal("office_embedded")


def _check_part(archive, entry):
    """Unpack a part, in pieces; return what ``[Content_Types].xml`` calls the main part."""
    try:
        with archive.open(entry) as stream:
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                return check_xml(entry.filename, stream)
            while stream.read(CHUNK):
                pass
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise Refusal("office_damaged") from error
    return None
