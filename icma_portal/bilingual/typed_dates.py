"""Dates as people type them, in either language whatever the language of the form.

2024-3-5, 2024/3/5, 2024.3.5, 2024年3月5日, 2024年3月5号, the same in full-width digits or in
Chinese numerals (二〇二四年三月五日), and in English words: March 5, 2024, 5 March 2024, Mar. 2024.
"""

import datetime
import re
import unicodedata

from babel.dates import get_month_names
from django import forms

from .numerals import NUMERALS, chinese_number

COUNT = rf"\d{{1,2}}|[{NUMERALS}]{{1,3}}"
CHINESE = re.compile(
    rf"(\d{{4}}|[{NUMERALS}]{{4}})\s*年\s*(?:({COUNT})\s*月\s*(?:({COUNT})\s*[日号]?)?)?",
    re.ASCII,
)
PLAIN = re.compile(r"(\d{4})(?:\s*([-/.])\s*(\d{1,2})(?:\s*\2\s*(\d{1,2}))?)?", re.ASCII)
AMERICAN = re.compile(r"([a-z]+)\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+)?(\d{4})", re.ASCII)
BRITISH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?,?\s+(\d{4})", re.ASCII)
MONTHS = {
    name.casefold(): str(month)
    for width in ("wide", "abbreviated")
    for month, name in get_month_names(width, locale="en").items()
} | {"sept": "9"}


def typed_parts(text):
    """Return year, month and day as texts of digits; None for a part that is not given.

    Raises ValueError for what is not spelled like a date; whether the calendar has it is
    not looked at.
    """
    typed = unicodedata.normalize("NFKC", str(text)).strip().casefold()
    if match := PLAIN.fullmatch(typed):
        return match.group(1, 3, 4)
    if match := CHINESE.fullmatch(typed):
        return tuple(_digits(part) for part in match.groups())
    if match := AMERICAN.fullmatch(typed):
        return match[3], _month(match[1]), match[2]
    if match := BRITISH.fullmatch(typed):
        return match[3], _month(match[2]), match[1]
    raise ValueError(f"not a date: {typed!r}")


def normalized_date(value):
    """Return a typed day as ISO text; any other value as it is, for Django to judge."""
    if not isinstance(value, str):
        return value
    try:
        parts = [int(part) for part in typed_parts(value)]
        return datetime.date(*parts).isoformat()
    except (TypeError, ValueError):
        return value


class DateFormField(forms.DateField):
    """Takes a day in every spelling of this module, besides those of the language."""

    def to_python(self, value):
        return super().to_python(normalized_date(value))


class SplitDateTimeFormField(forms.SplitDateTimeField):
    """A moment in two inputs, as in the admin, the day in every spelling of this module."""

    def clean(self, value):
        if isinstance(value, list | tuple) and value:
            value = [normalized_date(value[0]), *map(_plain, value[1:])]
        return super().clean(value)


def _plain(value):
    return unicodedata.normalize("NFKC", value) if isinstance(value, str) else value


def _digits(part):
    if part is None or part.isdecimal():
        return part
    return str(chinese_number(part))


def _month(name):
    if name not in MONTHS:
        raise ValueError(f"not a month: {name!r}")
    return MONTHS[name]
