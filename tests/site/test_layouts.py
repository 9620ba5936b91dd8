"""The same records as list, map and table, and the words of an address that leads nowhere."""

import re

import pytest

from icma_portal.web.errors import words_of
from tests.factories import make_city, make_partnership

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


SECTIONS = [
    "partnerships",
    "cities",
    "publications",
    "projects",
    "china-center/agreements",
    "china-center/events",
]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_table_holds_the_same_records_as_the_list(client, section, language):
    shown = client.get(f"/{language}/{section}/")
    table = client.get(f"/{language}/{section}/?view=table")
    rows = table.content.decode().count('<th scope="row">')

    assert list(table.context["object_list"]) == list(shown.context["object_list"])
    assert rows == len(shown.context["object_list"]) > 0


def test_the_map_shows_all_pages_of_the_list(client):
    make_partnership([make_city(latitude=1, longitude=1), make_city(latitude=2, longitude=2)])
    for number in range(25):
        make_partnership([make_city(latitude=number, longitude=number), make_city()])
    response = client.get("/en/partnerships/?view=map")

    assert len(response.context["object_list"]) == 20
    assert len(response.context["on_map"]) == response.context["paginator"].count > 25


def test_filters_narrow_the_map(client):
    response = client.get("/en/partnerships/?view=map&country=india")

    assert [each.slug for each in response.context["on_map"]] == ["shimla-boulder"]
    assert (
        "/en/cities/durban/"
        not in re.search(r'<svg class="map.*?</svg>', response.content.decode(), re.DOTALL).group()
    )


@pytest.mark.parametrize("asked", ["", "nonsense", "map"])
def test_a_view_that_a_list_does_not_have_gives_the_list(client, asked):
    assert client.get(f"/en/publications/?view={asked}").context["layout"] == "list"


def test_the_form_and_the_chips_keep_the_view(client):
    page = client.get("/en/partnerships/?view=map&country=india").content.decode()

    assert '<input type="hidden" name="view" value="map">' in page
    assert 'class="chip" href="/en/partnerships/?view=map"' in page
    assert 'class="chip chip-clear" href="/en/partnerships/?view=map"' in page


def test_an_empty_list_offers_each_filter_to_be_taken_away(client):
    page = client.get("/en/partnerships/?country=india&q=nothinglikeit").content.decode()

    assert '?q=nothinglikeit">Without India' in page
    assert '?country=india">Without “nothinglikeit”' in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/cities/dar-es-salam/", "dar es salam"),
        ("/zh-hans/publications/report_2014.pdf", "report 2014"),
        ("/en/", ""),
        ("/", ""),
        ("/en/城市", "城市"),
        ("/en/" + "x" * 900, "x" * 200),
    ],
)
def test_the_words_of_an_address(path, words):
    assert words_of(path) == words


def test_a_missing_page_can_be_looked_for(client):
    page = client.get("/en/cities/dar-es-salam/").content.decode()

    assert 'value="dar es salam"' in page
    assert 'action="/en/search/"' in page
