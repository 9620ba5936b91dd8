"""The map: true areas, whole land, lines that leave one edge and come in at the other."""

import re
from math import cos, radians

import lxml.html
import pytest

from icma_portal.maps import land
from icma_portal.maps.arcs import arc_path, bow_path, great_circle
from icma_portal.maps.drawing import (
    MIDDLES,
    WORLD,
    Link,
    Place,
    as_svg,
    frame_around,
    largest_crowd,
    near_map,
    world_map,
)
from icma_portal.maps.markup import map_html
from icma_portal.maps.projection import HEIGHT, WIDTH, east_of, project

DURBAN, FLORIDA = (-29.86, 31.03), (26.12, -80.14)
SHIMLA, BOULDER = (31.1, 77.17), (40.01, -105.27)
SEMARANG, GOLD_COAST = (-6.99, 110.42), (-28.0, 153.43)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def place(at, label="Place", side="one"):
    return Place(*at, label, "/there/", side)


def points_of(path):
    numbers = [float(each) for each in NUMBER.findall(path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_the_projection_keeps_areas():
    areas = []
    for latitude in range(-55, 80, 5):
        left, top = project(-1, latitude + 1)
        right, bottom = project(1, latitude - 1)
        areas.append((right - left) * (bottom - top) / cos(radians(latitude)))

    # The narrow field is a trapezium, not a rectangle, so that a few thousandths remain.
    assert len(areas) == 27
    assert max(areas) / min(areas) < 1.01


def test_the_whole_world_fits_its_frame():
    assert project(-180, 0)[0] == pytest.approx(0, abs=0.01)
    assert project(180, 0)[0] == pytest.approx(WIDTH, abs=0.01)
    assert project(0, 84)[1] == pytest.approx(0)
    assert project(0, -57)[1] == pytest.approx(HEIGHT)


@pytest.mark.parametrize("middle", MIDDLES)
@pytest.mark.parametrize(
    "at",
    [
        (35, 105),  # China's mainland
        (23.7, 121.0),  # Taiwan
        (19.2, 109.7),  # Hainan
        (18.1, -77.3),  # Jamaica
        (39, -98),  # United States
        (-25, 135),  # Australia
        (-6, 35),  # Tanzania
    ],
)
def test_land_is_land_around_every_middle(at, middle):
    x, y = project(east_of(middle, at[1]), at[0])

    assert any(is_inside(ring, x, y) for ring in land.rings(middle))


@pytest.mark.parametrize("at", [(0, -150), (-40, 80), (30, -45)])
def test_sea_is_sea(at):
    x, y = project(east_of(150, at[1]), at[0])

    assert not any(is_inside(ring, x, y) for ring in land.rings(150))


def is_inside(ring, x, y):
    """Return whether a point lies in a ring: a ray to its right crosses the ring an odd time."""
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


def test_a_great_circle_is_the_shortest_way():
    points = great_circle(DURBAN, FLORIDA)
    along_a_meridian = great_circle((0, 20), (60, 20))

    assert points[0] == pytest.approx((31.03, -29.86))
    assert points[-1] == pytest.approx((-80.14, 26.12))
    assert [longitude for longitude, _latitude in along_a_meridian] == pytest.approx(
        [20] * len(along_a_meridian)
    )
    # From Shimla the shortest way to Boulder leads past the pole.
    assert max(latitude for _longitude, latitude in great_circle(SHIMLA, BOULDER)) > 85


def test_an_arc_over_the_edge_comes_in_at_the_other():
    path = arc_path(DURBAN, FLORIDA)
    first, second = (points_of(each) for each in path.split("M")[1:])

    # The edge is curved: at these latitudes it lies a little inside the frame.
    assert first[-1][0] < 20
    assert second[0][0] > WIDTH - 20
    assert first[-1][1] == pytest.approx(second[0][1], abs=0.2)
    assert arc_path(DURBAN, FLORIDA, middle=-30).count("M") == 1


def test_a_way_over_the_pole_is_a_bow_within_the_map():
    path = arc_path(SHIMLA, BOULDER)

    assert path == bow_path(SHIMLA, BOULDER)
    assert min(y for _x, y in points_of(path)) > 0
    assert arc_path(SEMARANG, GOLD_COAST) != bow_path(SEMARANG, GOLD_COAST)


def test_the_frame_tears_no_pair_apart():
    frame = frame_around([place(DURBAN), place(FLORIDA)])

    assert frame.middle != WORLD.middle
    assert frame.width < 0.8 * WIDTH
    assert frame_around([place(SEMARANG)]).width < frame.width


def test_every_dot_of_a_near_map_lies_in_its_frame():
    drawn = near_map([place(DURBAN), place(FLORIDA)], [Link((DURBAN, FLORIDA), "Both", "/both/")])

    assert len(drawn.dots) == 2
    assert all(drawn.frame.holds(dot.x, dot.y) for dot in drawn.dots)
    assert near_map([]) is None


def test_a_crowd_gets_a_close_up():
    near_miami = [place((26.1 + step / 10, -80.1), f"City {step}") for step in range(4)]
    drawn = world_map([*near_miami, place(DURBAN)])

    assert {each.caption for each in largest_crowd([*near_miami, place(DURBAN)])} == {
        each.caption for each in near_miami
    }
    assert len(drawn.close_up.dots) == 4
    assert drawn.close_up.frame.width < WIDTH / 2
    assert world_map([place(DURBAN)]).close_up is None


def test_labels_of_places_close_together_do_not_stand_in_one_place():
    crowd = [place((26.1, -80.1), f"City {number}") for number in range(4)]
    slots = {(dot.is_left, dot.line) for dot in near_map(crowd).dots}

    assert len(slots) == 4


def test_the_picture_for_paper_escapes_what_it_is_given():
    drawn = near_map([place(DURBAN, '<b>"&')], [Link((DURBAN, FLORIDA), "<i>", "/x/")])
    svg = as_svg(drawn, {"land": "#111", "line": '"><script>', "one": "#222", "other": "#333"})

    assert "<script>" not in svg
    assert "<b>" not in svg
    assert svg.count("<circle") == 1


def test_a_map_is_written_without_a_name_that_could_be_markup():
    places = [Place(*DURBAN, "A & <b>", "/there/?a=1&b=2", "both", "zh-Hans"), place(BOULDER)]
    link = Link((DURBAN, BOULDER), '"Pair"', "/pair/")
    html = map_html(near_map(places, [link]), 'Map of "this"', is_named=True)

    root = lxml.html.fromstring(html)
    svg = root.find("svg")
    assert (svg.get("aria-label"), svg.get("class")) == ('Map of "this"', "map map-named")
    [arc] = root.find_class("map-arc")
    assert (arc.get("href"), arc.find("title").text) == ("/pair/", '"Pair"')
    both, one = root.find_class("map-dot")
    assert (both.get("href"), both.get("lang")) == ("/there/?a=1&b=2", "zh-Hans")
    assert (both.find("title").text, one.get("lang")) == ("A & <b>", None)
    assert len(both.find_class("map-under")) == 1
    assert one.find_class("map-under") == []
    assert [each.text for each in root.find_class("map-label")] == ["A & <b>", "Place"]


def test_an_arc_that_leads_nowhere_is_only_a_line():
    drawn = near_map([place(DURBAN), place(BOULDER)], [Link((DURBAN, BOULDER), "Pair", "")])
    root = lxml.html.fromstring(map_html(drawn, "Map"))
    assert root.find_class("map-arc") == []
    assert len(root.find_class("map-line")) == len(drawn.arcs[0].paths)
    assert root.find("svg").get("class") == "map"
