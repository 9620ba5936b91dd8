"""Dates on one line, each as wide as it is known: a year is a year long, a month a month."""

from typing import NamedTuple

from icma_portal.bilingual.partial_dates import PartialDate

# The band is so many units long.
LENGTH = 1000
# What is too short to be seen is drawn this long.
SHORTEST = 4
# How far an end that no source states is drawn, in years.
OPEN_YEARS = 3
STEP = 20


class Moment(NamedTuple):
    """A date or a period of a lane; an open one has no known end."""

    starts_on: PartialDate
    ends_on: PartialDate | None = None
    is_period: bool = False
    is_open: bool = False


class Mark(NamedTuple):
    """A part of the band, in units from its beginning."""

    x: float
    width: float
    kind: str
    """``moment``, ``period`` or ``open``."""


class TimeBand(NamedTuple):
    """The years at its scale, each with its place in units, and the marks of every lane."""

    years: tuple
    lanes: tuple


def time_band(lanes, last_year, step=STEP):
    """Return the TimeBand of lanes, given as (name, Moments), from the first date to ``last_year``.

    ``step``: how many years lie between those that the scale names. Lanes without a moment are
    left out; None where there is no moment at all.
    """
    dated = [(name, tuple(moments)) for name, moments in lanes]
    years = [each.starts_on.year for _name, moments in dated for each in moments]
    if not years:
        return None
    first = min(years) // 5 * 5
    unit = LENGTH / (last_year + 1 - first)
    drawn = tuple((name, _marks(moments, first, unit)) for name, moments in dated if moments)
    scale = range(-(-first // step) * step, last_year + 1, step)
    return TimeBand(tuple((year, round((year - first) * unit, 1)) for year in scale), drawn)


def _marks(moments, first, unit):
    marks = []
    for moment in sorted(moments, key=lambda each: not each.is_period):
        start, end = span(moment.starts_on)
        if moment.ends_on:
            end = span(moment.ends_on)[1]
        if moment.is_open:
            marks.append(_mark(start, end + OPEN_YEARS, first, unit, "open"))
        marks.append(_mark(start, end, first, unit, "period" if moment.is_period else "moment"))
    return tuple(marks)


def _mark(start, end, first, unit, kind):
    x = min((start - first) * unit, LENGTH - SHORTEST)
    width = min(max(SHORTEST, (end - start) * unit), LENGTH - x)
    return Mark(round(x, 1), round(width, 1), kind)


def span(date):
    """Return where a PartialDate begins and ends, in years: 2014-05 is 2014.333 to 2014.417."""
    if date.month is None:
        return float(date.year), date.year + 1.0
    start = date.year + (date.month - 1) / 12
    if date.day is None:
        return start, start + 1 / 12
    day = start + (date.day - 1) / 365
    return day, day + 1 / 365
