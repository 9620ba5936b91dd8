"""What the gate says of an upload."""

from typing import NamedTuple

from django.core.files.base import File


class Refused(ValueError):
    """The file is not taken; the text says why, to the editor."""


class Judged(NamedTuple):
    """What is to be stored for an upload that was found good, and what is known of it.

    ``pages`` are those of a document, ``width`` and ``height`` (in pixels) those of a picture.
    """

    content: File
    content_type: str
    extension: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None
