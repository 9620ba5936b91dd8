"""Stored files: their versions, the records that have them, and pictures."""

from .pictures import Picture
from .versions import FileVersion, StoredFile

__all__ = ["FileVersion", "Picture", "StoredFile"]
