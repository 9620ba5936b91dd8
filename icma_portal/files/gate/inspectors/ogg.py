"""Ogg: pages (RFC 3533) with Opus, Vorbis, FLAC or Theora in them."""

from .reading import read_exactly
from .refusal import Refusal

CAPTURE = b"OggS"
HEADER = 27
FIRST, LAST = 2, 4
AUDIO = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
VIDEO = (b"\x80theora",)
# A stream that only describes the others.
SKELETON = b"fishead\0"
MAX_STREAMS = 8


def walk(file, size):
    """Return whether there are pictures in it; raise Refusal or EOFError."""
    start, begun, ended, has_video, has_audio = 0, set(), set(), False, False
    while start < size:
        file.seek(start)
        header = read_exactly(file, HEADER)
        if header[:4] != CAPTURE or header[4] != 0:
            raise Refusal("media_damaged")
        kind, serial = header[5], header[14:18]
        length = sum(read_exactly(file, header[26]))
        if kind & FIRST:
            begun.add(serial)
            opening = read_exactly(file, length)
            has_video = has_video or opening.startswith(VIDEO)
            has_audio = has_audio or opening.startswith(AUDIO)
            if not opening.startswith((*VIDEO, *AUDIO, SKELETON)):
                raise Refusal("media_other_kind")
        elif serial not in begun:
            raise Refusal("media_damaged")
        if kind & LAST:
            ended.add(serial)
        start += HEADER + header[26] + length
    if start != size or begun != ended or len(begun) > MAX_STREAMS:
        raise Refusal("media_damaged")
    if not (has_audio or has_video):
        raise Refusal("media_no_track")
    return has_video
