"""What is done with the bytes of an upload, each in a child process (``files.limited``).

Nothing here knows Django: a child has no database, no settings and no languages. A refusal is a
code; ``gate.reasons`` has its words.
"""

from . import captions, media, office, pdf, pictures
from .refusal import Refusal

INSPECTORS = {
    "pdf": pdf.inspect,
    "image": pictures.inspect,
    "spreadsheet": office.inspect_spreadsheet,
    "text": office.inspect_text,
    "captions": captions.inspect,
    "mp4": media.inspect_mp4,
    "webm": media.inspect_webm,
    "ogg": media.inspect_ogg,
    "mp3": media.inspect_mp3,
}


def inspect(file, form):
    """Return (facts, bytes) of a file of the given form; a refusal is a fact, too."""
    try:
        return INSPECTORS[form](file)
    except Refusal as refusal:
        return {"refused": refusal.code, "words": refusal.words}, b""
