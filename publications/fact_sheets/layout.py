"""Set a fact sheet as an accessible PDF (PDF/UA-1, A4) from plain data, without Django.

The words go to Typst as JSON, never as source, so that no text can act as markup.
"""

import datetime
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst

AUTHOR = "International City/County Management Association (ICMA)"
LANGUAGES = ("en", "zh-hans")
GETA = "〓"  # the printers' sign for a character that the type case lacks

HERE = Path(__file__).resolve().parent
FONT_DIRECTORY = HERE / "fonts"
TEMPLATE = HERE / "template.typ"

# The type sizes to try, each with the number of pages that ends the search: a few lines on a second
# page are drawn back to the first, but only a third page is reason for the smallest type.
DENSITIES = ((1.0, 1), (0.92, 2), (0.85, 2))


class FactSheetError(ValueError):
    """The sheet cannot be set; the message is a sentence that says why."""


@dataclass(frozen=True)
class Member:
    """A city of the partnership; `role` is empty when unknown."""

    name: str
    place: str
    role: str = ""


@dataclass(frozen=True)
class Statement:
    """A fact with the numbers of its sources, counted from 1 in `FactSheet.sources`."""

    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class FactSheet:
    """What one fact sheet says, in one language.

    `details` holds pairs of label and value, `sources` pairs of title and URL (or ""). `labels`
    holds the words of the page in its language: members, facts, details, related, sources,
    address, as_of, publisher_note. `map_svg` is a picture of where the members are, or "", and
    `map_label` says so to those who do not see it.
    """

    language: str
    title: str
    kicker: str
    summary: str
    details: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    statements: tuple[Statement, ...]
    related: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    address: str
    as_of: datetime.date
    labels: dict[str, str]
    map_svg: str = ""
    map_label: str = ""


def render_pdf(sheet):
    """Return the bytes of the PDF; equal sheets give equal bytes.

    A character that the fonts lack is printed as 〓. Raises FactSheetError when the sheet cannot be
    set.
    """
    check(sheet)
    words = json.dumps(as_words(sheet), ensure_ascii=False)
    best, fewest = b"", None
    for density, enough in DENSITIES:
        pdf = compile_pdf(words, density, sheet.as_of)
        pages = page_count(pdf)
        if fewest is None or pages < fewest:
            best, fewest = pdf, pages
        if fewest <= enough:
            break
    return best


def missing_characters(sheet):
    """Return the set of characters in `sheet` that the fonts lack, which a PDF shows as 〓."""
    return {
        char
        for text in strings_in(asdict(sheet))
        for char in plain(text)
        if ord(char) not in covered()
    }


def check(sheet):
    """Raise FactSheetError for what Typst would refuse with a less helpful word."""
    if sheet.language not in LANGUAGES:
        raise FactSheetError(
            f"A fact sheet is in {' or '.join(LANGUAGES)}, not in {sheet.language!r}."
        )
    if not plain(sheet.title):
        raise FactSheetError("A fact sheet needs a title.")
    for number, statement in enumerate(sheet.statements, start=1):
        for source in statement.sources:
            if not 1 <= source <= len(sheet.sources):
                count = len(sheet.sources)
                raise FactSheetError(
                    f"Fact {number} cites source {source}, but the sheet has {count} sources."
                )


def as_words(sheet):
    """Return the sheet as JSON values in which every text can be printed as it stands."""
    day = sheet.as_of
    return printable(asdict(sheet)) | {
        "author": AUTHOR,
        "as_of": {"year": day.year, "month": day.month, "day": day.day},
    }


def printable(value):
    """Return `value`, of nested dicts and sequences, with every string in it made printable."""
    if isinstance(value, str):
        return "".join(char if ord(char) in covered() else GETA for char in plain(value))
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(item) for item in value]
    return value


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings_in(item)


def plain(text):
    """Return `text` composed (NFC), on one line, without control characters and invisible signs."""
    return " ".join(
        "".join(char for char in unicodedata.normalize("NFC", text) if is_visible(char)).split()
    )


def is_visible(char):
    if char.isspace():
        return True
    is_variation_selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return unicodedata.category(char) not in ("Cc", "Cf") and not is_variation_selector


@cache
def covered():
    """Return the code points that both weights of the fonts can print."""
    lines = (FONT_DIRECTORY / "characters.txt").read_text("ascii").split()
    bounds = ([int(bound, 16) for bound in line.split("-")] for line in lines)
    return frozenset(point for first, last in bounds for point in range(first, last + 1))


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
            sys_inputs={"sheet": words, "density": str(density)},
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
