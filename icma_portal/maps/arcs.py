"""The way between two places, as a line on the map."""

from functools import lru_cache
from math import acos, asin, atan2, ceil, cos, degrees, hypot, radians, sin

from .projection import MIDDLE, east_of, project

# One point of the line for so many degrees of the way.
STEP = 4
# Near the pole every flat map is torn apart: a way beyond this latitude is drawn as a bow.
POLAR = 75
# The height of a bow, as a share of its length.
BOW = 0.16
BOW_STEPS = 24
# So many ways are kept: one is drawn on the pages of its partnership, its cities and countries.
MOST_KEPT = 2_000


def great_circle(start, end):
    """Return points (longitude, latitude) in degrees on the shortest way, both ends included.

    ``start`` and ``end`` are (latitude, longitude), as places are written down.
    """
    first, last = _vector(*start), _vector(*end)
    angle = acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(first, last, strict=True)))))
    count = max(1, ceil(degrees(angle) / STEP))
    points = []
    for index in range(count + 1):
        share = index / count
        near, far = _shares(angle, share)
        x, y, z = (near * a + far * b for a, b in zip(first, last, strict=True))
        points.append((degrees(atan2(y, x)), degrees(asin(max(-1.0, min(1.0, z))))))
    return points


def _shares(angle, share):
    """Return how much of both ends lies in the point at ``share`` of the way."""
    if angle < radians(0.01) or angle > radians(179.99):
        return 1 - share, share
    return sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)


def _vector(latitude, longitude):
    latitude, longitude = radians(float(latitude)), radians(float(longitude))
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


@lru_cache(maxsize=MOST_KEPT)
def arc_path(start, end, middle=MIDDLE):
    """Return the SVG path data of the way between two (latitude, longitude).

    It is the great circle; one that meets the edge of the map leaves there and comes in again at
    the other edge, and one over the pole is drawn as a bow.
    """
    points = great_circle(start, end)
    if max(latitude for _longitude, latitude in points) > POLAR:
        return bow_path(start, end, middle)
    return "".join(_line_path(line) for line in _pieces(points, middle))


def bow_path(start, end, middle=MIDDLE):
    """Return the SVG path data of a bow, bent to the north, between two (latitude, longitude)."""
    (x1, y1), (x2, y2) = (project(east_of(middle, each[1]), each[0]) for each in (start, end))
    peak = (x1 + x2) / 2, (y1 + y2) / 2 - 2 * BOW * hypot(x2 - x1, y2 - y1)
    shares = [index / BOW_STEPS for index in range(BOW_STEPS + 1)]
    return _line_path(
        [
            (
                (1 - t) ** 2 * x1 + 2 * t * (1 - t) * peak[0] + t * t * x2,
                (1 - t) ** 2 * y1 + 2 * t * (1 - t) * peak[1] + t * t * y2,
            )
            for t in shares
        ]
    )


def _pieces(points, middle):
    """Yield the line as lists of (x, y), parted where it crosses the edge of the map."""
    line, before = [], None
    for longitude, latitude in points:
        here = (east_of(middle, longitude), latitude)
        if before is not None and abs(here[0] - before[0]) > 180:
            edge = 180 if before[0] > 0 else -180
            crossing = _latitude_at_edge(before, here, edge)
            yield [*line, project(edge, crossing)]
            line = [project(-edge, crossing)]
        line.append(project(*here))
        before = here
    yield line


def _latitude_at_edge(before, after, edge):
    """Return the latitude at which a step over the edge of the map crosses it."""
    (east, latitude), (next_east, next_latitude) = before, after
    unrolled = next_east + (360 if edge > 0 else -360)
    return latitude + (next_latitude - latitude) * (edge - east) / (unrolled - east)


def _line_path(points):
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
