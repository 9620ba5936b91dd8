"""Audio and video: the boxes of the container are walked from the first byte to the last.

Nothing is decoded. What is asked is that the file is the container that it claims to be, whole,
with nothing before, behind or attached, and that it does not point to other files.
"""

import zipfile

from . import matroska, mp3, mp4, ogg
from .refusal import Refusal


def inspect_mp4(file):
    return _inspect(file, mp4.walk)


def inspect_webm(file):
    return _inspect(file, matroska.walk)


def inspect_mp3(file):
    return _inspect(file, mp3.walk)


def inspect_ogg(file):
    return _inspect(file, ogg.walk)


def _inspect(file, walk):
    """Return whether there are pictures in it (``has_video``); raise Refusal."""
    size = file.seek(0, 2)
    if zipfile.is_zipfile(file):
        raise Refusal("also_archive")
    try:
        return {"has_video": walk(file, size)}, b""
    except (EOFError, UnicodeError) as error:
        raise Refusal("media_damaged") from error
