"""Who is on the map: only what the reader may see, each dot and line a link with a name."""

import re

import brotli
import pytest

from icma_portal.maps.drawing import SIDES
from partnerships.maps import places_and_links
from partnerships.models import City, Partnership
from tests.factories import make_city, make_partnership

pytestmark = pytest.mark.django_db
MAP = re.compile(r'<svg class="map.*?</svg>', re.DOTALL)
LINK = re.compile(r'<a class="map-(?:arc|dot)[^>]*href="([^"]+)"[^>]*>\s*<title>([^<]+)</title>')


def located(latitude, longitude, **kwargs):
    return make_city(latitude=latitude, longitude=longitude, **kwargs)


def drawn(partnership):
    return places_and_links(Partnership.objects.filter(pk=partnership.pk).for_card(None))


def test_a_draft_city_is_not_drawn():
    hidden = located(10, 10, state="draft")
    partnership = make_partnership([located(0, 0), hidden])
    places, links = drawn(partnership)

    assert len(places) == 1
    assert links == []


def test_a_place_without_coordinates_is_left_out():
    places, links = drawn(make_partnership([located(0, 0), make_city()]))

    assert len(places) == 1
    assert links == []


def test_the_lines_meet_at_the_member_alone_on_its_side():
    partnership = Partnership.objects.get(slug="durban-southeast-florida")
    _places, links = drawn(partnership)
    durban = City.objects.get(slug="durban")

    assert len(links) == 1
    assert len(links[0].ends) == 3
    assert links[0].ends[0] == (durban.latitude, durban.longitude)


def test_sides_follow_the_roles():
    places, _links = places_and_links(Partnership.objects.published().for_card(None))
    sides = {each.caption: each.side for each in places}

    assert sides["Durban"] == "both"
    assert sides["Boulder"] == "other"
    assert sides["Shimla"] == "one"
    assert set(sides.values()) == set(SIDES)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_map_of_the_home_page_names_every_partnership_and_member(client, language):
    page = client.get(f"/{language}/").content.decode()
    links = dict(LINK.findall(MAP.search(page).group()))
    expected = {
        *(each.get_absolute_url() for each in Partnership.objects.published()),
        *(each.get_absolute_url() for each in City.objects.filter(memberships__isnull=False)),
    }

    assert {each.split("/", 2)[2] for each in links} == {each.split("/", 2)[2] for each in expected}
    assert len(links) > 20
    assert all(links.values())


def test_the_home_page_with_its_map_is_light(client):
    page = client.get("/en/").content
    maps = "".join(MAP.findall(page.decode()))

    assert len(maps) > 10_000
    assert len(brotli.compress(maps.encode())) < 40_000


def test_a_name_in_the_other_language_says_so(client):
    partnership = make_partnership([located(0, 0), located(5, 5)])
    city = partnership.cities.first()
    City.objects.filter(pk=city.pk).update(name_en=None, name_zh_hans="测试市")
    page = client.get(f"/en/partnerships/{partnership.slug}/").content.decode()
    tag = re.search(rf'<a class="map-dot[^>]*/en/cities/{city.slug}/"[^>]*>', page).group()

    assert 'lang="zh-Hans"' in tag
    assert 'class="fallback-notice"' in page
