"""Each change of a row is noted with what it points to; what was missed counts as everything."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from icma_portal.web import changed_rows
from icma_portal.web.changed_rows import (
    EVERYTHING,
    NOTHING,
    Changes,
    changes_between,
    install_row_triggers,
    noted_rows,
    remove_row_triggers,
    tables_on_pages_without_rows,
    tables_that_lead_to,
)
from icma_portal.web.kept import KeptByRecord, Snapshot, forget, snapshot
from icma_portal.web.tables_read import note_tables, tables_read
from programs.models import Country, Topic
from publications.models import Publication
from tests.factories import make_publication

pytestmark = pytest.mark.django_db

TOPICS, PUBLICATIONS = "programs_topic", "publications_publication"
BETWEEN = "publications_publication_topics"


def changes_of(way):
    before = noted_rows()
    way()
    return changes_between(before, noted_rows())


def test_a_row_is_noted_with_those_that_it_points_to_before_and_after():
    publication, topics = make_publication(slug="one"), list(Topic.objects.all()[:2])
    publication.topics.set(topics[:1])

    saved = changes_of(Publication.objects.get(slug="one").save)
    moved = changes_of(
        lambda: Publication.topics.through.objects.filter(publication=publication).update(
            topic=topics[1]
        )
    )
    deleted = changes_of(publication.topics.clear)

    assert (PUBLICATIONS, PUBLICATIONS, publication.pk) in saved.noted
    assert saved.keys(PUBLICATIONS, {PUBLICATIONS}) == {publication.pk}
    assert moved.keys(PUBLICATIONS, {BETWEEN}) == {publication.pk}
    assert moved.keys(TOPICS, {BETWEEN}) == {each.pk for each in topics}
    assert deleted.keys(TOPICS, {BETWEEN}) == {topics[1].pk}
    assert deleted.keys(PUBLICATIONS, {BETWEEN, TOPICS}) == {publication.pk}
    assert moved.joined(deleted).keys(TOPICS, {BETWEEN}) == {each.pk for each in topics}


@pytest.mark.parametrize(
    "way",
    [
        lambda: Topic.objects.filter(slug="one").update(name_en="x"),
        lambda: connection.cursor().execute("UPDATE programs_topic SET name_en = 'z'"),
        lambda: Topic.objects.bulk_create([Topic(slug="two", name_en="Two")]),
        lambda: Topic.objects.filter(slug="one").delete(),
    ],
)
def test_every_way_to_change_a_row_is_noted(way):
    Topic.objects.create(slug="one", name_en="One")

    changes = changes_of(way)

    assert changes.touch({TOPICS})
    assert not changes.touch({"programs_country"})
    assert changes.keys(TOPICS, {TOPICS})
    assert changes.keys("programs_country", {"programs_country"}) == set()
    assert changes.keys("programs_country", {"programs_country", TOPICS}) is None


def test_what_was_made_of_tables_without_rows_ends_with_each_change():
    changes = changes_of(lambda: Topic.objects.create(slug="one", name_en="One"))
    unnoted = set(tables_on_pages_without_rows())

    assert "search_searchname" in unnoted
    assert changes.touch(unnoted)
    assert changes.keys(TOPICS, {TOPICS, *unnoted}) is None
    assert not changes_of(lambda: None).noted


def test_a_change_that_was_undone_ends_everything():
    with transaction.atomic():
        Topic.objects.create(slug="one", name_en="One")
        seen = noted_rows()
        transaction.set_rollback(True)
    Topic.objects.create(slug="two", name_en="Two")

    assert changes_between(seen, noted_rows()) == EVERYTHING


def test_what_is_no_longer_noted_counts_as_everything(monkeypatch):
    Topic.objects.create(slug="one", name_en="One")
    seen = noted_rows()
    monkeypatch.setattr(changed_rows, "MOST_KEPT", 5)
    with connection.cursor() as cursor:
        for _number in range(1_100):
            cursor.execute("UPDATE programs_topic SET slug = slug WHERE slug = 'one'")

    now = noted_rows()
    if connection.vendor == "postgresql":
        # It was begun anew by that look.
        now = noted_rows()
        assert len(now) < 5

    assert len(now) <= 1_000
    assert changes_between(seen, now) == EVERYTHING


def test_nothing_is_told_of_what_was_never_seen():
    assert changes_between({}, {}) == NOTHING
    assert changes_between({}, {(1, 0): ("a", "a", 1)}) == EVERYTHING
    assert changes_between({(1, 0): ("a", "a", 1)}, {}) == EVERYTHING
    late = {(9, 0): ("a", "a", 1)}
    assert changes_between(late, {**late, (4, 0): ("b", "b", 2)}) == Changes(
        frozenset({("b", "b", 2)})
    )


def test_changes_are_joined_up_to_a_number(monkeypatch):
    one, two = (Changes(frozenset({("a", "a", number)})) for number in (1, 2))

    assert one.joined(None) is one
    assert one.joined(two).noted == one.noted | two.noted
    assert one.joined(EVERYTHING) == EVERYTHING.joined(one) == EVERYTHING
    monkeypatch.setattr(changed_rows, "MOST_JOINED", 1)
    assert one.joined(two) == EVERYTHING


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such statements")
def test_large_statements_and_truncating_are_noted_as_whole_tables():
    many = [Topic(slug=f"t{number}", name_en="x") for number in range(101)]

    created = changes_of(lambda: Topic.objects.bulk_create(many))
    truncated = changes_of(lambda: connection.cursor().execute(f"TRUNCATE {BETWEEN}"))

    assert (TOPICS, TOPICS, None) in created.noted
    assert not [row for origin, *_rest, row in created.noted if origin == TOPICS and row]
    assert created.keys(TOPICS, {TOPICS}) is None
    assert truncated.noted == {(BETWEEN, BETWEEN, None)}


def test_tables_lead_to_others_by_pointing_to_them():
    assert {PUBLICATIONS, BETWEEN} <= tables_that_lead_to(PUBLICATIONS)
    assert TOPICS not in tables_that_lead_to(PUBLICATIONS)
    assert not tables_that_lead_to("search_searchname")


def test_the_tables_that_are_read_are_known():
    with tables_read() as outer:
        Topic.objects.count()
        with tables_read() as inner:
            list(Publication.objects.select_related("series"))
        note_tables({"something"})

    assert inner == {PUBLICATIONS, "publications_series"}
    assert outer == {TOPICS, "something", *inner}


class Names(KeptByRecord):
    """The names of topics, for tests."""

    table, tables = TOPICS, {TOPICS}

    def __init__(self, names=None):
        self.names = dict(Topic.objects.values_list("pk", "name_en") if names is None else names)

    def renewed(self, keys):
        names = {key: each for key, each in self.names.items() if key not in keys}
        return Names(names | dict(Topic.objects.filter(pk__in=keys).values_list("pk", "name_en")))


def asked(key, make):
    """Return what is kept under a key, as in a request of its own."""
    with tables_read():
        return snapshot().get(key, make)


def test_a_snapshot_keeps_what_a_change_did_not_touch():
    forget()
    made = []

    def counted(model):
        made.append(model)
        return [model.objects.count()]

    def all_things():
        return [
            asked("topics", lambda: counted(Topic)),
            asked("countries", lambda: counted(Country)),
            asked("of both", lambda: [snapshot().get("topics", None), counted(Country)]),
            asked("names", Names).names,
        ]

    all_things()
    topics, countries, _both, names = all_things()
    assert made == [Topic, Country, Country]

    one = Topic.objects.create(slug="one", name_en="One")
    assert all_things()[0] == [topics[0] + 1]
    assert all_things()[1] is countries
    assert all_things()[2] == [[topics[0] + 1], countries]
    assert made == [Topic, Country, Country, Topic, Country]

    Topic.objects.filter(pk=one.pk).update(name_en="Another")
    Country.objects.filter(pk=Country.objects.first().pk).update(slug="x")
    assert all_things()[3] == {**names, one.pk: "Another"}
    assert "Another" not in names.values()


def test_what_is_made_of_what_was_read_before_ends_as_well():
    forget()
    with tables_read():
        number = Topic.objects.count()
        assert snapshot().get("number", lambda: [number]) == [number]
    Country.objects.filter(pk=Country.objects.first().pk).update(slug="x")
    assert asked("number", lambda: ["made anew"]) == [number]

    Topic.objects.create(slug="one", name_en="One")

    assert asked("number", lambda: ["made anew"]) == ["made anew"]


def test_what_is_made_where_nobody_notes_what_is_read_ends_with_each_change():
    forget()
    assert snapshot().get("number", lambda: [Topic.objects.count()])
    Country.objects.filter(pk=Country.objects.first().pk).update(slug="x")

    assert snapshot().get("number", lambda: ["made anew"]) == ["made anew"]


def test_a_change_of_what_one_of_a_kind_was_made_of_ends_the_kind():
    forget()

    def asked_one(key, make):
        with tables_read():
            return snapshot().one_of("counts", key, make)

    topics, countries = Topic.objects.count(), Country.objects.count()
    assert asked_one("topics", Topic.objects.count) == topics
    assert asked_one("countries", Country.objects.count) == countries
    Publication.objects.update(slug=F("slug"))
    assert asked_one("topics", None) == topics

    # Of this table only what came later was made.
    Country.objects.filter(pk=Country.objects.first().pk).update(slug="x")

    assert asked_one("countries", lambda: -1) == -1


def test_of_a_kind_so_many_are_kept():
    forget()
    made = []
    with tables_read():
        for key in (1, 2, 3, 3):
            snapshot().one_of("keys", key, lambda key=key: made.append(key) or key, most=2)
        assert snapshot().get("keys", None).things == {3: 3}
    assert made == [1, 2, 3]


def test_one_of_a_kind_is_not_kept_where_nobody_notes_what_is_read():
    forget()
    assert snapshot().one_of("keys", 1, lambda: "made") == "made"

    assert snapshot().one_of("keys", 1, lambda: "made anew") == "made anew"


def test_nothing_is_kept_beyond_a_moment(monkeypatch):
    forget()
    snapshot().get("one", lambda: [1])
    monkeypatch.setattr(Snapshot, "is_within_moments", lambda self, now: False)

    assert snapshot().get("one", lambda: [2]) == [2]


def test_the_triggers_stand_on_every_table_whose_rows_are_noted():
    sql = {
        "sqlite": "SELECT tbl_name, COUNT(*) FROM sqlite_master WHERE type = 'trigger'"
        " AND sql LIKE '%web_changedrow%' GROUP BY tbl_name",
        "postgresql": "SELECT c.relname, COUNT(*) FROM pg_trigger t JOIN pg_class c"
        " ON c.oid = t.tgrelid WHERE t.tgname LIKE 'rows_%' GROUP BY 1",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = dict(cursor.fetchall())

    number = 3 if connection.vendor == "sqlite" else 4
    assert set(found.values()) == {number}
    assert {TOPICS, PUBLICATIONS, BETWEEN} <= found.keys()
    assert "search_searchname" not in found


def test_triggers_are_put_as_they_should_be_and_taken_off_for_migrations(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute('DROP TRIGGER "rows_of_programs_topic_update"')
            cursor.execute(
                'CREATE TRIGGER "rows_of_programs_topic_update" AFTER UPDATE ON programs_topic'
                " BEGIN SELECT 1; END"
            )
    install_row_triggers()
    assert changes_of(lambda: Topic.objects.update(name_en="x")).touch({TOPICS})

    remove_row_triggers()
    assert changes_of(lambda: Topic.objects.update(name_en="y")).touch({TOPICS})

    remove_row_triggers(plan=["a migration"])
    assert not changes_of(lambda: Topic.objects.update(name_en="z")).touch({TOPICS})

    seen = noted_rows()
    install_row_triggers(plan=["a migration"])
    assert changes_between(seen, noted_rows()) == EVERYTHING
    assert changes_of(lambda: Topic.objects.update(name_en="z")).touch({TOPICS})
