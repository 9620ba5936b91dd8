"""Makers of sound, film and captions: containers with nothing worth hearing in them."""

from tests.files.pdf_files import plain_pdf


def box(kind, *content):
    data = b"".join(content)
    return (len(data) + 8).to_bytes(4) + kind + data


def track(handler, self_contained=True):
    reference = box(b"url ", b"\0\0\0" + (b"\1" if self_contained else b"\0http://example.org/a\0"))
    dref = box(b"dref", b"\0\0\0\0", (1).to_bytes(4), reference)
    hdlr = box(b"hdlr", b"\0" * 8, handler, b"\0" * 12, b"\0")
    return box(b"trak", box(b"mdia", hdlr, box(b"minf", box(b"dinf", dref))))


def mp4(*handlers, brand=b"isom", self_contained=True, data=b"\1" * 1000):
    tracks = b"".join(track(each, self_contained) for each in handlers)
    head = box(b"ftyp", brand, b"\0\0\2\0", brand, b"mp42" if brand != b"qt  " else brand)
    return head + box(b"moov", box(b"mvhd", b"\0" * 100), tracks) + box(b"mdat", data)


def element(kind, *content):
    """Return an EBML element; its length takes eight bytes."""
    data = b"".join(content)
    return bytes.fromhex(kind) + (1 << 56 | len(data)).to_bytes(8) + data


def webm(*types, doc_type=b"webm", more=b"", cluster=None):
    tracks = b"".join(element("AE", element("83", bytes([each]))) for each in types)
    head = element("1A45DFA3", element("4282", doc_type))
    cluster = element("1F43B675", element("E7", b"\0")) if cluster is None else cluster
    info = element("1549A966", element("2AD7B1", b"\x0f\x42\x40"))
    return head + element("18538067", info, element("1654AE6B", tracks), more, cluster)


def live_webm():
    """Return a film as it is sent while it is made: segment and clusters of unknown length."""
    unknown = b"\x01" + b"\xff" * 7
    cluster = (
        bytes.fromhex("1F43B675") + unknown + element("E7", b"\0") + element("A3", b"\x81\0\0\0x")
    )
    tracks = element("1654AE6B", element("AE", element("83", b"\1")))
    head = element("1A45DFA3", element("4282", b"webm"))
    return head + bytes.fromhex("18538067") + unknown + tracks + cluster + cluster


# MPEG 1, layer III, 128 kbit/s at 44.1 kHz: 417 bytes a frame.
FRAME = b"\xff\xfb\x90\x00" + b"\x55" * 413


def mp3(frames=40, tag=b"", end=b""):
    return tag + FRAME * frames + end


def id3(*frames):
    data = b"".join(name + len(content).to_bytes(4) + b"\0\0" + content for name, content in frames)
    length = bytes(len(data) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + length + data


def ogg_page(kind, content, serial=b"abcd", number=0):
    pieces = [255] * (len(content) // 255) + [len(content) % 255]
    head = b"OggS\0" + bytes([kind]) + b"\0" * 8 + serial + number.to_bytes(4, "little") + b"\0" * 4
    return head + bytes([len(pieces)]) + bytes(pieces) + content


def ogg(opening=b"OpusHead\1\2"):
    return (
        ogg_page(2, opening)
        + ogg_page(0, b"OpusTags", number=1)
        + ogg_page(4, b"x" * 600, number=2)
    )


CUE = "00:00:01.000 --> 00:00:04.000\n<v Li Na>你好 <i>world</i>\n"


def captions(*blocks, head="WEBVTT"):
    return "\n\n".join([head, *(blocks or (CUE,))]).encode()


def film_with_archive(archive):
    """Return a film behind which an archive stands in a box of its own."""
    return mp4(b"vide") + box(b"free", archive)


def film_with_pdf():
    return mp4(b"vide") + plain_pdf()
