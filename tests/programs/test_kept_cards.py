"""Cards on pages of records: the right ones, in order, made once, and of nothing that is hidden."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone, translation

from icma_portal import views
from icma_portal.bilingual.models import sort_key_column
from icma_portal.publishing.models import PreviewLink
from icma_portal.publishing.shelf import Related
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.web import kept
from partnerships.models import Partnership
from programs.views import CountryDetailView
from tests.factories import make_city, make_country, make_partnership, make_publication, make_topic

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def all_related():
    """Yield (Related, keys that it is asked with) of the home page and of every record."""
    assert get_resolver().url_patterns, "loads all views"
    for related in (views.PARTNERSHIPS, views.LATEST):
        yield related, {}
    for view in VisibleDetailView.__subclasses__():
        for related in vars(view).values():
            if isinstance(related, Related):
                name = "city" if view.model._meta.model_name == "city" else "pk"
                for pk in view.model.objects.values_list("pk", flat=True):
                    yield related, {name: pk}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_keys_are_those_that_the_queryset_finds(language):
    found = 0
    with translation.override(language):
        for related, keys in all_related():
            ordered = related.matches(VISITOR, **keys).order_by(
                *related.before, sort_key_column(), "pk"
            )
            expected = [each.pk for each in ordered[:61]]
            assert related.keys(VISITOR, 60, **keys) == expected
            found += len(expected)
    assert found > 100


def request_of(user, path="/en/"):
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_a_draft_is_on_the_shelf_of_the_staff_only(admin_user):
    country = make_country()
    shown = make_partnership([make_city(country=country)], name_en="A")
    hidden = make_partnership([make_city(country=country)], name_en="B", state="draft")
    related = CountryDetailView.partnerships
    assert list(related.shelf(request_of(VISITOR), pk=country.pk)) == [shown]
    assert list(related.shelf(request_of(admin_user), pk=country.pk)) == [shown, hidden]


@pytest.mark.parametrize("kind", ["country", "topic"])
def test_what_is_kept_ends_when_a_record_is_hidden_or_changed(client, kind):
    record = {"country": make_country, "topic": make_topic}[kind]()
    made = make_partnership([make_city(**({"country": record} if kind == "country" else {}))])
    if kind == "topic":
        made.topics.add(record)
    address, there = record.get_absolute_url(), f'href="{made.get_absolute_url()}"'
    assert there in client.get(address).text

    Partnership.objects.filter(pk=made.pk).update(name_en="Quite another name")
    assert "Quite another name" in client.get(address).text

    Partnership.objects.filter(pk=made.pk).update(state="draft")
    assert there not in client.get(address).text


def test_the_staff_leave_nothing_behind_for_visitors(admin_client, client):
    country = make_country()
    hidden = make_city(country=country, name_en="Hidden city", state="draft")
    made = make_partnership([make_city(country=country), hidden])
    address = country.get_absolute_url()
    assert "Hidden city" in admin_client.get(address).text
    page = client.get(address).text
    assert made.get_absolute_url() in page
    assert "Hidden city" not in page
    assert "Hidden city" in admin_client.get(address).text


def test_a_preview_leaves_nothing_behind_for_visitors(client, admin_user):
    country = make_country()
    secret = make_city(name_en="Secret city", state="draft")
    made = make_partnership([make_city(country=country), secret])
    link = PreviewLink.objects.create(
        record=secret, made_by=admin_user, expires_at=timezone.now() + timedelta(days=1)
    )
    card = f'href="{made.get_absolute_url()}"'
    preview = client.get(f"/en/preview/{link.token}/").text
    assert card in preview
    assert preview.count("Secret city") > 1

    page = client.get(country.get_absolute_url()).text
    assert card in page
    assert "Secret city" not in page


def test_a_preview_has_a_snapshot_of_its_own():
    request = request_of(VISITOR)
    assert kept.snapshot_of(request) is kept.snapshot()
    request.preview_addresses = {}
    assert kept.snapshot_of(request) is not kept.snapshot()


def test_cards_and_maps_are_made_once_until_the_content_changes(client):
    country = make_country()
    cities = [make_city(country=country, latitude=number, longitude=7) for number in range(3)]
    made = [make_partnership([each]) for each in cities]
    address = country.get_absolute_url()
    with CaptureQueriesContext(connection) as first:
        page = client.get(address).text
    with CaptureQueriesContext(connection) as again:
        assert client.get(address).text == page
    assert all(each.get_absolute_url() in page for each in made)
    assert 'class="map-box"' in page
    tables = [each["sql"] for each in again if '"partnerships_membership"' in each["sql"]]
    assert (tables, len(again) < len(first)) == ([], True)


def test_a_moment_ends_what_is_kept(client):
    country = make_country()
    soon = timezone.now() + timedelta(hours=1)
    make_partnership([make_city(country=country)])
    made = make_partnership([make_city(country=country)], published_at=soon)
    address, there = country.get_absolute_url(), f'href="{made.get_absolute_url()}"'
    assert there not in client.get(address).text
    assert not kept.snapshot().is_true(kept.content_version(), soon)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, number):
    publications = [make_publication() for _each in range(number)]
    topic = make_topic()
    for each in publications:
        each.topics.add(topic)
        make_partnership([make_city()]).topics.add(topic)
    client.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(topic.get_absolute_url())
    assert len(asked) <= 8
