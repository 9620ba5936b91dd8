"""What a file seems to be, by its first bytes alone; the name says nothing.

Magic numbers as the formats' own specifications give them.
"""

import re
import zipfile

HEAD = 4096
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
BEGINNINGS = [
    ("pdf", b"%PDF-"),
    ("image", b"\xff\xd8\xff"),
    ("image", b"\x89PNG\r\n\x1a\n"),
    ("webm", b"\x1aE\xdf\xa3"),
    ("ogg", b"OggS"),
    ("mp3", b"ID3"),
    ("gif", b"GIF8"),
    ("tiff", b"II*\0"),
    ("tiff", b"MM\0*"),
    ("old_office", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("archive", b"7z\xbc\xaf\x27\x1c"),
    ("archive", b"Rar!\x1a\x07"),
    ("archive", b"\x1f\x8b"),
    ("archive", b"BZh"),
    ("archive", b"\xfd7zXZ\0"),
    ("program", b"MZ"),
    ("program", b"\x7fELF"),
    ("program", b"#!"),
    ("program", b"\xca\xfe\xba\xbe"),
    ("program", b"\xcf\xfa\xed\xfe"),
    ("postscript", b"%!PS"),
    ("rtf", b"{\\rtf"),
]
BOM = b"\xef\xbb\xbf"
MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<!?\s*([a-z]+)", re.I | re.S)
HTML = {
    b"doctype",
    b"html",
    b"head",
    b"body",
    b"script",
    b"div",
    b"iframe",
    b"p",
    b"style",
    b"meta",
}
MPEG_FRAME = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
OFFICE = [
    ("spreadsheet", ("xl/workbook.xml", "xl/")),
    ("text", ("word/document.xml", "word/")),
    ("slides", ("ppt/presentation.xml", "ppt/")),
]


def sniff(file):
    """Return the form of a file: a key of INSPECTORS, or of what is never taken."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    for form, beginning in BEGINNINGS:
        if head.startswith(beginning):
            return form
    if head.startswith(ZIP):
        return _office_form(file)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    if head[4:8] == b"ftyp":
        return _film_form(head[8:12])
    if MPEG_FRAME.match(head):
        return "mp3"
    return _text_form(head)


def _office_form(file):
    """Return the form of an archive by the names of its entries; they are judged later."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, OSError):
        return "archive"
    finally:
        file.seek(0)
    for form, (main, folder) in OFFICE:
        if main in names or any(name.startswith(folder) for name in names):
            return form
    return "archive"


def _film_form(brand):
    if brand in (b"heic", b"heix", b"mif1", b"avif", b"avis", b"msf1"):
        return "heic"
    return "quicktime" if brand == b"qt  " else "mp4"


def _text_form(head):
    text = head.removeprefix(BOM)
    if text.startswith(b"WEBVTT"):
        return "captions"
    markup = MARKUP.match(text)
    if markup:
        name = markup[1].lower()
        if name == b"svg" or b"<svg" in text.lower()[:1024]:
            return "svg"
        return "html" if name in HTML else "unknown"
    return "plain" if text and b"\0" not in text and _is_text(text) else "unknown"


def _is_text(data):
    try:
        # The last character may be cut in two.
        data[:-3].decode()
    except UnicodeDecodeError:
        return False
    return True
