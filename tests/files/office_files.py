"""Makers of spreadsheets and Word files, and of archives that pretend to be some."""

import struct
import zipfile
from io import BytesIO

OOXML = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_TYPE = f"{OOXML}.spreadsheetml.sheet.main+xml"
TEXT_TYPE = f"{OOXML}.wordprocessingml.document.main+xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def content_types(part, kind, more=""):
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{kind}"/>{more}</Types>'
    )


def relation(kind, target, mode="Internal", base=RELATIONS):
    return f'<Relationship Id="r1" Type="{base}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def relations(*each):
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


def docx_parts(body="<w:p><w:r><w:t>Rivers</w:t></w:r></w:p>", kind=TEXT_TYPE):
    return {
        "[Content_Types].xml": content_types("word/document.xml", kind),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}</w:body></w:document>",
    }


def xlsx_parts(cells='<row r="1"><c r="A1"><v>1</v></c></row>', kind=SHEET_TYPE):
    return {
        "[Content_Types].xml": content_types("xl/workbook.xml", kind),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"{HEAD}<workbook {S}><sheets/></workbook>",
        "xl/worksheets/sheet1.xml": (
            f"{HEAD}<worksheet {S}><sheetData>{cells}</sheetData></worksheet>"
        ),
    }


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    """Return an archive of name → text or bytes; a name may be a ZipInfo."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body=None, more=None, **options):
    parts = docx_parts(**({"body": body} if body else {}), **options)
    return packed({**parts, **(more or {})})


def xlsx(cells=None, more=None, **options):
    parts = xlsx_parts(**({"cells": cells} if cells else {}), **options)
    return packed({**parts, **(more or {})})


def field(code):
    return f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p>"


def split_field(*pieces):
    """Return a field whose code is cut over several runs."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = begin.replace("begin", "end")
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"<w:p>{begin}{runs}{end}</w:p>"


def formula(text):
    return f'<row r="1"><c r="A1"><f>{text}</f><v>1</v></c></row>'


def linked(kind, target, path="word/_rels/document.xml.rels"):
    """Return a part with one relation to something outside."""
    return {path: relations(relation(kind, target, "External"))}


def bomb(part, megabytes):
    """Return a .docx of which one part unpacks to so many megabytes."""
    return docx(more={part: b"0" * 1_000_000 * megabytes})


def lying_bomb():
    """Return a .docx whose directory gives a part as far smaller than it unpacks to."""
    data = bytearray(bomb("word/media/image1.png", 30))
    size = (30_000_000).to_bytes(4, "little")
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            if data[start + offset : start + offset + 4] == size:
                data[start + offset : start + offset + 4] = (1000).to_bytes(4, "little")
            start += 4
    return bytes(data)


def overlapping():
    """Return a .docx whose directory leads to the same bytes several times."""
    parts = {**docx_parts(), "word/media/image1.png": "x" * 100, "word/media/image2.png": "y" * 100}
    data = bytearray(packed(parts))
    records = [index for index in range(len(data)) if data[index : index + 4] == b"PK\x01\x02"]
    first, second = records[-2:]
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def renamed(name):
    """Return a .docx with a part of this name, written as the bytes that it is."""
    stand_in = "z" * len(name.encode())
    return docx(more={stand_in: "x"}).replace(stand_in.encode(), name.encode())


def locked():
    """Return a .docx whose parts are marked as encrypted."""
    data = bytearray(docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            data[start + offset] |= 1
            start += 4
    return bytes(data)


def symbolic_link():
    link = zipfile.ZipInfo("word/media/image1.png")
    link.external_attr = 0o120777 << 16
    return docx(more={link: "/etc/passwd"})


def billion_laughs():
    levels = "".join(
        f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lol">'
        for level in range(10)
    )
    text = f"{HEAD}<!DOCTYPE d [{levels}]><w:document {W}><w:body>&l9;</w:body></w:document>"
    return packed({**docx_parts(), "word/document.xml": text})


def outer_entity():
    text = (
        f'{HEAD}<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<w:document {W}><w:body>&x;</w:body></w:document>"
    )
    return packed({**docx_parts(), "word/document.xml": text})


def compound_file():
    """Return the beginning of an Office file of the old kind."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + struct.pack("<16x5H", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 474
    )
