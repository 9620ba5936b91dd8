"""What lists keep of many records is renewed by single ones, and then is what it would be anew."""

from array import array
from bisect import bisect
from contextlib import suppress
from random import Random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import get_resolver

from icma_portal.content.generating import Generator
from icma_portal.search.lists import cards
from icma_portal.search.lists.cards import cards_of
from icma_portal.search.lists.index import ListIndex
from icma_portal.search.lists.orders import PROBES, place_of
from icma_portal.search.views import FacetedListView
from icma_portal.web.changed_rows import (
    changes_between,
    noted_rows,
    tables_on_pages_without_rows,
)
from icma_portal.web.kept import Store, forget, snapshot
from partnerships.models import Partnership
from publications.models import Publication
from tests.factories import make_publication
from tests.search.test_lists import view_of

pytestmark = pytest.mark.django_db


def all_views(start=FacetedListView):
    for each in start.__subclasses__():
        yield from all_views(each)
        if each.card_template:
            yield each


# Loads all views.
assert get_resolver().url_patterns
VIEWS = sorted(set(all_views()), key=lambda view: view.__name__)


@pytest.fixture
def some(db):
    Generator(5).make(30)
    for number in range(12):
        make_publication(issued_on=f"{2000 + number % 5}")


def index_of(view_class):
    """Return a list's index with all that it makes when asked."""
    index = view_of(view_class, "").picked.index
    for query in ("", "sort=newest"):
        view = view_of(view_class, query)
        column = view.picked._letter_group()
        index.page(tuple(view.get_ordering()), {column: ["A"]}, None, 0, 20)
        for name, values in index.values.items():
            index.page(tuple(view.get_ordering()), {name: list(values)[:4]}, None, 0, 20)
    return index


def told(index):
    """Return all that an index knows."""
    orders = {
        ordering: (
            each.keys.tolist(),
            {name: places.to_array().tolist() for name, places in each._places.items() if places},
        )
        for ordering, each in index._orders.items()
    }
    values = {
        name: {value: list(keys) for value, keys in found.items()}
        for name, found in index.values.items()
    }
    return list(index.all), values, orders


def anew(index):
    """Return the index that is made of the same records at once, asked for the same."""
    made = ListIndex(index.queryset, index.facets, index.user)
    for name, column in index._letters.items():
        made.add_letters(name, column)
    for ordering, order in index._orders.items():
        for name, value in order._places:
            made._order(ordering).placed(name, value, made.values[name].get(value, ()))
    return made


def ways_to_change(model, chance, table, shown):
    """Yield ways to change some rows of a table, each a function; those that lead to ``shown``."""
    rows = model._base_manager.order_by("pk")
    pointing = [
        each.attname
        for each in model._meta.local_concrete_fields
        if each.is_relation and each.related_model._meta.db_table == table
    ]
    if model._meta.db_table == table:
        rows = rows.filter(pk__in=shown)
    elif pointing:
        rows = rows.filter(**{f"{pointing[0]}__in": shown})
    keys = list(rows.values_list("pk", flat=True))
    for key in chance.sample(keys, min(2, len(keys))):
        row = model._base_manager.filter(pk=key)
        for field in model._meta.local_concrete_fields:
            if field.primary_key:
                continue
            others = list(model._base_manager.values_list(field.attname, flat=True).distinct()[:9])
            other = chance.choice(others)
            yield lambda row=row, name=field.attname, other=other: row.update(**{name: other})
        yield lambda row=row: row._raw_delete(row.db)


class Undone(Exception):
    """Ends a savepoint."""


def changed(model, *about):
    """Yield the Changes of each way to change a table, while they stand; then they are undone."""
    for way in ways_to_change(model, *about):
        before = noted_rows()
        with suppress(Undone, IntegrityError), transaction.atomic():
            way()
            yield changes_between(before, noted_rows())
            raise Undone


def models_of(tables):
    """Return the models of tables whose rows are noted."""
    models = {each._meta.db_table: each for each in apps.get_models(include_auto_created=True)}
    return [models[each] for each in sorted(tables - tables_on_pages_without_rows())]


@pytest.mark.parametrize("view_class", VIEWS, ids=lambda view: view.__name__)
def test_an_index_after_any_change_is_what_it_would_be_anew(some, view_class):
    index, chance = index_of(view_class), Random(7)  # noqa: S311
    renewed = 0
    assert index.table in index.tables
    for model in models_of(index.tables):
        for changes in changed(model, chance, index.table, list(index.all)):
            assert not changes.is_everything
            if later := index.after(changes):
                renewed += 1
                assert told(later) == told(anew(later))

    assert renewed > 20
    assert told(index) == told(anew(index))


@pytest.mark.parametrize("view_class", VIEWS, ids=lambda view: view.__name__)
def test_cards_after_any_change_are_what_they_would_be_anew(some, view_class):
    forget()
    view, chance = view_of(view_class, ""), Random(8)  # noqa: S311
    shown = list(view.get_page().object_list)[:6]
    store = Store(99, view.model._meta.db_table)

    def cards_with(store):
        kept = SimpleNamespace(get=lambda key, make: store)
        view = view_of(view_class, "")
        template = view.card_template
        name = view.context_object_name or view.model._meta.model_name
        user = view.request.user
        return cards_of(shown, view.records_of, template, view.model, name, user, kept)

    cards_with(store)
    renewed = 0
    for model in models_of(store.tables):
        for changes in changed(model, chance, store.table, shown):
            later = store.after(changes)
            renewed += later is not None and len(later.things) < len(store.things)
            later = later or Store(99, store.table)
            assert cards_with(later) == cards_with(Store(99, store.table))

    assert len(store.things) == len(shown)
    assert renewed > 5


def test_a_change_of_one_record_reads_one_record_anew(client, some, monkeypatch):
    client.get("/en/partnerships/")
    client.get("/en/partnerships/?sort=newest")
    read = []
    former = ListIndex._read_anew
    monkeypatch.setattr(
        ListIndex, "_read_anew", lambda index, keys: (read.append(list(keys)), former(index, keys))
    )
    monkeypatch.setattr(ListIndex, "__init__", None)
    partnership = Partnership.objects.visible_to(AnonymousUser()).first()
    partnership.name_en = "Aaa, the first of all"
    partnership.save()

    page = client.get("/en/partnerships/").content.decode()

    assert "Aaa, the first of all" in page
    assert read == [[partnership.pk]]


def test_a_change_elsewhere_leaves_index_and_cards_as_they_are(client, some, monkeypatch):
    page = client.get("/en/partnerships/").content
    kept = snapshot()
    monkeypatch.setattr(cards, "_card", None)
    monkeypatch.setattr(ListIndex, "_read_anew", None)
    monkeypatch.setattr(ListIndex, "__init__", None)
    Publication.objects.first().save()

    assert client.get("/en/partnerships/").content == page
    assert snapshot() is not kept


@pytest.mark.parametrize("number", [0, 1, 2, PROBES, PROBES + 1, 5_000])
def test_the_place_of_a_key_is_found_with_few_questions(number):
    asked = []

    def database_sorts(keys):
        assert len(keys) <= PROBES + 1
        asked.append(keys)
        return sorted(set(keys))

    order = array("I", range(10, 10 + 2 * number, 2))
    for key in (1, 11, 10 + number + 1 - number % 2, 10 + 2 * number + 1):
        assert place_of(key, order, database_sorts) == bisect(order, key)
    assert len(asked) <= 4 * 3


def test_a_key_that_is_gone_has_no_place():
    assert place_of(5, array("I", [1, 9]), lambda keys: [1, 9]) is None


def test_a_place_is_found_though_others_have_gone_meanwhile():
    order = array("I", range(0, 400, 2))

    assert place_of(101, order, lambda keys: sorted(key for key in set(keys) if key > 60)) == 51
    assert place_of(101, order, lambda keys: [101]) is not None
