"""Stored files: their versions and what was read from them, records that have one, pictures."""

from icma_portal.files.renditions import Rendition

from .pictures import Picture
from .readings import PageImage, PageText, Reading
from .versions import FileVersion, StoredFile

__all__ = [
    "FileVersion",
    "PageImage",
    "PageText",
    "Picture",
    "Reading",
    "Rendition",
    "StoredFile",
]
