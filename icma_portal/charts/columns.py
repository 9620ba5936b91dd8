"""Numbers over time as columns, the highest as high as there is room."""

from typing import NamedTuple

WIDTH, HEIGHT = 900, 120
GAP = 0.2


class Column(NamedTuple):
    """A number with its label, and where its column stands in a box of WIDTH by HEIGHT."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


class ColumnChart(NamedTuple):
    caption: str
    columns: tuple
    most: int
    total: int


def column_chart(caption, rows):
    """Return the ColumnChart of rows, given as (label, count), in their order."""
    rows = list(rows)
    most = max((count for _label, count in rows), default=0)
    step = WIDTH / max(len(rows), 1)
    columns = []
    for place, (label, count) in enumerate(rows):
        height = round(count * HEIGHT / most, 1) if most else 0
        x = round((place + GAP / 2) * step, 1)
        width = round((1 - GAP) * step, 1)
        columns.append(Column(label, count, x, HEIGHT - height, width, height))
    return ColumnChart(caption, tuple(columns), most, sum(count for _label, count in rows))
