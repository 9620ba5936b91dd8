"""The units of translations follow their records, whichever way these are written."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from icma_portal.bilingual.glossary import overrule
from icma_portal.bilingual.models import TermOverrule, TranslationUnit
from icma_portal.bilingual.tracking import current_edit, editing, units_of
from icma_portal.bilingual.words import count_words, word_diff
from programs.models import Program, Topic
from tests.factories import make_program, make_topic

pytestmark = pytest.mark.django_db
State = TranslationUnit.State


def state_of(topic):
    return units_of(topic)["name"].state


def test_a_save_that_is_taken_back_leaves_states_as_they_were():
    topic = make_topic(name_en="Water", name_zh_hans="水")

    with transaction.atomic():
        topic.name_en = "Roads"
        topic.save()
        inside = state_of(topic)
        transaction.set_rollback(True)

    assert (inside, state_of(topic)) == (State.STALE, State.CURRENT)


def test_a_save_of_some_columns_keeps_states_and_order_true():
    topic = make_topic(name_en="Water", name_zh_hans="水")
    topic.name_en = "Roads"

    topic.save(update_fields=["name_en"])

    stored = Topic.objects.get(pk=topic.pk)
    assert state_of(topic) == State.STALE
    assert stored.stale_columns == "name_zh_hans"
    assert stored.sort_key_en == topic.sort_key_en
    assert "roads" in stored.sort_key_en.lower()


def test_update_stores_blanks_as_null_and_keeps_states_and_order_true():
    topics = [make_topic(name_en="Water", name_zh_hans="水") for _each in range(2)]
    rows = Topic.objects.filter(pk__in=[each.pk for each in topics])

    rows.update(name_zh_hans=" ", name_en="Roads")

    assert [state_of(each) for each in topics] == [State.MISSING] * 2
    assert {row.name_zh_hans for row in rows} == {None}
    assert all("roads" in row.sort_key_en.lower() for row in rows)


def test_bulk_methods_keep_states_true():
    made = Topic.objects.bulk_create(
        [Topic(name_en=f"Bulk {each}", slug=f"bulk-{each}", name_zh_hans="") for each in range(3)]
    )
    before = [state_of(each) for each in made]

    for each in made:
        each.name_zh_hans = "批量"
    Topic.objects.bulk_update(made, ["name_zh_hans"])

    assert before == [State.MISSING] * 3
    assert [state_of(each) for each in made] == [State.CURRENT] * 3


def test_deleting_a_record_forgets_what_was_known_of_it():
    topic = make_topic()
    overrule(topic, "name", "some-term", "a reason")
    pk = topic.pk

    topic.delete()

    assert not TranslationUnit.objects.filter(object_id=pk, content_type__model="topic").exists()
    assert not TermOverrule.objects.filter(object_id=pk, content_type__model="topic").exists()


def test_editor_is_kept_and_the_description_of_an_edit_ends_with_it():
    user = User.objects.create(username="li")
    with editing(user=user):
        with editing(is_minor=True):
            inside = current_edit()
        topic = make_topic()

    assert (inside.user, inside.is_minor) == (user, True)
    assert units_of(topic)["name"].edited_by == user
    assert (current_edit().user, current_edit().is_minor) == (None, False)


def test_command_takes_in_what_was_written_past_the_portal():
    topic, gone = make_topic(name_en="Water", name_zh_hans="水"), make_topic()
    orphan = units_of(gone)["name"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programs_topic SET name_en = 'Roads' WHERE id = %s", [topic.pk])
        cursor.execute("DELETE FROM programs_topic WHERE id = %s", [gone.pk])
    before = state_of(topic)

    call_command("sync_translations", stdout=StringIO())

    assert (before, state_of(topic)) == (State.CURRENT, State.STALE)
    assert not TranslationUnit.objects.filter(pk=orphan.pk).exists()


@pytest.mark.parametrize("fields", [("name",), ("name", "summary")])
def test_cost_of_a_save_does_not_grow_with_the_changed_fields(fields):
    program = make_program(summary_en="Text", summary_zh_hans="文字")
    program = Program.objects.get(pk=program.pk)
    for field in fields:
        setattr(program, f"{field}_en", f"New {field}")

    with CaptureQueriesContext(connection) as captured:
        program.save()

    # Savepoints, the record, its units read once, the texts read once, and a unit for each field;
    # then for its history the record with its two relations, the version before, and a new one.
    # The other 22 are the index's: what the entries that name the program say now.
    writes = [each for each in captured if each["sql"].startswith("UPDATE")]
    assert len(captured) - len(writes) <= 36
    assert len(writes) <= 3 + len(fields)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (None, 0),
        ("City-to-city partners", 2),
        ("ICMA’s work", 2),
        ("水务合作", 4),
        ("ICMA水务2014", 4),
        ("<p>Clean <b>water</b></p>", 2),
        ("A &amp; B", 2),
    ],
)
def test_words_are_counted_in_either_script(text, number):
    assert count_words(text) == number


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b", "a c", [("kept", "a "), ("removed", "b"), ("added", "c")]),
        (
            "供水合作",
            "供热合作",
            [("kept", "供"), ("removed", "水"), ("added", "热"), ("kept", "合作")],
        ),
        (None, "a", [("added", "a")]),
        ("same", "same", [("kept", "same")]),
    ],
)
def test_comparison_goes_by_words_and_characters(old, new, expected):
    assert [tuple(piece) for piece in word_diff(old, new)] == expected
