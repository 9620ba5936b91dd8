"""MP4 and M4A: boxes of ISO/IEC 14496-12."""

from .reading import read_exactly
from .refusal import Refusal

BRANDS = {
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41",
    b"mp42", b"avc1", b"dash", b"M4A ", b"M4V ", b"M4B ", b"mp71", b"cmfc", b"MSNV",
}  # fmt: skip
# Boxes that hold boxes, on the way to what a track is and where its data lie.
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"dinf"}
HANDLERS = {
    b"vide",
    b"soun",
    b"text",
    b"sbtl",
    b"subt",
    b"hint",
    b"meta",
    b"tmcd",
    b"mdir",
    b"clcp",
}
MAX_BOXES = 100_000
MAX_DEPTH = 8
HEADER = 8
SELF_CONTAINED = 1


class _Film:
    def __init__(self, file):
        self.file = file
        self.seen = set()
        self.handlers = set()
        self.boxes = 0


def walk(file, size):
    """Return whether the file has a track of pictures; raise Refusal or EOFError."""
    film = _Film(file)
    file.seek(0)
    length = int.from_bytes(read_exactly(file, 4))
    if read_exactly(file, 4) != b"ftyp" or not 16 <= length <= min(size, 4096):
        raise Refusal("media_damaged")
    brands = read_exactly(file, length - HEADER)
    known = {brands[index : index + 4] for index in range(0, len(brands), 4)} & BRANDS
    if not known or brands[:4] == b"qt  ":
        raise Refusal("media_other_kind")
    _walk(film, 0, size, 0)
    if b"moov" not in film.seen or not film.seen & {b"mdat", b"moof"}:
        raise Refusal("media_damaged")
    if not film.handlers & {b"vide", b"soun"} or film.handlers - HANDLERS:
        raise Refusal("media_no_track")
    return b"vide" in film.handlers


def _walk(film, start, end, depth):
    """Walk the boxes that fill ``start`` to ``end``."""
    if depth > MAX_DEPTH:
        raise Refusal("media_damaged")
    while start < end:
        kind, content, after = _box(film, start, end)
        film.seen.add(kind)
        if kind in CONTAINERS:
            _walk(film, content, after, depth + 1)
        elif kind == b"hdlr":
            film.file.seek(content + 8)
            film.handlers.add(read_exactly(film.file, 4))
        elif kind == b"dref":
            _check_references(film, content, after)
        start = after


def _box(film, start, end):
    """Return the kind of the box at ``start``, where its content begins, and where it ends."""
    film.boxes += 1
    film.file.seek(start)
    length, kind = int.from_bytes(read_exactly(film.file, 4)), read_exactly(film.file, 4)
    header = HEADER
    if length == 1:
        length, header = int.from_bytes(read_exactly(film.file, 8)), 16
    elif length == 0:
        length = end - start
    if length < header or start + length > end or film.boxes > MAX_BOXES:
        raise Refusal("media_damaged")
    return kind, start + header, start + length


def _check_references(film, content, after):
    """Refuse a track whose data lie in another file (section 8.7.2)."""
    start = content + 8
    while start < after:
        _kind, inner, start = _box(film, start, after)
        film.file.seek(inner + 3)
        if not read_exactly(film.file, 1)[0] & SELF_CONTAINED:
            raise Refusal("media_link")
