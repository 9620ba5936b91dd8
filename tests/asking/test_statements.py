"""Statements that are sent together do what they would do one by one."""

import threading

import pytest
from django.db import connection, connections, transaction

from icma_portal.asking.statements import MOST_STATEMENTS, Statement, answers_to, run
from tests.factories import make_topic


def of_topic(pk):
    return Statement("SELECT slug FROM programs_topic WHERE id = %s", [pk])


def renaming(pk, slug):
    return Statement("UPDATE programs_topic SET slug = %s WHERE id = %s", [slug, pk])


@pytest.mark.django_db
def test_answers_come_in_the_order_of_the_questions():
    topics = [make_topic() for _each in range(3)]
    asked = [of_topic(topics[number % 3].pk) for number in range(MOST_STATEMENTS + 5)]

    answers = answers_to([*asked, of_topic(0)])

    expected = [[(topics[number % 3].slug,)] for number in range(MOST_STATEMENTS + 5)]
    assert answers == [*expected, []]


@pytest.mark.django_db
def test_values_are_never_read_as_sql():
    topic = make_topic()
    slug = "'; DROP TABLE x; -- %s \\ 合作"

    run([renaming(topic.pk, slug), renaming(0, "nobody")])

    assert answers_to([of_topic(topic.pk), of_topic(topic.pk)]) == [[(slug,)], [(slug,)]]


@pytest.fixture
def counter():
    """A table that is really there, of which another connection than the test's knows."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE asking_counter (id int, name text)")
        cursor.execute("INSERT INTO asking_counter VALUES (1, 'before')")
    yield other
    with other.cursor() as cursor:
        cursor.execute("DROP TABLE asking_counter")
    other.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL takes several")
@pytest.mark.django_db
def test_what_is_asked_after_a_lock_sees_what_the_other_writer_wrote(counter):
    """What makes it safe to send the lock and the reading behind it in one text."""
    answers, started = [], threading.Event()

    def read_behind_the_lock():
        with transaction.atomic():
            started.set()
            lock = Statement("SELECT id FROM asking_counter WHERE id = 1 FOR UPDATE")
            answers.extend(answers_to([lock, Statement("SELECT name FROM asking_counter")]))
        connections.close_all()

    reader = threading.Thread(target=read_behind_the_lock)
    with counter.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("UPDATE asking_counter SET name = 'after' WHERE id = 1")
        reader.start()
        started.wait(5)
        # It waits for this transaction, which has changed the row.
        reader.join(0.3)
        assert reader.is_alive()
        cursor.execute("COMMIT")
    reader.join(5)

    assert answers == [[(1,)], [("after",)]]


@pytest.mark.django_db
def test_a_sign_that_is_no_place_of_a_value_stays_what_it_is():
    topic = make_topic()
    sql = "SELECT slug, '100 %%s', %s, %s FROM programs_topic WHERE id = %s AND slug LIKE '%%'"

    [[row]] = answers_to([Statement(sql, ["%s", "%(p0)s", topic.pk])])

    assert row == (topic.slug, "100 %s", "%s", "%(p0)s")
    assert answers_to([Statement("SELECT 1")]) == [[(1,)]]
