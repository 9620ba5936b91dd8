"""Numbers, dates and sizes as each language prints them (CLDR, through Babel)."""

import datetime
from decimal import Decimal

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from .languages import CHINESE, CLDR_LOCALES, portal_language

TEN_THOUSAND = 10_000
KILOBYTE = 1000
# An ISO month or day has these many characters.
MONTH_LENGTH, DAY_LENGTH = 7, 10


def number(value, language):
    """Return the number with the language's grouping: 1,234,567.5 in both."""
    return format_decimal(value, locale=CLDR_LOCALES[portal_language(language)])


def rounded_number(value, language):
    """Return a round figure as the language tells it: 11,000 in English, 1.1万 in Chinese."""
    myriads = Decimal(value) / TEN_THOUSAND
    if language == CHINESE and myriads >= 1 and myriads == myriads.quantize(Decimal("0.1")):
        return f"{number(myriads.normalize(), language)}万"
    return number(value, language)


def partial_date(date, language):
    """Return a PartialDate in words: May 2014, 2014年5月."""
    locale = CLDR_LOCALES[portal_language(language)]
    day = datetime.date(date.year, date.month or 1, date.day or 1)
    if date.day:
        return format_date(day, format="long", locale=locale)
    skeleton = "yMMMM" if date.month else "y"
    return format_skeleton(skeleton, day, locale=locale)


def period(start, end, language):
    """Return two PartialDates, either of which may be None, as one span.

    2011–2016 and 2011—2016年, May 11–15, 2014 and 2014年5月11日至15日. A span without an
    end gives its start alone: an end that is not known is not guessed.
    """
    if not start or not end or start == end:
        known = start or end
        return partial_date(known, language) if known else ""
    if language == CHINESE:
        return _chinese_period(start, end)
    return _english_period(start, end)


def _english_period(start, end):
    if not start.month and not end.month:
        return f"{start}–{end}"
    if start.day and end.day and start[:MONTH_LENGTH] == end[:MONTH_LENGTH]:
        month = partial_date(start, "en").split(" ")[0]
        return f"{month} {start.day}–{end.day}, {start.year}"
    return f"{partial_date(start, 'en')} – {partial_date(end, 'en')}"


def _chinese_period(start, end):
    if not start.month and not end.month:
        return f"{start}—{end}年"
    tail = partial_date(end, CHINESE)
    if start.year == end.year:
        tail = tail.partition("年")[2] or tail
    if start.day and end.day and start[:MONTH_LENGTH] == end[:MONTH_LENGTH]:
        tail = f"{end.day}日"
    return f"{partial_date(start, CHINESE)}至{tail}"


def file_size(size, language):
    """Return ``size`` in bytes as 420 kB or 1.5 MB, in the language's own unit names."""
    unit, amount = "digital-kilobyte", max(size / KILOBYTE, 1)
    if amount >= KILOBYTE:
        unit, amount = "digital-megabyte", amount / KILOBYTE
    rounded = round(amount, 1 if unit == "digital-megabyte" else 0)
    return format_unit(
        rounded, unit, length="short", locale=CLDR_LOCALES[portal_language(language)]
    )


def listing(items, language):
    """Return the items as a list in words: A, B, and C; A、B和C."""
    return format_list(list(items), locale=CLDR_LOCALES[portal_language(language)])
