"""A map as plain data, ready for the template ``components/map.html`` or for a printed page.

Places are dots, links between them are arcs. The map shows no border and asks no other host.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import hypot
from typing import NamedTuple

from . import land
from .arcs import arc_path
from .projection import HEIGHT, MIDDLE, WIDTH, east_of, project

# How far from the dots a close-up reaches, and its smallest width, in units of the map.
MARGIN = 40
SMALLEST = 190
# Dots nearer to each other than this are drawn as a crowd in a close-up.
CROWDED = 72
# The size of a label, as a share of the width.
LABEL_SIZE = 0.0145
# That of a label on a printed page, where maps are small.
PRINTED_LABEL_SIZE = 0.026
# In narrow maps the style sheet makes the labels larger, up to about so many times.
LARGEST_LABEL = 2.2
# Where a label may stand, the best first: left of its dot or right, and how many lines below.
SLOTS = tuple((is_left, line) for line in (0, 1, -1, 2) for is_left in (False, True))
RATIO = HEIGHT / WIDTH
# The usual middle first: among frames of the same width it is taken.
MIDDLES = (MIDDLE, *(each for each in range(-180, 180, 30) if each != MIDDLE))
# A place on the one side of its links, on the other, or here on one and there on the other.
SIDES = ("one", "other", "both")
# So many frames are kept: thirteen meridians are tried for each.
MOST_KEPT = 2_000


class Place(NamedTuple):
    """A dot: where it is, what it is called, where it leads, and on which side of links it stands.

    ``side`` is one of SIDES; ``lang`` the caption's language, where it is not the page's.
    """

    latitude: float
    longitude: float
    caption: str
    address: str
    side: str = "one"
    lang: str = ""


class Link(NamedTuple):
    """An arc between places, given as (latitude, longitude); its name and where it leads."""

    ends: tuple
    caption: str
    address: str
    lang: str = ""


class Dot(NamedTuple):
    x: float
    y: float
    caption: str
    address: str
    side: str
    lang: str
    is_left: bool
    """Whether the label stands on the left of the dot, for on its right there is no room."""
    line: int
    """On which line the label stands: 0 beside the dot, 1 or more below, -1 above."""

    @property
    def caption_y(self):
        return f"{0.35 + 1.25 * self.line:.2f}em"


class Arc(NamedTuple):
    paths: tuple
    caption: str
    address: str
    lang: str


class Frame(NamedTuple):
    """A part of the map, in units, and the meridian in the middle of the whole."""

    left: float
    top: float
    right: float
    bottom: float
    middle: int = MIDDLE

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
        return round(self.frame.width * LABEL_SIZE, 2)


def world_map(places, links=()):
    """Return the Map of the whole world, with a close-up where the dots crowd.

    ``places`` are Places, ``links`` are Links; whatever they name must have both coordinates.
    """
    crowd = largest_crowd(places)
    # The lines of the close-up are those of the large map: one link for each will do.
    unlinked = [link._replace(address="") for link in links]
    close_up = _drawn(frame_around(crowd, [MIDDLE]), places, unlinked) if len(crowd) > 1 else None
    return _drawn(WORLD, places, links, close_up)


def near_map(places, links=()):
    """Return the Map of the part of the world around the places; None without places."""
    return _drawn(frame_around(places), places, links) if places else None


def frame_around(places, middles=MIDDLES):
    """Return the smallest Frame that holds the places, in the proportions of the whole map.

    ``middles`` are the meridians to try for the middle: one that tears no pair apart wins.
    """
    return _frame_around(tuple((each.latitude, each.longitude) for each in places), tuple(middles))


@lru_cache(maxsize=MOST_KEPT)
def _frame_around(spots, middles):
    return min((_frame(spots, middle) for middle in middles), key=lambda each: each.width)


def _frame(spots, middle):
    points = [project(east_of(middle, longitude), latitude) for latitude, longitude in spots]
    left, right = min(x for x, _y in points) - MARGIN, max(x for x, _y in points) + MARGIN
    top, bottom = min(y for _x, y in points) - MARGIN, max(y for _x, y in points) + MARGIN
    width = min(WORLD.width, max(SMALLEST, right - left, (bottom - top) / RATIO))
    height = width * RATIO
    left = _kept((left + right - width) / 2, 0, WORLD.right - width)
    top = _kept((top + bottom - height) / 2, 0, max(0, WORLD.bottom - height))
    return Frame(round(left), round(top), round(left + width), round(top + height), middle)


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
    arcs = tuple(Arc(_paths(link, frame.middle), *link[1:]) for link in links)
    return Map(frame, tuple(_dots(frame, places)), arcs, close_up)


def _dots(frame, places):
    """Return the Dots in the frame, each with its label where it covers no other."""
    em = frame.width * LABEL_SIZE * LARGEST_LABEL
    points = [(place, *_point(place, frame.middle)) for place in places]
    inside = [each for each in points if frame.holds(*each[1:])]
    taken = [(x - em / 2, y - em / 2, x + em / 2, y + em / 2) for _place, x, y in inside]
    dots = []
    for place, x, y in inside:
        is_left, line = _free_slot(place.caption, x, y, em, frame, taken)
        taken.append(_label_box(place.caption, x, y, em, is_left, line))
        dots.append(Dot(round(x, 1), round(y, 1), *place[2:], is_left=is_left, line=line))
    return dots


def _free_slot(label, x, y, em, frame, taken):
    """Return (is_left, line) of the first place for a label that nothing has taken."""
    for is_left, line in SLOTS:
        box = _label_box(label, x, y, em, is_left, line)
        is_inside = frame.left <= box[0] and box[2] <= frame.right and box[3] <= frame.bottom
        if is_inside and not any(_overlap(box, other) for other in taken):
            return is_left, line
    return x > (frame.left + frame.right) / 2, 0


def _label_box(label, x, y, em, is_left, line):
    width = em * sum(0.6 if char < "\u2e80" else 1.0 for char in label)
    start = x - 0.8 * em - width if is_left else x + 0.8 * em
    middle = y + 1.25 * em * line
    return start, middle - 0.6 * em, start + width, middle + 0.6 * em


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _paths(link, middle):
    return tuple(arc_path(link.ends[0], end, middle) for end in link.ends[1:])


def _point(place, middle=MIDDLE):
    return project(east_of(middle, place.longitude), place.latitude)


def _distance(one, other):
    (x1, y1), (x2, y2) = _point(one), _point(other)
    return hypot(x2 - x1, y2 - y1)


def _kept(value, lowest, highest):
    return max(lowest, min(highest, value))


def as_svg(drawn, colors, fonts=""):
    """Return a Map as an SVG document of its own, without links, for a printed page.

    ``colors`` gives the colors of ``land``, ``line``, ``one``, ``other`` and ``text``. The dots
    have their names where ``fonts`` says in which families.
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
    names = "".join(_printed_names(drawn, colors, fonts)) if fonts else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawn.frame.view_box}">'
        f'<path d="{drawn.land}" fill="{escape(colors["land"])}"/>{lines}{dots}{names}</svg>'
    )


def _printed_names(drawn, colors, fonts):
    """Yield the names as SVG text, with a rim of paper so that no line runs through them.

    Where dots crowd, a name that would cover another is left out: the page lists them all.
    """
    size = drawn.frame.width * PRINTED_LABEL_SIZE
    taken = []
    for dot in drawn.dots:
        box = _label_box(dot.caption, dot.x, dot.y, size, dot.is_left, dot.line)
        if any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        start = f"{dot.x + (-0.6 if dot.is_left else 0.6) * size:.1f}"
        text = (
            f'x="{start}" y="{dot.y + (0.35 + 1.25 * dot.line) * size:.1f}"'
            f' font-size="{size:.2f}" text-anchor="{"end" if dot.is_left else "start"}"'
            f' font-family="{escape(fonts)}"'
        )
        rim = f'stroke="#fff" stroke-opacity="0.8" stroke-width="{size / 4:.2f}" fill="none"'
        name = escape(dot.caption)
        yield f"<text {text} {rim}>{name}</text>"
        yield f'<text {text} fill="{escape(colors["text"])}">{name}</text>'
