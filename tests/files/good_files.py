"""Files that the gate must take: name → (kind asked for, type that it is given, maker)."""

import os
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.factories import pdf_bytes as pdf_by_pdfium
from tests.factories import picture_bytes

from . import media_files as media
from . import office_files as office
from . import pdf_files as pdf

PLAIN = pdf.plain_pdf
PDF = "application/pdf"
DOCX = f"{office.OOXML}.wordprocessingml.document"
XLSX = f"{office.OOXML}.spreadsheetml.sheet"


def scanned(megabytes=1, pages=3):
    """Return a PDF of pictures only, as a scanner makes it."""
    side = 1000

    def change(document):
        for page in document.pages:
            picture = picture_bytes((side, side), "JPEG", "L")
            picture += os.urandom(max(megabytes * 1_000_000 // pages - len(picture), 0))
            image = document.make_stream(
                picture,
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=side,
                Height=side,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            )
            page.Resources = Dictionary(XObject=Dictionary(I=image))
            page.Contents = document.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")

    return PLAIN(pages, change=change)


def tagged(document):
    """Make a document one that screen readers can read."""
    element = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, K=0))
    tree = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))
    element.P, element.Pg = tree, document.pages[0].obj
    document.Root.StructTreeRoot = tree
    document.Root.MarkInfo = Dictionary(Marked=True)
    document.Root.Lang = String("zh-CN")
    document.docinfo["/Title"] = "城市交汇点"


def chinese(document):
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/STSong-Light"),
        Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array(
            [
                Dictionary(
                    Type=Name.Font,
                    Subtype=Name.CIDFontType0,
                    BaseFont=Name("/STSong-Light"),
                    CIDSystemInfo=Dictionary(
                        Registry=String("Adobe"), Ordering=String("GB1"), Supplement=2
                    ),
                )
            ]
        ),
    )
    document.pages[0].Resources = Dictionary(Font=Dictionary(F1=font))
    words = "城市交汇点".encode("utf-16-be").hex().encode()
    content = b"BT /F1 24 Tf 72 700 Td <" + words + b"> Tj ET"
    document.pages[0].Contents = document.make_stream(content)


def with_links(document):
    targets = ("https://icma.org/", "mailto:a@icma.org", "page.html#a", "http://例子.cn/")
    document.pages[0].Annots = Array(
        [pdf.annotation("Link", A=pdf.action("URI", URI=String(each))) for each in targets]
    )


def with_bookmarks(document):
    item = document.make_indirect(
        Dictionary(
            Title=String("a"), A=pdf.action("GoTo", D=Array([document.pages[0].obj, Name.Fit]))
        )
    )
    document.Root.Outlines = Dictionary(First=item, Last=item, Count=1)


def with_form(document):
    field = document.make_indirect(pdf.annotation("Widget", FT=Name.Tx, T=String("name")))
    document.pages[0].Annots = Array([field])
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_elements_of_odd_names(document):
    """Name elements of the structure like actions, which anybody may."""
    odd = Dictionary(Type=Name.StructElem, S=Name.Movie)
    document.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=document.make_indirect(odd)
    )


def updated():
    """Return a PDF that was changed by adding to its end, as editors do."""
    data = PLAIN()
    start = data.rindex(b"startxref") + len(b"startxref")
    old = int(data[start:].split()[0])
    size = pikepdf.open(pdf.BytesIO(data)).trailer.Size
    offset = len(data)
    addition = b"%d 0 obj\n<< /A 1 >>\nendobj\n" % size
    xref = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (size, offset)
    trailer = b"<< /Size %d /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return data + addition + xref + trailer % (size + 1, old, offset + len(addition))


def big_workbook(rows=20_000):
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f>A{row}*2</f></c></row>'
        for row in range(1, rows)
    )
    return office.xlsx(cells)


def opening_at(document):
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def opening_by_action(document):
    document.Root.OpenAction = pdf.action("GoTo", D=Array([document.pages[0].obj, Name.Fit]))


def empty_name_trees(document):
    document.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array()), JavaScript=Dictionary(Names=Array())
    )


def changed(change, pages=2, **saving):
    return lambda: PLAIN(pages, change=change, **saving)


GOOD = {
    "plain": ("pdf", PDF, PLAIN),
    "by pdfium": ("pdf", PDF, pdf_by_pdfium),
    "by hand": ("pdf", PDF, lambda: pdf.page_pdf(pdf.stream(b"0 0 9 9 re f"))),
    "old version": ("pdf", PDF, lambda: PLAIN(force_version="1.3")),
    "new version": ("pdf", PDF, lambda: PLAIN(force_version="2.0")),
    "packed objects": ("pdf", PDF, lambda: PLAIN(object_stream_mode=pdf.MODE.generate)),
    "for the web": ("pdf", PDF, lambda: PLAIN(5, linearize=True)),
    "changed once": ("pdf", PDF, updated),
    "blanks at its end": ("pdf", PDF, lambda: PLAIN() + b"\r\n\0\0 \n"),
    "scanned": ("pdf", PDF, scanned),
    "40 MB": ("pdf", PDF, lambda: scanned(40, 20)),
    "tagged": ("pdf", PDF, changed(tagged)),
    "chinese": ("pdf", PDF, changed(chinese)),
    "owner's password": ("pdf", PDF, pdf.encrypted),
    "owner's password of old": ("pdf", PDF, lambda: pdf.encrypted(strength=3)),
    "links": ("pdf", PDF, changed(with_links)),
    "bookmarks": ("pdf", PDF, changed(with_bookmarks)),
    "form to fill in": ("pdf", PDF, changed(with_form)),
    "odd structure": ("pdf", PDF, changed(with_elements_of_odd_names)),
    "opens at a place": ("pdf", PDF, changed(opening_at)),
    "opens by going": ("pdf", PDF, changed(opening_by_action)),
    "empty trees of names": ("pdf", PDF, changed(empty_name_trees)),
    "writes of scripts": ("pdf", PDF, lambda: PLAIN(text="/JavaScript /Launch /JS")),
    "400 pages": ("pdf", PDF, lambda: PLAIN(400)),
    "2,000 pages": ("pdf", PDF, lambda: PLAIN(2000)),
    "large picture": (
        "pdf",
        PDF,
        lambda: pdf.image_pdf(4000, 4000, zlib.compress(b"\x7f" * 48_000_000)),
    ),
    "jpeg": ("image", "image/jpeg", lambda: picture_bytes((2000, 1500), "JPEG")),
    "jpeg in cmyk": ("image", "image/jpeg", lambda: picture_bytes(kind="JPEG", mode="CMYK")),
    "39 megapixels": ("image", "image/jpeg", lambda: picture_bytes((7800, 5000), "JPEG")),
    "39 megapixels in png": (
        "image",
        "image/webp",
        lambda: picture_bytes((7800, 5000), mode="RGBA", compress_level=1),
    ),
    "39 megapixels of a palette": (
        "image",
        "image/webp",
        lambda: picture_bytes((7800, 5000), mode="P", compress_level=1),
    ),
    "png": ("image", "image/webp", lambda: picture_bytes(mode="RGBA")),
    "webp": ("image", "image/webp", lambda: picture_bytes(kind="WEBP")),
    "word": ("text", DOCX, office.docx),
    "word with links": (
        "text",
        DOCX,
        lambda: office.docx(more=office.linked("hyperlink", "https://icma.org/")),
    ),
    "word with contents": ("text", DOCX, lambda: office.docx(office.split_field("TOC \\o 1-3"))),
    "workbook": ("spreadsheet", XLSX, office.xlsx),
    "large workbook": ("spreadsheet", XLSX, big_workbook),
    "workbook with formulas": (
        "spreadsheet",
        XLSX,
        lambda: office.xlsx(office.formula("SUM(A1:A9)&amp;&quot;a&quot;")),
    ),
    "captions": ("captions", "text/vtt", media.captions),
    "captions with notes": (
        "captions",
        "text/vtt",
        lambda: media.captions("NOTE by Li", f"1\n{media.CUE}", head="\ufeffWEBVTT - 中文"),
    ),
    "film": ("video", "video/mp4", lambda: media.mp4(b"vide", b"soun")),
    "sound in mp4": ("audio", "audio/mp4", lambda: media.mp4(b"soun", brand=b"M4A ")),
    "film in webm": ("video", "video/webm", lambda: media.webm(1, 2)),
    "live film": ("video", "video/webm", media.live_webm),
    "mp3": ("audio", "audio/mpeg", media.mp3),
    "mp3 with tags": (
        "audio",
        "audio/mpeg",
        lambda: media.mp3(tag=media.id3((b"TIT2", b"\0a")), end=b"TAG" + b"\0" * 125),
    ),
    "ogg": ("audio", "audio/ogg", media.ogg),
    "film in ogg": ("video", "video/ogg", lambda: media.ogg(b"\x80theora")),
}
