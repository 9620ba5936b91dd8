"""The outline of the land, without any border.

The data (land.json) are Natural Earth’s, in the public domain, by way of the package world-atlas;
tools/make_land.py made them.
"""

import json
from functools import cache
from pathlib import Path

from .projection import project

FILE = Path(__file__).resolve().parent / "land.json"


@cache
def rings():
    """Return the rings of the land as tuples of (x, y) in units of the map."""
    stored = json.loads(FILE.read_text("ascii"))["rings"]
    return tuple(tuple(project(x / 10, y / 10) for x, y in ring) for ring in stored)


@cache
def path(left, top, right, bottom):
    """Return SVG path data, in whole units and relative steps, of the land that touches a frame."""
    touching = [ring for ring in rings() if _touches(ring, left, top, right, bottom)]
    digits = 0 if right - left > 500 else 1
    return "".join(_ring_path(ring, digits) for ring in touching)


def _touches(ring, left, top, right, bottom):
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return max(xs) >= left and min(xs) <= right and max(ys) >= top and min(ys) <= bottom


def _ring_path(ring, digits):
    """Return the path of one ring; a step that the rounding swallows is left out."""
    factor = 10**digits
    points = [(round(x * factor), round(y * factor)) for x, y in ring]
    (x, y), steps = points[0], []
    start = f"M{_number(x, factor)} {_number(y, factor)}l"
    for next_x, next_y in points[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{_number(next_x - x, factor)} {_number(next_y - y, factor)}")
            x, y = next_x, next_y
    return start + " ".join(steps).replace(" -", "-") + "z" if len(steps) > 1 else ""


def _number(value, factor):
    return f"{value / factor:g}" if factor > 1 else str(value)
