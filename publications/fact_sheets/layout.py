"""Set fact sheets as an accessible PDF (PDF/UA-1, A4) from plain data, without Django.

The words go to Typst as JSON, never as source, so that no text can act as markup.
"""

import datetime
import hashlib
import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path

from icma_portal.late import Late

from .characters import FONT_DIRECTORY, lacking, printable
from .sheet import FactSheetError, Phrase, check, longest, shortened, words_of

typst = Late("typst")

AUTHOR = "International City/County Management Association (ICMA)"
PAGES = 2

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "template.typ"
# A change in any of these changes how a sheet looks.
LAYOUT_FILES = (TEMPLATE, Path(__file__).resolve(), FONT_DIRECTORY / "characters.txt")

# The type sizes to try: a few lines on a second page are drawn back to the first; a sheet that
# needs both pages keeps the largest type.
DENSITIES = (1.0, 0.92, 0.85)


def render_pdf(*sheets):
    """Return the bytes of the PDF of one sheet, or of its two languages side by side.

    Equal sheets give equal bytes. A character that the fonts lack is printed as 〓. What two pages
    cannot hold is left out, and the sheet says so. Raises FactSheetError when it cannot be set.
    """
    for sheet in sheets:
        check(sheet)
    pdf, pages = best_density(sheets)
    if pages <= PAGES:
        return pdf
    low, high = 0, max(map(longest, sheets)) - 1
    while low < high:
        limit = (low + high + 1) // 2
        low, high = (limit, high) if smallest(sheets, limit)[1] <= PAGES else (low, limit - 1)
    return smallest(sheets, low)[0]


def best_density(sheets):
    """Return (pdf, pages) in the largest type that needs the fewest pages."""
    words = as_json(sheets)
    best, fewest = b"", None
    for density in DENSITIES:
        pdf = compile_pdf(words, density, sheets[0].as_of)
        pages = page_count(pdf)
        if fewest is None or pages < fewest:
            best, fewest = pdf, pages
        # What overflows by a page and more, no smaller type will bring to one.
        if fewest == 1 or pages > PAGES + 1:
            break
    return best, fewest


def smallest(sheets, limit):
    """Return (pdf, pages) in the smallest type, with ``limit`` statements in each section."""
    words = as_json([shortened(each, limit) for each in sheets])
    pdf = compile_pdf(words, DENSITIES[-1], sheets[0].as_of)
    return pdf, page_count(pdf)


def missing_characters(*sheets):
    """Return the set of characters in ``sheets`` that the fonts lack, which a PDF shows as 〓."""
    return lacking(words_of(sheets))


def digest(*sheets):
    """Return the SHA-256 of what the sheets say and of how they are laid out."""
    return hashlib.sha256(as_json(sheets).encode() + layout_bytes()).hexdigest()


@cache
def layout_bytes():
    return b"".join(path.read_bytes() for path in LAYOUT_FILES)


def as_json(sheets):
    """Return the sheets as JSON in which every text can be printed as it stands."""
    words = {"author": AUTHOR, "sheets": [as_words(each) for each in sheets]}
    return json.dumps(words, ensure_ascii=False)


def as_words(sheet):
    """Return the sheet as JSON values; words in another language become text and ``lang``."""
    day = sheet.as_of
    return _printable(asdict(sheet)) | {
        # Drawings, which are no words to print.
        "map_svg": sheet.map_svg,
        "as_of": {"year": day.year, "month": day.month, "day": day.day},
    }


def _printable(value):
    if isinstance(value, Phrase) and value.language:
        return {"text": printable(value), "lang": value.language}
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(item) for item in value]
    return value


@cache
def fonts():
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIRECTORY]
    )


def compile_pdf(words, density, as_of):
    """Return the PDF of the JSON text `words`; FactSheetError when Typst refuses it."""
    midnight = datetime.datetime.combine(as_of, datetime.time.min, tzinfo=datetime.UTC)
    try:
        return typst.compile(
            TEMPLATE,
            root=HERE,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"words": words, "density": str(density)},
            pdf_standards="ua-1",
            timestamp=midnight,
        )
    except typst.TypstError as error:
        raise FactSheetError(f"The fact sheet could not be set: {error.message}.") from error


def page_count(pdf):
    """Return the number of pages that Typst noted in the metadata of `pdf`.

    PDFium would count them too, but it must not run in two threads at once.
    """
    return int(re.findall(rb"<xmpTPg:NPages>(\d+)</", pdf)[-1])
