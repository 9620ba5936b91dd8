"""Pages that lead to thousands of records show the first ones, say so, and lead to the list."""

import pytest
from django.utils import translation

from icma_portal.publishing import shelf
from partnerships.models import Partnership
from tests.factories import (
    make_city,
    make_country,
    make_partnership,
    make_program,
    make_project,
    make_topic,
)

pytestmark = pytest.mark.django_db
ALL = {"en": "3 of 5 are shown here.", "zh-hans": "共5项，此处显示3项。"}


@pytest.fixture
def five(monkeypatch):
    """Five partnerships of one country, topic, program and project."""
    monkeypatch.setattr(shelf, "MOST_SHOWN", 3)
    of = {
        "country": make_country(),
        "topic": make_topic(),
        "program": make_program(),
        "project": make_project(),
    }
    cities = [make_city(country=of["country"]) for _each in range(5)]
    made = [
        make_partnership([each], program=of["program"], project=of["project"]) for each in cities
    ]
    for each in made:
        each.topics.add(of["topic"])
    return of, made


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("kind", "query"),
    [("country", "?country={}"), ("topic", "?topic={}"), ("program", ""), ("project", "")],
)
def test_a_page_shows_the_first_and_leads_to_all(client, five, kind, query, language):
    of, made = five
    with translation.override(language):
        page = client.get(of[kind].get_absolute_url()).content.decode()
        shown = [each for each in made if f'href="{each.get_absolute_url()}"' in page]
    # A country's cities are cut too.
    assert page.count(ALL[language]) == (2 if kind == "country" else 1)
    assert len(shown) == 3
    assert f'href="/{language}/partnerships/{query.format(of[kind].slug)}"' in page


def test_what_is_left_out_is_in_the_list_that_the_page_leads_to(client, five):
    of, made = five
    for kind in ("country", "topic"):
        page = client.get(f"/en/partnerships/?{kind}={of[kind].slug}").content.decode()
        assert all(f'href="{each.get_absolute_url()}"' in page for each in made)


def test_nothing_is_said_where_all_are_shown(client, five, monkeypatch):
    of, _made = five
    monkeypatch.setattr(shelf, "MOST_SHOWN", 5)
    assert "are shown here" not in client.get(of["country"].get_absolute_url()).content.decode()


def test_the_home_page_counts_all_partnerships_and_draws_the_first(client, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_SHOWN", 3)
    page = client.get("/en/").content.decode()
    assert f"3 of {Partnership.objects.published().count()} are shown here." in page
