"""Set certificates as an accessible PDF (PDF/UA-1, one page of A4 landscape), without Django.

The words go to Typst as JSON, never as source, so that no text can act as markup.
"""

import datetime
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

from icma_portal.late import Late

from .characters import FONT_DIRECTORIES

typst = Late("typst")

TEMPLATE = Path(__file__).resolve().parent / "certificate.typ"


class LayoutError(Exception):
    """The page could not be set; the message is for the log."""


def render_pdf(paper):
    """Return the bytes of the PDF; equal papers give equal bytes. Raises LayoutError."""
    day = datetime.date.fromisoformat(paper.issued_on)
    words = {**asdict(paper), "day": {"year": day.year, "month": day.month, "day": day.day}}
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
            pdf_standards="ua-1",
            timestamp=datetime.datetime.combine(day, datetime.time.min, tzinfo=datetime.UTC),
        )
    except typst.TypstError as error:
        raise LayoutError(f"{paper.number} could not be set: {error.message}.") from error


@cache
def fonts():
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=FONT_DIRECTORIES
    )
