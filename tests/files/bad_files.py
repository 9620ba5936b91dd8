"""Files that the gate must refuse.

Each is made when it is asked for, so that nothing of it lies in the repository.
"""

import zlib
from functools import partial

from pikepdf import Array, Dictionary, Name, Stream, String

from tests.factories import picture_bytes

from . import media_files as media
from . import office_files as office
from . import pdf_files as pdf

LONG_CHINESE = "城" * 83 + ".pdf"
PLAIN = pdf.plain_pdf
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def after_pdf(data):
    return PLAIN() + data


def before_pdf(data):
    return data + PLAIN()


def archive_over_pdf():
    """Return a PDF that is an archive as well: its end stands in the comment of the archive."""
    archive = office.packed({"a.txt": "x"})
    head, tail = PLAIN()[:9], PLAIN()[9:]
    record = archive[:-2] + len(tail).to_bytes(2, "little")
    return head + b"%" + record + tail


def named_script(pdf_file):
    names = Dictionary(Names=Array([String("a"), pdf.action("JavaScript", JS=pdf.SCRIPT)]))
    pdf_file.Root.Names = Dictionary(JavaScript=names)


def field_script(pdf_file):
    field = pdf.annotation("Widget", FT=Name.Tx, T=String("a"))
    field.AA = Dictionary(K=pdf.action("JavaScript", JS=pdf.SCRIPT))
    field = pdf_file.make_indirect(field)
    pdf_file.pages[0].Annots = Array([field])
    pdf_file.Root.AcroForm = Dictionary(Fields=Array([field]))


def outline_script(pdf_file):
    item = pdf_file.make_indirect(
        Dictionary(Title=String("a"), A=pdf.action("JavaScript", JS=pdf.SCRIPT))
    )
    pdf_file.Root.Outlines = Dictionary(First=item, Last=item, Count=1)


def script_in_stream(pdf_file):
    pdf_file.Root.Names = Dictionary(
        JavaScript=Dictionary(
            Names=Array(
                [String("a"), pdf.action("JavaScript", JS=Stream(pdf_file, b"app.alert()"))]
            )
        )
    )


def png_of(width, height, packed=b"", kind=b"\x08\x02"):
    """Return a PNG of this size, with its packed pixels or without any."""
    header = width.to_bytes(4) + height.to_bytes(4) + kind + b"\0\0\0"
    chunks = [(b"IHDR", header), *([(b"IDAT", packed)] if packed else []), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
        for name, data in chunks
    )


launch = partial(pdf.action, "Launch", F=String("cmd.exe"))
script = partial(pdf.action, "JavaScript", JS=pdf.SCRIPT)

# name → (kind asked for, code of the reason, maker)
BAD = {
    # Nothing, not a PDF, not wholly one.
    "zero bytes": ("pdf", "empty", lambda: b""),
    "one byte": ("pdf", "other_kind", lambda: b"%"),
    "only the magic": ("pdf", "pdf_cut_off", lambda: b"%PDF-1.7\n"),
    "web page": ("pdf", "other_kind", lambda: HTML),
    "svg": ("pdf", "other_kind", lambda: SVG),
    "svg with declaration": ("image", "other_kind", lambda: b'<?xml version="1.0"?>' + SVG),
    "program": ("pdf", "other_kind", lambda: b"MZ\x90\0" + b"\0" * 200),
    "unix program": ("pdf", "other_kind", lambda: b"\x7fELF" + b"\0" * 200),
    "shell script": ("pdf", "other_kind", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "archive": ("pdf", "other_kind", lambda: office.packed({"a.pdf": PLAIN()})),
    "picture": ("pdf", "other_kind", picture_bytes),
    "postscript": ("pdf", "other_kind", lambda: b"%!PS-Adobe-3.0\n"),
    "rtf": ("pdf", "other_kind", lambda: rb"{\rtf1 a}"),
    "plain text": ("pdf", "other_kind", lambda: b"just words"),
    "random bytes": ("pdf", "other_kind", lambda: bytes(range(256)) * 20),
    "too large": ("pdf", "too_large", lambda: PLAIN() + b"\0" * 50_000_000),
    "truncated": ("pdf", "pdf_cut_off", lambda: PLAIN(20)[:3000]),
    "truncated at the end": ("pdf", "pdf_cut_off", lambda: PLAIN()[:-8]),
    "scrambled": ("pdf", "pdf_damaged", lambda: b"%PDF-1.7\n" + b"\x80\x81 x " * 2000 + b"%%EOF"),
    "no pages": ("pdf", "pdf_no_page", pdf.without_pages),
    "pages in a circle": ("pdf", None, pdf.looping_pages),
    "2,001 pages": ("pdf", "pdf_too_many_pages", lambda: PLAIN(2001)),
    "user password": ("pdf", "pdf_password", lambda: pdf.encrypted(user="secret")),
    "old user password": ("pdf", "pdf_password", lambda: pdf.encrypted(user="x", strength=4)),
    # More than one thing at once.
    "page before pdf": ("pdf", "other_kind", lambda: before_pdf(HTML)),
    "scripts before pdf": ("pdf", "other_kind", lambda: before_pdf(b"<script>\n" * 20)),
    "program before pdf": ("pdf", "other_kind", lambda: before_pdf(b"MZ")),
    "blank before pdf": ("pdf", "other_kind", lambda: before_pdf(b"\n")),
    "page behind pdf": ("pdf", "pdf_trailing", lambda: after_pdf(HTML)),
    "archive behind pdf": ("pdf", None, lambda: after_pdf(office.packed({"a.exe": "MZ"}))),
    "archive over pdf": ("pdf", "also_archive", archive_over_pdf),
    # Scripts.
    "opening script": ("pdf", "pdf_script", lambda: pdf.with_root(OpenAction=script())),
    "escaped script": ("pdf", "pdf_script", pdf.endless_script_name),
    "named script": ("pdf", "pdf_script", lambda: PLAIN(change=named_script)),
    "script in a stream": ("pdf", "pdf_script", lambda: PLAIN(change=script_in_stream)),
    "script of a field": ("pdf", None, lambda: PLAIN(change=field_script)),
    "script of a bookmark": ("pdf", "pdf_script", lambda: PLAIN(change=outline_script)),
    "script of a link": ("pdf", "pdf_script", lambda: pdf.with_annotation("Link", A=script())),
    "script of a page": (
        "pdf",
        "pdf_action",
        lambda: pdf.with_page(AA=Dictionary(O=script())),
    ),
    "script after another action": (
        "pdf",
        "pdf_script",
        lambda: pdf.with_annotation("Link", A=pdf.action("GoTo", D=String("a"), Next=script())),
    ),
    "script among packed objects": (
        "pdf",
        "pdf_script",
        lambda: pdf.hidden_in_object_stream(script()),
    ),
    "script under a password": (
        "pdf",
        "pdf_script",
        lambda: PLAIN(change=named_script, encryption=pdf.pikepdf.Encryption(owner="o", user="")),
    ),
    "address of a script": (
        "pdf",
        "pdf_link",
        lambda: pdf.with_annotation("Link", A=pdf.action("URI", URI=String("javascript:alert(1)"))),
    ),
    "address of a file": (
        "pdf",
        "pdf_link",
        lambda: pdf.with_annotation("Link", A=pdf.action("URI", URI=String("file:///c:/a.exe"))),
    ),
    # Programs, forms, actions.
    "launch on opening": ("pdf", "pdf_launch", lambda: pdf.with_root(OpenAction=launch())),
    "launch by a link": ("pdf", "pdf_launch", lambda: pdf.with_annotation("Link", A=launch())),
    "address on opening": (
        "pdf",
        "pdf_action",
        lambda: pdf.with_root(OpenAction=pdf.action("URI", URI=String("https://example.org/"))),
    ),
    "action on closing": (
        "pdf",
        "pdf_action",
        lambda: pdf.with_root(AA=Dictionary(WC=pdf.action("Named", N=Name.Print))),
    ),
    "form that is sent": (
        "pdf",
        "pdf_action",
        lambda: pdf.with_annotation("Link", A=pdf.action("SubmitForm", F=String("http://a/"))),
    ),
    "imported data": (
        "pdf",
        "pdf_action",
        lambda: pdf.with_annotation("Link", A=pdf.action("ImportData", F=String("a.fdf"))),
    ),
    "form in xfa": (
        "pdf",
        "pdf_xfa",
        lambda: pdf.with_root(AcroForm=Dictionary(Fields=Array(), XFA=String("<xdp/>"))),
    ),
    # What is carried along.
    "attachment": ("pdf", "pdf_attachment", pdf.with_attachment),
    "attached pdf": ("pdf", "pdf_attachment", lambda: pdf.with_attachment(PLAIN(), "a.pdf")),
    "attachment on a page": (
        "pdf",
        "pdf_attachment",
        lambda: pdf.with_annotation("FileAttachment", FS=Dictionary(Type=Name.Filespec)),
    ),
    "link into an attachment": (
        "pdf",
        "pdf_attachment",
        lambda: pdf.with_annotation("Link", A=pdf.action("GoToE", D=String("a"))),
    ),
    "rich media": ("pdf", "pdf_media", lambda: pdf.with_annotation("RichMedia")),
    "film": ("pdf", "pdf_media", lambda: pdf.with_annotation("Movie", Movie=Dictionary())),
    "screen": ("pdf", "pdf_media", lambda: pdf.with_annotation("Screen")),
    "rendition": (
        "pdf",
        "pdf_media",
        lambda: pdf.with_annotation("Link", A=pdf.action("Rendition", OP=0)),
    ),
    "three dimensions": ("pdf", "pdf_media", lambda: pdf.with_annotation("3D")),
    # Bombs.
    "nested forms": ("pdf", None, pdf.nested_forms),
    "nested arrays": ("pdf", None, pdf.deep_arrays),
    "packed twice": ("pdf", None, pdf.twice_packed_bomb),
    "packed objects": ("pdf", None, pdf.object_stream_bomb),
    # Pictures.
    "no picture": ("image", "empty", lambda: b""),
    "gif": ("image", "other_kind", lambda: picture_bytes(kind="GIF", mode="P")),
    "tiff": ("image", "other_kind", lambda: picture_bytes(kind="TIFF")),
    "bmp": ("image", "other_kind", lambda: picture_bytes(kind="BMP")),
    "pdf as picture": ("image", "other_kind", PLAIN),
    "page as picture": ("image", "other_kind", lambda: HTML),
    "truncated png": ("image", "image_damaged", lambda: picture_bytes((400, 300))[:90]),
    "truncated jpeg": ("image", "image_damaged", lambda: picture_bytes((400, 300), "JPEG")[:700]),
    "41 megapixels": ("image", "image_pixels", lambda: png_of(6400, 6410)),
    "3,600 megapixels": ("image", "image_pixels", lambda: png_of(60000, 60000)),
    "169 real megapixels": (
        "image",
        "image_pixels",
        lambda: png_of(13000, 13000, zlib.compress(b"\0" * (1626 * 13000), 1), b"\x01\0"),
    ),
    # Spreadsheets and Word files.
    "old workbook": ("spreadsheet", "other_kind", office.compound_file),
    "word as workbook": ("spreadsheet", "other_kind", office.docx),
    "archive as word": ("text", "other_kind", lambda: office.packed({"a.txt": "x"})),
    "macros": (
        "text",
        "office_macro",
        lambda: office.docx(more={"word/vbaProject.bin": b"\xd0\xcf"}),
    ),
    "type of macros": (
        "text",
        "office_macro",
        lambda: office.docx(kind="application/vnd.ms-word.document.macroEnabled.main+xml"),
    ),
    "old macros": (
        "spreadsheet",
        "office_macro",
        lambda: office.xlsx(more={"xl/macrosheets/sheet1.xml": "<a/>"}),
    ),
    "embedded object": (
        "text",
        "office_embedded",
        lambda: office.docx(more={"word/embeddings/oleObject1.bin": b"\xd0\xcf"}),
    ),
    "embedded program": (
        "text",
        "office_embedded",
        lambda: office.docx(more={"word/a.exe": b"MZ"}),
    ),
    "outer template": (
        "text",
        "office_link",
        lambda: office.docx(more=office.linked("attachedTemplate", "https://example.org/a.dotm")),
    ),
    "outer picture": (
        "text",
        "office_link",
        lambda: office.docx(more=office.linked("image", "https://example.org/a.png")),
    ),
    "link to a share": (
        "text",
        "office_link",
        lambda: office.docx(more=office.linked("hyperlink", "file://///host/share")),
    ),
    "values of another file": (
        "spreadsheet",
        "office_link",
        lambda: office.xlsx(more={"xl/externalLinks/externalLink1.xml": "<a/>"}),
    ),
    "dde field": ("text", "office_link", lambda: office.docx(office.field('DDEAUTO c:\\\\a "b"'))),
    "dde field in pieces": (
        "text",
        "office_link",
        lambda: office.docx(office.split_field("DD", "EAUTO ", "cmd")),
    ),
    "dde formula": (
        "spreadsheet",
        "office_link",
        lambda: office.xlsx(office.formula("cmd|'/C calc'!A0")),
    ),
    "fetching formula": (
        "spreadsheet",
        "office_link",
        lambda: office.xlsx(office.formula("_xlfn.WEBSERVICE(A1)")),
    ),
    "zip slip": ("text", "office_name", lambda: office.docx(more={"../../etc/cron.d/a.xml": "x"})),
    "zip slip of windows": ("text", "office_name", lambda: office.renamed("..\\..\\a.xml")),
    "absolute name": ("text", "office_name", lambda: office.docx(more={"/etc/a.xml": "x"})),
    "escaped zip slip": (
        "text",
        "office_name",
        lambda: office.docx(more={"word/%2e%2e/%2e%2e/a.xml": "x"}),
    ),
    "NUL in a name": ("text", "office_name", lambda: office.renamed("word/a\0b.xml")),
    "255 bytes of Chinese": (
        "text",
        "office_name",
        lambda: office.docx(more={"城" * 84 + ".xml": "x"}),
    ),
    "symbolic link": ("text", "office_name", office.symbolic_link),
    "password": ("text", "office_password", office.locked),
    "bomb": ("text", "office_too_large", lambda: office.bomb("word/media/image1.png", 30)),
    "bomb of xml": ("text", "office_too_large", lambda: office.bomb("word/a.xml", 30)),
    "lying bomb": ("text", "office_damaged", office.lying_bomb),
    "overlapping": ("text", "office_damaged", office.overlapping),
    "5,001 parts": (
        "text",
        "office_too_large",
        lambda: office.docx(more={f"word/media/image{n}.png": "" for n in range(5001)}),
    ),
    "billion laughs": ("text", "office_entities", office.billion_laughs),
    "outer entity": ("text", "office_entities", office.outer_entity),
    "broken xml": ("text", "office_damaged", lambda: office.docx(more={"word/a.xml": "<a>"})),
    "something behind word": ("text", "office_damaged", lambda: office.docx() + b"<script>"),
    "truncated workbook": ("spreadsheet", "other_kind", lambda: office.xlsx()[:-40]),
    # Captions, sound, film.
    "subrip": ("captions", "other_kind", lambda: b"1\n00:00:01,000 --> 00:00:02,000\nhi\n"),
    "captions in gbk": ("captions", "captions_encoding", lambda: b"WEBVTT\n\n\xc4\xe3\xba\xc3\n"),
    "captions with NUL": (
        "captions",
        "captions_encoding",
        lambda: media.captions(media.CUE + "\0"),
    ),
    "no captions": ("captions", "captions_empty", lambda: b"WEBVTT\n"),
    "script in captions": (
        "captions",
        "captions_tag",
        lambda: media.captions("00:01.000 --> 00:02.000\n<script>alert(1)</script>"),
    ),
    "style in captions": (
        "captions",
        "captions_style",
        lambda: media.captions("STYLE\n::cue { background: url(//a) }", media.CUE),
    ),
    "backward caption": (
        "captions",
        "captions_timing",
        lambda: media.captions("00:05.000 --> 00:02.000\nhi"),
    ),
    "film in quicktime": ("video", "other_kind", lambda: media.mp4(b"vide", brand=b"qt  ")),
    "film as sound": ("audio", "other_kind", lambda: media.mp4(b"vide", b"soun")),
    "film without tracks": ("video", "media_no_track", media.mp4),
    "truncated film": ("video", "media_damaged", lambda: media.mp4(b"vide")[:-50]),
    "film that points outside": (
        "video",
        "media_link",
        lambda: media.mp4(b"vide", self_contained=False),
    ),
    "pdf behind film": ("video", "media_damaged", media.film_with_pdf),
    "archive behind film": (
        "video",
        "also_archive",
        lambda: media.film_with_archive(office.packed({"a.exe": "MZ"})),
    ),
    "matroska": ("video", "media_other_kind", lambda: media.webm(1, doc_type=b"matroska")),
    "attachment in webm": (
        "video",
        "media_attachment",
        lambda: media.webm(1, more=media.element("1941A469", b"")),
    ),
    "truncated webm": ("video", "media_damaged", lambda: media.webm(1)[:-3]),
    "page behind mp3": ("audio", "media_damaged", lambda: media.mp3(end=HTML)),
    "program in mp3": (
        "audio",
        "media_attachment",
        lambda: media.mp3(tag=media.id3((b"GEOB", b"\0MZ"))),
    ),
    "two frames": ("audio", "media_damaged", lambda: media.mp3(2)),
    "truncated ogg": ("audio", "media_damaged", lambda: media.ogg()[:-5]),
    "unknown ogg": ("audio", "media_other_kind", lambda: media.ogg(b"unknown")),
}
# name → (name of the upload, code of the reason, its bytes).
BADLY_NAMED = {
    "NUL": ("a.pdf\0.exe", "name", PLAIN),
    "line break": ("a\r\nb.pdf", "name", PLAIN),
    "255 bytes of Chinese": (LONG_CHINESE, "other_kind", lambda: HTML),
    "pdf by name only": ("report.pdf", "other_kind", lambda: b"MZ" + b"\0" * 500),
}
