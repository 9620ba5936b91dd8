"""Makers of PDF files, good ones and such as are made to do harm."""

import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

MODE = pikepdf.ObjectStreamMode


def plain_pdf(pages=1, text="Rivers and cities", change=None, **saving):
    """Return a PDF with words on its pages; ``change(pdf)`` may do anything to it before."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            line = f"BT /F1 24 Tf 72 720 Td ({text} {number + 1}) Tj ET"
            page.Contents = pdf.make_stream(line.encode())
        if change:
            change(pdf)
        buffer = BytesIO()
        pdf.save(buffer, **saving)
        return buffer.getvalue()


def with_root(**entries):
    """Return a PDF whose catalog has these entries."""
    return plain_pdf(
        change=lambda pdf: [pdf.Root.__setitem__(f"/{k}", v) for k, v in entries.items()]
    )


def with_page(**entries):
    """Return a PDF whose first page has these entries."""

    def change(pdf):
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return plain_pdf(change=change)


def action(kind, **entries):
    return Dictionary(Type=Name.Action, S=Name(f"/{kind}"), **entries)


def annotation(subtype, **entries):
    return Dictionary(
        Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([10, 10, 90, 90]), **entries
    )


def with_annotation(subtype, **entries):
    return with_page(Annots=Array([annotation(subtype, **entries)]))


def with_attachment(data=b"MZ\x90\0", name="invoice.exe"):
    def change(pdf):
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)

    return plain_pdf(change=change)


def hidden_in_object_stream(make_action):
    """Return a PDF whose action stands compressed in a stream of objects."""

    def change(pdf):
        pdf.Root.Hidden = pdf.make_indirect(Array([pdf.make_indirect(make_action)]))

    return plain_pdf(change=change, object_stream_mode=MODE.generate)


def raw_pdf(objects, root=1, version=b"1.7"):
    """Return a PDF put together by hand from the bytes of its objects, numbered from 1."""
    data = b"%PDF-" + version + b"\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + trailer % (len(objects) + 1, root, start)


def stream(content, entries=b""):
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def page_pdf(content, resources=b"<< >>", more=(), entries=b"/MediaBox [0 0 200 200]"):
    """Return a PDF of one page with this content (object 4); ``more`` are objects from 5 on."""
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R %b /Contents 4 0 R /Resources %b >>"
            % (entries, resources),
            content,
            *more,
        ]
    )


def nested_forms(depth=30, times=4):
    """Return a small PDF of forms that hold each other: drawn, it takes times ** depth steps."""
    forms = []
    for level in range(depth):
        inner = b"/F Do " * times if level < depth - 1 else b"0 0 1 1 re f"
        resources = b"/Resources << /XObject << /F %d 0 R >> >>" % (level + 6)
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 200 200] "
        forms.append(stream(inner, entries + (resources if level < depth - 1 else b"")))
    return page_pdf(stream(b"/F Do"), b"<< /XObject << /F 5 0 R >> >>", forms)


def nested_patterns(depth=12):
    """Return a PDF of tiling patterns that are filled with each other."""
    patterns = []
    for level in range(depth):
        last = level == depth - 1
        inner = b"0 0 1 1 re f" if last else b"/Pattern cs /P scn 0 0 200 200 re f"
        resources = b"" if last else b"/Pattern << /P %d 0 R >>" % (level + 6)
        entries = (
            b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 2 2] /XStep 1 "
            b"/YStep 1 /Resources << %b >>" % resources
        )
        patterns.append(stream(inner, entries))
    content = stream(b"/Pattern cs /P scn 0 0 200 200 re f")
    return page_pdf(content, b"<< /Pattern << /P 5 0 R >> >>", patterns)


def twice_packed_bomb():
    inner = zlib.compress(zlib.compress(b"\0" * 200_000_000, 1), 1)
    return page_pdf(stream(inner, b"/Filter [/FlateDecode /FlateDecode]"))


def object_stream_bomb():
    """Return a PDF whose catalog stands in a stream of objects that unpacks to 400 MB."""
    packer = zlib.compressobj(1)
    packed = packer.compress(b"1 0 << /Type /Catalog /Pages 2 0 R >>")
    packed += b"".join(packer.compress(b" " * 1_000_000) for _each in range(400)) + packer.flush()
    bomb = stream(packed, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    objects = [
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"),
        (4, bomb),
    ]
    data, rows = b"%PDF-1.7\n", [b"\0\0\0\0\0\0", b"\2\0\0\0\4\0"]
    for number, content in objects:
        rows.append(b"\1" + len(data).to_bytes(4) + b"\0")
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    rows.append(b"\1" + start.to_bytes(4) + b"\0")
    table = stream(b"".join(rows), b"/Type /XRef /Size 6 /Root 1 0 R /W [1 4 1] ")
    return data + b"5 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)


def image_pdf(width, height, data, entries=b"/Filter /FlateDecode", bits=8):
    """Return a PDF of one picture that fills the page."""
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % (width, height)
    head += b"/ColorSpace /DeviceRGB /BitsPerComponent %d " % bits
    picture = stream(data, head + entries)
    content = stream(b"q 200 0 0 200 0 0 cm /I Do Q")
    return page_pdf(content, b"<< /XObject << /I 5 0 R >> >>", [picture])


def huge_picture():
    """Return a PDF with a picture of 30,000 by 30,000 pixels, all of them there."""
    packer = zlib.compressobj(9)
    row = b"\x7f" * 3_000_000
    packed = b"".join(packer.compress(row) for _each in range(900)) + packer.flush()
    return image_pdf(30_000, 30_000, packed)


def looping_pages():
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ]
    )


def without_pages():
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"])


def deep_arrays(depth=100_000):
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Deep %b >>" % (b"[" * depth + b"]" * depth),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        ]
    )


def endless_script_name():
    """Return a PDF that writes the name of its action with the escapes that names may have."""
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
            b"<< /#53 /#4aava#53cript /#4a#53 (app.alert(1)) >>",
        ]
    )


def encrypted(user="", owner="owner", strength=6):
    is_new = strength >= 4
    protection = pikepdf.Encryption(owner=owner, user=user, R=strength, metadata=is_new, aes=is_new)
    return plain_pdf(encryption=protection)


SCRIPT = String("app.alert('x')")
