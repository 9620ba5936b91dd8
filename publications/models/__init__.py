"""The catalogue: series, publications, their files and how often these are downloaded, videos."""

from .documents import Document
from .downloads import DownloadCount
from .publications import Publication, Series
from .videos import CaptionTrack, Video, VideoFile

__all__ = [
    "CaptionTrack",
    "Document",
    "DownloadCount",
    "Publication",
    "Series",
    "Video",
    "VideoFile",
]
