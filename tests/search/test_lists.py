"""Lists from bitmaps and kept pieces show what the database holds, to each reader his own."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone, translation

from icma_portal.content.generating import Generator
from icma_portal.search.letters import letter_of
from icma_portal.search.lists import cards
from icma_portal.web.kept import forget
from partnerships.models import Membership, Partnership
from partnerships.views import CityListView, PartnershipListView
from programs.models import Country, Topic
from publications.views import PublicationListView
from tests.factories import (
    make_city,
    make_organization,
    make_partnership,
    make_publication,
    make_topic,
)

pytestmark = pytest.mark.django_db
QUERIES = (
    "",
    "kind=us_partner",
    "country=south-africa&country=india",
    "country=india&continent=africa",
    "sort=newest",
    "sort=newest&kind=us_partner&year=1999",
    "letter=D",
    "letter=%23&q=city",
    "q=durban",
    "q=德班&sort=newest",
    "q=nothing-of-this",
    "topic=climate-and-resilience&role=resource",
)


def view_of(view_class, query, language="en"):
    request = RequestFactory().get("/", QueryDict(query).dict())
    request.GET, request.user = QueryDict(query), AnonymousUser()
    view = view_class()
    view.setup(request)
    return view


@pytest.fixture
def many(db):
    """Sixty partnerships and more, some without a date or in one language, some hidden."""
    Generator(3).make(60)
    for number in range(25):
        make_publication(issued_on=f"{2000 + number % 5}")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("query", QUERIES)
def test_all_pages_together_hold_what_the_database_gives_in_its_order(many, query, language):
    with translation.override(language):
        for view_class in (PartnershipListView, CityListView, PublicationListView):
            view = view_of(view_class, query)
            if not view.picked.is_valid:
                continue
            filters = view.get_filterset(view.filterset_class)
            expected = list(view.narrowed(filters.qs).values_list("pk", flat=True))
            total = view.get_page().paginator.count

            assert view.keys(0, total) == expected
            assert view.keys(7, 12) == expected[7:12]
            assert view.keys(total - 1, total + 20) == expected[total - 1 :] if total else True
            assert total == len(expected)


@pytest.mark.parametrize(
    ("query", "is_valid"),
    [
        ("", True),
        ("kind=us_partner&kind=south_south", True),
        ("kind=", False),
        ("kind=us_partner&kind=none", False),
        ("country=atlantis", False),
        ("year=2001", True),
        ("year=1", False),
        ("q=" + "a" * 200, True),
        ("q=" + "a" * 201, False),
        ("q=%20%20" + "a" * 200 + "%20", True),
        ("unknown=1", True),
    ],
)
def test_a_query_is_understood_as_the_form_understands_it(query, is_valid):
    view = view_of(PartnershipListView, query)

    form = view.get_filterset(view.filterset_class)

    assert view.picked.is_valid is form.is_valid() is is_valid


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("query", [*QUERIES, "q=%22%3E%3Cb%3E", "letter=D&sort=newest&utm=1"])
def test_a_page_from_its_frame_is_the_page_made_at_once(client, many, query, language):
    for section in ("partnerships", "cities", "publications", "projects"):
        address = f"/{language}/{section}/?{query}"
        # The first reader makes the frame, of another query; whoever has a cookie gets none.
        client.get(f"/{language}/{section}/?q=first")
        client.cookies.clear()
        framed = client.get(address)
        client.cookies["x"] = "1"
        whole = client.get(address)
        client.cookies.clear()

        assert framed.content == whole.content, address
        assert framed.status_code == whole.status_code


def test_a_change_of_what_a_card_names_shows_at_once(client):
    country = Country.objects.get(slug="south-africa")
    topic = Topic.objects.visible_to(AnonymousUser()).filter(partnerships__isnull=False)[0]
    assert "Atlantis" not in client.get("/en/partnerships/").content.decode()

    Country.objects.filter(pk=country.pk).update(name_en="Atlantis")
    Topic.objects.filter(pk=topic.pk).update(name_en="Seafaring")

    page = client.get("/en/partnerships/").content.decode()
    assert "Atlantis" in page
    assert "Seafaring" in page
    assert 'class="pair-place">Atlantis<' in page


def test_what_expires_leaves_the_list_without_a_change(client, monkeypatch):
    later = timezone.now() + timezone.timedelta(hours=1)
    partnership = make_partnership([make_city(), make_city()], expires_at=later)
    address = partnership.get_absolute_url()
    assert address in client.get("/en/partnerships/?letter=P").content.decode()
    count = client.get("/en/partnerships/").context["paginator"].count

    now = later + timezone.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: now)

    assert address not in client.get("/en/partnerships/?letter=P").content.decode()
    assert client.get("/en/partnerships/").context["paginator"].count == count - 1


def test_staff_see_drafts_and_leave_nothing_for_others(client, staff):
    draft = make_partnership([make_city(), make_city()], name_en="Aaa canary", state="draft")

    for _time in range(2):
        client.force_login(staff)
        assert draft.name_en in client.get("/en/partnerships/").content.decode()
        client.logout()
        assert draft.name_en not in client.get("/en/partnerships/").content.decode()


def test_the_second_page_after_a_change_asks_only_whether_there_was_one(
    client, django_assert_num_queries
):
    client.get("/en/partnerships/")
    client.get("/en/partnerships/?country=india")

    # The version; everything else is kept.
    with django_assert_num_queries(1):
        client.get("/en/partnerships/?country=india&kind=third_country")


@pytest.mark.parametrize("number", [1, 5])
@pytest.mark.parametrize("layout", ["list", "table", "map"])
def test_each_layout_asks_for_all_that_it_shows_at_once(
    client, django_assert_num_queries, layout, number
):
    for _each in range(number):
        cities = [make_city(latitude=1, longitude=2), make_city(latitude=3, longitude=4)]
        made = make_partnership(cities, name_en="Harbor work")
        made.topics.add(make_topic(), make_topic())
        Membership.objects.create(partnership=made, organization=make_organization())
    # The first time, what is asked for so many records is compiled; then it is asked when what is
    # kept ends.
    client.get(f"/zh-hans/partnerships/?q=harbor&view={layout}")
    forget()
    for first in ("kelp", "forest"):
        client.get(f"/zh-hans/partnerships/?q={first}&view={layout}")

    # Partnerships; members and topics: for the cards, and of all that fits for the map.
    answers = (2 if connection.vendor == "postgresql" else 3) * (2 if layout == "map" else 1)
    # The version, and what the text finds.
    with django_assert_num_queries(2 + answers):
        page = client.get(f"/zh-hans/partnerships/?q=harbor&view={layout}").content.decode()
    assert page.count(made.get_absolute_url()) >= 1


def test_cards_are_kept_up_to_a_number(client, many, monkeypatch):
    monkeypatch.setattr(cards, "MOST_KEPT", 5)
    shown = [client.get(f"/en/partnerships/?page={number}").content for number in (1, 2, 3, 1)]

    assert shown[0] == shown[3]
    assert all(each.count(b"partnership-card") > 5 for each in shown)
    assert Partnership.objects.published().count() > 45


def test_a_full_store_of_cards_takes_in_the_latest(many, monkeypatch):
    monkeypatch.setattr(cards, "MOST_KEPT", 5)
    view = view_of(PartnershipListView, "")
    keys = view.keys(0, 9)

    for part in (keys[:4], keys[4:8], keys[4:9]):
        assert len(view.get_cards(part)) == len(part)

    store = view.kept.get(("cards", view.card_template, "en"), None).things
    assert set(store) == set(keys[4:9])


@pytest.mark.parametrize(
    ("initial", "letter"), [("a", "A"), ("Z", "Z"), ("", "#"), ("3", "#"), ("ﬆ", "#"), ("ß", "#")]
)
def test_a_letter_is_one_of_the_alphabet(initial, letter):
    assert letter_of(initial) == letter
