"""The catalogue: series, publications, their files, and videos."""

from .documents import Document
from .publications import Publication, Series
from .videos import CaptionTrack, Video

__all__ = ["CaptionTrack", "Document", "Publication", "Series", "Video"]
