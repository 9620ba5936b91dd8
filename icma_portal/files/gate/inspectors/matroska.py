"""WebM: elements of EBML (RFC 8794) and Matroska (RFC 9559)."""

from .reading import read_exactly
from .refusal import Refusal

EBML = 0x1A45DFA3
DOC_TYPE = 0x4282
SEGMENT = 0x18538067
CLUSTER = 0x1F43B675
TRACKS = 0x1654AE6B
TRACK_ENTRY = 0xAE
TRACK_TYPE = 0x83
ATTACHMENTS = 0x1941A469
# What may stand in a segment; where a cluster of unknown length ends, one of these begins.
TOP_LEVEL = {
    0x114D9B74, 0x1549A966, TRACKS, CLUSTER, 0x1C53BB6B, 0x1043A770, 0x1254C367, ATTACHMENTS,
    0xEC, 0xBF,
}  # fmt: skip
VIDEO, AUDIO = 1, 2
MAX_ELEMENTS = 500_000
UNKNOWN = None


class _Film:
    def __init__(self, file):
        self.file = file
        self.seen = set()
        self.tracks = set()
        self.elements = 0


def walk(file, size):
    """Return whether the file has a track of pictures; raise Refusal or EOFError."""
    film = _Film(file)
    kind, content, after = _element(film, 0, size)
    if kind != EBML or _text(film, content, after, DOC_TYPE) != "webm":
        raise Refusal("media_other_kind")
    kind, content, end = _element(film, after, size)
    if kind != SEGMENT or end not in (size, UNKNOWN):
        raise Refusal("media_damaged")
    _walk_segment(film, content, size)
    if not {TRACKS, CLUSTER} <= film.seen or not film.tracks:
        raise Refusal("media_no_track")
    return VIDEO in film.tracks


def _walk_segment(film, start, end):
    while start < end:
        kind, content, after = _element(film, start, end)
        if kind not in TOP_LEVEL:
            raise Refusal("media_damaged")
        if kind == ATTACHMENTS:
            raise Refusal("media_attachment")
        film.seen.add(kind)
        if kind == TRACKS and after is not UNKNOWN:
            _read_tracks(film, content, after)
        start = _end_of_cluster(film, content, end) if after is UNKNOWN else after


def _end_of_cluster(film, start, end):
    """Return where an element of unknown length ends: at the next one of the top level."""
    while start < end:
        kind, _content, after = _element(film, start, end)
        if kind in TOP_LEVEL - {0xEC, 0xBF}:
            return start
        if after is UNKNOWN:
            raise Refusal("media_damaged")
        start = after
    return end


def _read_tracks(film, start, end):
    for kind, content, after in _children(film, start, end):
        if kind != TRACK_ENTRY:
            continue
        for inner, value, stop in _children(film, content, after):
            if inner == TRACK_TYPE:
                film.file.seek(value)
                film.tracks.add(int.from_bytes(read_exactly(film.file, stop - value)))


def _text(film, start, end, wanted):
    for kind, content, after in _children(film, start, end):
        if kind == wanted:
            film.file.seek(content)
            return read_exactly(film.file, after - content).rstrip(b"\0").decode()
    return ""


def _children(film, start, end):
    while start < end:
        kind, content, after = _element(film, start, end)
        if after is UNKNOWN:
            raise Refusal("media_damaged")
        yield kind, content, after
        start = after


def _element(film, start, end):
    """Return (id, where the content begins, where it ends) of the element at ``start``."""
    film.elements += 1
    if film.elements > MAX_ELEMENTS:
        raise Refusal("media_damaged")
    film.file.seek(start)
    kind = _number(film.file, longest=4, keeps_marker=True)
    length = _number(film.file, longest=8, keeps_marker=False)
    content = film.file.tell()
    if length is UNKNOWN:
        if kind not in (SEGMENT, CLUSTER):
            raise Refusal("media_damaged")
        return kind, content, UNKNOWN
    if content + length > end:
        raise Refusal("media_damaged")
    return kind, content, content + length


def _number(file, longest, keeps_marker):
    """Return a number of variable length (RFC 8794, section 4); UNKNOWN when all bits are set."""
    first = read_exactly(file, 1)[0]
    width = 9 - first.bit_length()
    if width > longest:
        raise Refusal("media_damaged")
    number = int.from_bytes(bytes([first]) + read_exactly(file, width - 1))
    if keeps_marker:
        return number
    number -= 1 << 7 * width
    return UNKNOWN if number == (1 << 7 * width) - 1 else number
