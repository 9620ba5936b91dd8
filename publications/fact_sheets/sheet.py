"""A fact sheet as plain data, and how it is made shorter. Knows neither Django nor Typst."""

import datetime
from dataclasses import asdict, dataclass, replace
from math import ceil

LANGUAGES = ("en", "zh-hans")
# The most statements of one section: what is longer is read on the page.
LONGEST_SECTION = 8
# In the column of the facts on A4.
CHARACTERS_IN_A_LINE = {"en": 72, "zh-hans": 36}
TAGS = {"en": "en", "zh-hans": "zh-Hans"}


class FactSheetError(ValueError):
    """The sheet cannot be set; the message is a sentence that says why."""


class Phrase(str):
    """Words of a record; ``language`` names theirs where it is not that of the sheet."""

    language = ""

    @classmethod
    def of(cls, text, language=""):
        phrase = cls(text)
        phrase.language = language
        return phrase

    @property
    def tag(self):
        """The language for an attribute ``lang``, "" where it is that of the sheet."""
        return TAGS.get(self.language, "")


@dataclass(frozen=True)
class Member:
    """Who takes part; ``role`` is empty when unknown, ``shares`` whether it gives experience."""

    name: str
    place: str
    role: str = ""
    shares: bool = False


@dataclass(frozen=True)
class Statement:
    """A fact with the numbers of its sources, counted from 1 in `FactSheet.sources`.

    ``lead`` stands in front of it: a date, a name or a kind; ``note`` follows in small print.
    """

    text: str
    sources: tuple[int, ...] = ()
    lead: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Figure:
    """A number as it is told to the public, and what it counts."""

    value: str
    label: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class FactSheet:
    """What one fact sheet says, in one language.

    `details` holds pairs of label and value, `sources` pairs of title and URL (or ""). `labels`
    holds the words of the page in its language (``compose.labels``). `map_svg` is a picture of
    where it happens, or "", and `map_label` says so to those who do not see it. `address` is that
    of the record's page, `code` the path of its QR code with `code_size` modules a side. What is
    left out for want of room makes `is_shortened`.
    """

    language: str
    title: str
    kicker: str
    opening: str
    details: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    sections: tuple[Section, ...]
    sources: tuple[tuple[str, str], ...]
    address: str
    as_of: datetime.date
    labels: dict[str, str]
    figures: tuple[Figure, ...] = ()
    map_svg: str = ""
    map_label: str = ""
    code: str = ""
    code_size: int = 0
    is_shortened: bool = False

    @property
    def tag(self):
        """The language for an attribute ``lang``."""
        return TAGS[self.language]


def check(sheet):
    """Raise FactSheetError for what Typst would refuse with a less helpful word."""
    if sheet.language not in LANGUAGES:
        raise FactSheetError(
            f"A fact sheet is in {' or '.join(LANGUAGES)}, not in {sheet.language!r}."
        )
    if not sheet.title.strip("\x00 "):
        raise FactSheetError("A fact sheet needs a title.")
    count = len(sheet.sources)
    for cited in (*sheet.figures, *statements_of(sheet)):
        for number in cited.sources:
            if not 1 <= number <= count:
                raise FactSheetError(
                    f"A fact cites source {number}, but the sheet has {count} sources."
                )


def statements_of(sheet):
    """Return all statements of all sections, in their order."""
    return [each for section in sheet.sections for each in section.statements]


def strings_in(value):
    """Yield every text in nested dicts and sequences."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings_in(item)


def words_of(sheets):
    """Return every text that some sheets print; not the drawings."""
    plain_sheets = [asdict(replace(each, map_svg="", code="")) for each in sheets]
    return list(strings_in(plain_sheets))


def longest(sheet):
    """Return how many statements the longest section has."""
    return max((len(each.statements) for each in sheet.sections), default=0)


def shortened(sheet, limit):
    """Return the sheet with at most ``limit`` statements in each section.

    Sources that nothing cites any longer go too, if a statement that goes cited them.
    """
    if longest(sheet) <= limit:
        return sheet
    kept = tuple(replace(each, statements=each.statements[:limit]) for each in sheet.sections)
    gone = {n for each in sheet.sections for fact in each.statements[limit:] for n in fact.sources}
    cut = replace(sheet, sections=kept, is_shortened=True)
    still = {number for each in (*cut.figures, *statements_of(cut)) for number in each.sources}
    return _with_sources(cut, [n for n in _numbers(sheet) if n in still or n not in gone])


def _numbers(sheet):
    return range(1, len(sheet.sources) + 1)


def _with_sources(sheet, numbers):
    """Return the sheet with only the sources of these numbers, counted anew."""
    new = {old: position for position, old in enumerate(numbers, start=1)}

    def renumbered(each):
        return replace(each, sources=tuple(new[number] for number in each.sources))

    sections = tuple(
        replace(each, statements=tuple(map(renumbered, each.statements))) for each in sheet.sections
    )
    return replace(
        sheet,
        sections=sections,
        figures=tuple(map(renumbered, sheet.figures)),
        sources=tuple(sheet.sources[number - 1] for number in numbers),
    )


def fitted(sheets, lines):
    """Return the sheets, shortened alike, so that each needs about ``lines`` printed lines.

    An estimate, for pages that a browser sets; the PDF is measured.
    """
    limit = max(map(longest, sheets))
    wide = 1 if len(sheets) == 1 else 0.6
    while limit > 1 and max(_lines(shortened(each, limit), wide) for each in sheets) > lines:
        limit -= 1
    return tuple(shortened(each, limit) for each in sheets)


def _lines(sheet, wide):
    """Return about how many lines a sheet needs in a column of this share of the page."""
    letters = CHARACTERS_IN_A_LINE[sheet.language] * wide
    facts = statements_of(sheet)
    told = sum(ceil(len(each.lead + each.text) / letters) + bool(each.note) for each in facts)
    card = 18 if sheet.map_svg else 6 if sheet.members else 0
    foot = sum(1 + (len(title + url) > 90) for title, url in sheet.sources) * 0.8 + 6
    head = 4 + ceil(len(sheet.opening) / letters) + 4 * bool(sheet.figures)
    beside = len(sheet.details) if wide < 1 else 0
    return head + card + told * 1.25 + 2.5 * len(sheet.sections) + beside + foot
