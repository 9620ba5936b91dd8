"""The outline of the land, without any border.

The data (land.json) are Natural Earth’s, in the public domain, by way of the package world-atlas;
tools/make_land.py made them.
"""

import json
from functools import cache
from pathlib import Path

from .projection import east_of, project

FILE = Path(__file__).resolve().parent / "land.json"
EDGE = 180
EDGE_STEP = 3


@cache
def rings(middle):
    """Return the rings of the land as tuples of (x, y) in units, cut at the edges of the map."""
    stored = json.loads(FILE.read_text("ascii"))
    whole = ([(east_of(middle, x / 10), y / 10) for x, y in ring] for ring in stored)
    cut = (piece for ring in whole for piece in pieces(ring))
    return tuple(tuple(project(*point) for point in piece) for piece in cut)


def pieces(ring):
    """Yield the parts of a ring of (east, latitude), each on one side of the map's edge."""
    unrolled = _unrolled(ring)
    for turn in (-360, 0, 360):
        moved = [(east + turn, latitude) for east, latitude in unrolled]
        piece = _clipped(_clipped(moved, EDGE, 1), -EDGE, -1)
        if len(piece) > 2:
            yield list(_along_the_edge(piece))


def _along_the_edge(ring):
    """Yield the ring with more points where it follows the edge, which is curved on the map."""
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        yield x1, y1
        if abs(x1) == EDGE and x1 == x2:
            count = int(abs(y2 - y1) / EDGE_STEP)
            for index in range(1, count + 1):
                yield x1, y1 + (y2 - y1) * index / (count + 1)


def _unrolled(ring):
    """Return the ring without a jump from one edge to the other."""
    points = [ring[0]]
    for east, latitude in ring[1:]:
        before = points[-1][0]
        points.append((before + (east - before + 180) % 360 - 180, latitude))
    return points


def _clipped(ring, limit, sign):
    """Return the part of the ring where sign * x <= sign * limit (Sutherland and Hodgman)."""
    kept = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if sign * x1 <= sign * limit:
            kept.append((x1, y1))
        if (sign * x1 <= sign * limit) != (sign * x2 <= sign * limit):
            kept.append((limit, y1 + (y2 - y1) * (limit - x1) / (x2 - x1)))
    return kept


@cache
def path(left, top, right, bottom, middle):
    """Return SVG path data, in relative steps, of the land that touches a frame."""
    touching = [ring for ring in rings(middle) if _touches(ring, left, top, right, bottom)]
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
