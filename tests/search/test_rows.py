"""Statements that are sent together do what they would do one by one."""

import threading

import pytest
from django.db import connection, connections, transaction

from icma_portal.search.rows import MOST_STATEMENTS, Statement, answers_to, run
from programs.models import Topic
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


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_after_a_lock_sees_what_the_other_writer_wrote():
    """What makes it safe to send the lock and the reading behind it in one text."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL takes several statements at once")
    topic, answers, started = make_topic(slug="before"), [], threading.Event()

    def read_behind_the_lock():
        with transaction.atomic():
            started.set()
            lock = Statement("SELECT id FROM programs_topic WHERE id = %s FOR UPDATE", [topic.pk])
            answers.extend(answers_to([lock, of_topic(topic.pk)]))
        connections.close_all()

    reader = threading.Thread(target=read_behind_the_lock)
    with transaction.atomic():
        Topic._base_manager.filter(pk=topic.pk).update(slug="after")
        reader.start()
        started.wait(5)
        # It waits for this transaction, which has changed the row.
        reader.join(0.3)
        assert reader.is_alive()
    reader.join(5)

    assert answers == [[(topic.pk,)], [("after",)]]
