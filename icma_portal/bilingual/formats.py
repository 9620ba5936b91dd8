"""Numbers, dates, sizes and lists as each language prints them (CLDR, through Babel)."""

import datetime
import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from django.utils.translation import get_language

from .languages import CHINESE, CLDR_LOCALES, portal_language

# So many dates, as words, are kept: CLDR's patterns take longer than all else of a card.
MOST_KEPT = 4_000
TEN_THOUSAND = 10_000
KILOBYTE = 1000
UNITS = ("digital-kilobyte", "digital-megabyte", "digital-gigabyte")
# CLDR parts the ends by thin spaces; between bare numbers the house closes the dash.
CLOSED_DASH = re.compile(r"(?<=\d)\s*–\s*(?=\d+(?:,|$))")
SUFFIXES = {"one": "st", "two": "nd", "few": "rd", "other": "th"}
SKELETONS = ("y", "yMMMM", "yMMMMd")


def number(value, language):
    """Return the number with the language's grouping: 1,234,567.5 in both."""
    return format_decimal(value, locale=_locale(language))


def rounded_number(value, language):
    """Return a round figure as the language tells it: 11,000 in English, 1.1万 in Chinese."""
    myriads = Decimal(value) / TEN_THOUSAND
    if language == CHINESE and myriads >= 1 and myriads == myriads.quantize(Decimal("0.1")):
        return f"{number(myriads.normalize(), language)}万"
    return number(value, language)


def percent(value, language):
    """Return a share of 100 (78.1) as 78.1%, with two decimals at most."""
    return format_percent(Decimal(str(value)) / 100, "#,##0.##%", locale=_locale(language))


def ordinal(value, language):
    """Return the whole number as a rank: 3rd, 第3."""
    if portal_language(language) == CHINESE:
        return f"第{number(value, language)}"
    return f"{number(value, language)}{SUFFIXES[Locale('en').ordinal_form(value)]}"


def date(value, language):
    """Return a day in words: May 11, 2014, 2014年5月11日. A moment gives the day of its zone."""
    return format_date(value, format="long", locale=_locale(language))


@lru_cache(maxsize=MOST_KEPT)
def partial_date(date, language):
    """Return a PartialDate in words: May 2014, 2014年5月."""
    day = _first_day(date)
    if date.day:
        return format_date(day, format="long", locale=_locale(language))
    return format_skeleton(_skeleton(date), day, locale=_locale(language))


@lru_cache(maxsize=MOST_KEPT)
def period(start, end, language):
    """Return two PartialDates, either of which may be None, as one span.

    2011–2016 and 2011—2016年, May 11–15, 2014 and 2014年5月11日至15日. A span without an
    end gives its start alone: an end that is not known is not guessed.
    """
    if not start or not end or start == end:
        known = start or end
        return partial_date(known, language) if known else ""
    if _skeleton(start) != _skeleton(end):
        return _uneven_period(start, end, language)
    days = (_first_day(start), _first_day(end))
    span = format_interval(*days, _skeleton(start), locale=_locale(language))
    if portal_language(language) == CHINESE:
        # The national standard (GB/T 15834) joins years by a long dash.
        return span.replace("–", "—")
    return CLOSED_DASH.sub("–", _months_in_full(span, days).replace("\u2009", " "))


def _months_in_full(span, days):
    """CLDR has English intervals of days with abbreviated months only: write them out."""
    for day in days:
        short, full = (format_date(day, each, locale="en") for each in ("MMM", "MMMM"))
        span = re.sub(rf"\b{short}\b", full, span)
    return span


def _uneven_period(start, end, language):
    """Two ends of which one is known more precisely, each in full but for the same year."""
    head, tail = partial_date(start, language), partial_date(end, language)
    if portal_language(language) != CHINESE:
        return f"{head} – {tail}"
    if start.year == end.year:
        tail = tail.partition("年")[2] or tail
    return f"{head}至{tail}"


def file_size(size, language):
    """Return ``size`` in bytes as 420 kB, 1.5 MB or 2.1 GB, in the language's unit names."""
    amount, step = Decimal(max(size, 1)) / KILOBYTE, 0
    while amount >= KILOBYTE and step < len(UNITS) - 1:
        amount, step = amount / KILOBYTE, step + 1
    rounded = round(amount, 1) if step else max(round(amount), 1)
    return format_unit(rounded, UNITS[step], length="short", locale=_locale(language))


def listing(items, language, style="standard"):
    """Return the items as a list in words: A, B, and C; A、B和C. ``style="or"``: A, B, or C."""
    return format_list([str(item) for item in items], style, locale=_locale(language))


def bracketed(text, note, language=None):
    """Return the text with a note after it: text (note), 文本（注）. No note, no brackets.

    In the active language where none is given.
    """
    if not note:
        return str(text)
    return f"{text}（{note}）" if _is_chinese(language) else f"{text} ({note})"


def labeled(label, text, language=None):
    """Return a label before the text: label: text, 标签：文本."""
    return f"{label}：{text}" if _is_chinese(language) else f"{label}: {text}"


def _is_chinese(language):
    return portal_language(language or get_language()) == CHINESE


def _locale(language):
    return CLDR_LOCALES[portal_language(language)]


def _skeleton(date):
    return SKELETONS[bool(date.month) + bool(date.day)]


def _first_day(date):
    return datetime.date(date.year, date.month or 1, date.day or 1)
