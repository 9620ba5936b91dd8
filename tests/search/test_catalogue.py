"""What is kept in memory is true: after changes of any kind, and as time goes on."""

import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from icma_portal.search import catalogue as module
from icma_portal.search import searching
from icma_portal.search.catalogue import Catalogue, catalogue
from icma_portal.search.indexing import index
from icma_portal.search.models import SearchEntry, SearchValue
from icma_portal.search.searching import search
from icma_portal.search.tokens import tokens
from programs.models import Project
from tests.factories import make_project, make_topic

pytestmark = pytest.mark.django_db
WORD = "zyxword"
HOUR = datetime.timedelta(hours=1)


def entry_of(record):
    return SearchEntry.objects.get(kind=record._meta.model_name, object_id=record.pk)


def test_counts_are_those_of_the_rows():
    found = search("icma")
    pks = {each.pk for page in range(1, 6) for each in search("icma", page=page).entries}
    expected = {}
    for facet, value in SearchValue.objects.filter(entry__in=pks).values_list("facet", "value"):
        expected.setdefault(facet, {}).setdefault(value, 0)
        expected[facet][value] += 1

    assert len(pks) == found.total
    assert found.counts == expected


def test_same_catalogue_serves_until_something_changes():
    now = timezone.now()
    kept = catalogue(now)
    # Of threads that wait for one another the last one's moment may be the earliest.
    assert catalogue(now - HOUR / 1_000_000) is catalogue(now + HOUR) is kept

    make_topic()

    assert catalogue(now) is not kept


def test_changes_past_the_portal_are_counted():
    project = make_project(name_en=WORD)
    search(WORD)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_searchvalue SET value = 'else' WHERE entry_id = %s AND facet = 'kind'",
            [entry_of(project).pk],
        )

    assert search(WORD).counts["kind"] == {"else": 1}


def test_what_is_taken_back_is_not_kept():
    with transaction.atomic():
        make_project(name_en=WORD)
        assert search(WORD).total == 1
        transaction.set_rollback(True)

    assert search(WORD).total == 0


def test_entries_become_public_and_cease_to_be_without_a_change():
    now = timezone.now()
    coming = entry_of(make_project(name_en=WORD, published_at=now + HOUR)).pk
    going = entry_of(make_project(published_at=now - HOUR, expires_at=now + HOUR)).pk

    public = [catalogue(now + shift).public for shift in (0 * HOUR, HOUR / 2, HOUR, 2 * HOUR)]

    assert [coming in each for each in public] == [False, False, True, True]
    assert [going in each for each in public] == [True, True, False, False]
    assert going in catalogue(now).public


@pytest.mark.parametrize("text", ["climate", "durban", "city", "城市", "中"])
def test_hits_of_broad_words_are_the_same_and_titles_come_first(monkeypatch, text):
    weighed = [each.pk for page in range(1, 8) for each in search(text, page=page).entries]
    monkeypatch.setattr(searching, "MOST_WEIGHED", 0)
    broad = [each for page in range(1, 8) for each in search(text, page=page).entries]

    assert sorted(each.pk for each in broad) == sorted(weighed)
    assert broad[0].pk == weighed[0]
    in_title = [has_in_title(each, text) for each in broad]
    assert in_title == sorted(in_title, reverse=True)
    dates = [each.date for each, has in zip(broad, in_title, strict=True) if not has]
    assert dates == sorted(dates, reverse=True)


def has_in_title(entry, text):
    titles = (entry.title_en, entry.title_zh_hans)
    return any(text in title or {*tokens(text)} <= {*tokens(title)} for title in titles)


WAYS = {
    "made": lambda project: make_project(name_en="Aaa"),
    "renamed": lambda project: project.update(name_en="B"),
    "withdrawn": lambda project: project.update(state="draft"),
    "ended": lambda project: project.update(
        published_at=timezone.now() - 2 * HOUR, expires_at=timezone.now() - HOUR
    ),
    "deleted": lambda project: project.get().delete(),
    "elsewhere": lambda project: make_topic(),
    "values": lambda project: SearchValue.objects.filter(value="project").update(value="x"),
    "entries": lambda project: SearchEntry.objects.filter(kind="project").update(date="1901"),
}


def told(known):
    orders = {order: list(each.keys) for order, each in known._orders.items()}
    values = {facet: found for facet, found in known.values.items() if found}
    return known.public, values, orders


@pytest.mark.parametrize("way", WAYS)
def test_what_has_changed_is_read_anew_and_the_rest_is_kept(monkeypatch, way):
    project = Project.objects.filter(pk=make_project(name_en="Zzz").pk)
    monkeypatch.setattr(searching, "MOST_WEIGHED", 0)
    for text in ("city", "城市"):
        search(text)
        search(text, by_date=True)
    kept = catalogue(timezone.now())
    before = told(kept)
    made = []
    monkeypatch.setattr(Catalogue, "__init__", lambda *given: made.append(given))

    WAYS[way](project)
    for each in project:
        index(Project, [each.pk])
    now = timezone.now()
    later = catalogue(now)
    monkeypatch.undo()
    fresh = Catalogue(later.version, now)
    for order in later._orders:
        fresh._ordered(order)

    assert made == []
    assert len(later._orders) >= 3
    assert told(later) == told(fresh)
    assert told(kept) == before
    assert fresh.since is None or fresh.since <= later.since <= now
    assert fresh.until is None or now < later.until <= fresh.until


def test_after_many_changes_all_is_read_anew(monkeypatch):
    known = catalogue(timezone.now())
    monkeypatch.setattr(module, "MOST_RENEWED", 2)
    SearchEntry.objects.update(date="1901")

    assert known.at(None, timezone.now()) is None
    assert catalogue(timezone.now())._orders == {}
