"""A map as plain data, ready for the template ``components/map.html`` or for a printed page.

Places are dots, links between them are arcs. The map shows no border and asks no other host.
"""

from dataclasses import dataclass
from html import escape
from math import hypot
from typing import NamedTuple

from . import land
from .arcs import arc_path
from .projection import HEIGHT, WIDTH, east_of_middle, project

# How far from the dots a close-up reaches, and its smallest width, in units of the map.
MARGIN = 40
SMALLEST = 190
# Dots nearer to each other than this are drawn as a crowd in a close-up.
CROWDED = 72
RATIO = HEIGHT / WIDTH
# A place on the one side of its links, on the other, or here on one and there on the other.
SIDES = ("one", "other", "both")


class Place(NamedTuple):
    """A dot: where it is, what it is called, where it leads, and on which side of links it stands.

    ``side`` is one of SIDES.
    """

    latitude: float
    longitude: float
    label: str
    address: str
    side: str = "one"


class Link(NamedTuple):
    """An arc between places, given as (latitude, longitude); its name and where it leads."""

    ends: tuple
    label: str
    address: str


class Dot(NamedTuple):
    x: float
    y: float
    label: str
    address: str
    side: str
    is_left: bool
    """Whether the label stands on the left of the dot, for on its right there is no room."""


class Arc(NamedTuple):
    paths: tuple
    label: str
    address: str


class Frame(NamedTuple):
    """A part of the map, in units."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self):
        return self.right - self.left

    @property
    def view_box(self):
        return f"{self.left:g} {self.top:g} {self.width:g} {self.bottom - self.top:g}"

    def holds(self, x, y):
        return self.left <= x <= self.right and self.top <= y <= self.bottom


WORLD = Frame(0, 0, WIDTH, round(HEIGHT))


@dataclass(frozen=True)
class Map:
    """One picture. ``close_up`` is a Map of where the dots crowd, or None."""

    frame: Frame
    dots: tuple
    arcs: tuple
    close_up: "Map | None" = None

    @property
    def land(self):
        return land.path(*self.frame)

    @property
    def has_both(self):
        return any(dot.side == "both" for dot in self.dots)

    @property
    def type_size(self):
        """The size of the labels in units, so that they look alike in every frame."""
        return round(self.frame.width * 0.0145, 2)


def world_map(places, links=()):
    """Return the Map of the whole world, with a close-up where the dots crowd.

    ``places`` are Places, ``links`` are Links; whatever they name must have both coordinates.
    """
    crowd = largest_crowd(places)
    close_up = _drawn(frame_around(crowd), places, links) if len(crowd) > 1 else None
    return _drawn(WORLD, places, links, close_up)


def near_map(places, links=()):
    """Return the Map of the part of the world around the places; None without places."""
    return _drawn(frame_around(places), places, links) if places else None


def frame_around(places):
    """Return the Frame that holds the places, in the proportions of the whole map."""
    points = [_point(each) for each in places]
    left, right = min(x for x, _y in points) - MARGIN, max(x for x, _y in points) + MARGIN
    top, bottom = min(y for _x, y in points) - MARGIN, max(y for _x, y in points) + MARGIN
    width = min(WORLD.width, max(SMALLEST, right - left, (bottom - top) / RATIO))
    if width > WIDTH * 0.8:
        return WORLD
    height = width * RATIO
    left = _kept((left + right - width) / 2, 0, WORLD.right - width)
    top = _kept((top + bottom - height) / 2, 0, max(0, WORLD.bottom - height))
    return Frame(round(left), round(top), round(left + width), round(top + height))


def largest_crowd(places):
    """Return the places of the largest group in which each is near another."""
    rest, crowds = list(places), []
    while rest:
        crowd, edge = [], [rest.pop()]
        while edge:
            here = edge.pop()
            crowd.append(here)
            near = [each for each in rest if _distance(here, each) < CROWDED]
            rest = [each for each in rest if each not in near]
            edge += near
        crowds.append(crowd)
    return max(crowds, key=len, default=[])


def _drawn(frame, places, links, close_up=None):
    points = [(each, *_point(each)) for each in places]
    dots = tuple(
        Dot(round(x, 1), round(y, 1), *each[2:], is_left=x > frame.left + 0.8 * frame.width)
        for each, x, y in points
        if frame.holds(x, y)
    )
    arcs = tuple(Arc(_paths(link), link.label, link.address) for link in links)
    return Map(frame, dots, arcs, close_up)


def _paths(link):
    return tuple(arc_path(link.ends[0], end) for end in link.ends[1:])


def _point(place):
    return project(east_of_middle(place.longitude), place.latitude)


def _distance(one, other):
    (x1, y1), (x2, y2) = _point(one), _point(other)
    return hypot(x2 - x1, y2 - y1)


def _kept(value, lowest, highest):
    return max(lowest, min(highest, value))


def as_svg(drawn, colors):
    """Return a Map as an SVG document of its own, without links, for a printed page.

    ``colors`` gives the colors of ``land``, ``line``, ``one`` and ``other``.
    """
    unit = drawn.frame.width / 400
    lines = "".join(
        f'<path d="{path}" fill="none" stroke="{escape(colors["line"])}" stroke-width="{unit:g}"/>'
        for arc in drawn.arcs
        for path in arc.paths
    )
    dots = "".join(
        f'<circle cx="{dot.x}" cy="{dot.y}" r="{3 * unit:g}"'
        f' fill="{escape(colors["one" if dot.side == "one" else "other"])}"/>'
        for dot in drawn.dots
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawn.frame.view_box}">'
        f'<path d="{drawn.land}" fill="{escape(colors["land"])}"/>{lines}{dots}</svg>'
    )
