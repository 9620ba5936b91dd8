"""Counts as bars, the longest as wide as there is room."""

from typing import NamedTuple

LENGTH = 100


class Bar(NamedTuple):
    """A row of a chart: what is counted, how many, where they are listed, and how long it is drawn.

    ``width`` is in units, of which the longest bar has LENGTH.
    """

    label: str
    count: int
    address: str
    width: float


class BarChart(NamedTuple):
    caption: str
    bars: tuple


def bar_chart(caption, rows):
    """Return the BarChart of rows, given as (label, count, address), in their order."""
    rows = [row for row in rows if row[1]]
    most = max((count for _label, count, _address in rows), default=0)
    bars = (Bar(*row, width=round(row[1] * LENGTH / most, 1)) for row in rows)
    return BarChart(caption, tuple(bars))
