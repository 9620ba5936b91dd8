"""What a page tells of the files of a video."""

from typing import NamedTuple

from django import template
from django.utils.translation import get_language

from icma_portal.bilingual.languages import portal_language

from ..models import VideoFile

register = template.Library()


class Files(NamedTuple):
    """The recording to be played, or None; the captions for it; what readers keep."""

    played: VideoFile | None
    tracks: list
    kept: list
    language: str


@register.simple_tag
def files_of(video):
    """Return the Files of a video; of several recordings the one in the reader's language."""
    kinds, language = VideoFile.Kind, portal_language(get_language())
    files = sorted(video.files.all(), key=lambda each: each.language != language)
    recordings = [each for each in files if each.kind == kinds.RECORDING]
    return Files(
        played=recordings[0] if recordings else None,
        tracks=[each for each in files if each.kind == kinds.CAPTIONS],
        kept=[each for each in files if each.kind in (kinds.SLIDES, kinds.TRANSCRIPT)],
        language=language,
    )


@register.filter
def format_name(stored):
    """Return what people call the format of a stored file: PDF, DOCX."""
    return stored.file.name.rpartition(".")[2].upper()
