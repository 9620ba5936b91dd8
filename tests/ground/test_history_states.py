"""Random histories: any earlier version comes back byte for byte, with relations, rows and files.

What stood then is remembered as the database itself gave it, column by column, past all models;
the history is then asked to bring it back. ``make test-long`` goes through a thousand histories.
"""

from collections import Counter

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from icma_portal.bilingual.registry import translated_fields
from icma_portal.publishing.history.recording import recording
from icma_portal.publishing.history.restoring import (
    bring_back,
    changes_between,
    state_at,
    state_now,
)
from icma_portal.publishing.models import Version
from icma_portal.publishing.versioned import DERIVED
from programs.models import Topic
from publications.models import Document, Publication
from tests.breadth import IS_LONG, generated
from tests.factories import make_document, make_publication, pdf_bytes

pytestmark = pytest.mark.django_db
HISTORIES = 1000 if IS_LONG else 8
TEXTS = st.sampled_from(["Water", "水", "<p>供水与𠮷</p>", "Two\nlines", "“quoted”", "x" * 90])
COLUMNS = st.sampled_from(["title_en", "title_zh_hans", "summary_en", "summary_zh_hans"])
LANGUAGES = st.sampled_from(["en", "zh-hans"])


def rows(model, condition, parameters):
    """Return key → columns of a table, as it holds them; without what follows from others."""
    left_out = DERIVED | set(translated_fields(model))
    fields = [each for each in model._meta.concrete_fields if each.name not in left_out]
    names = ", ".join(f'"{each.column}"' for each in fields)
    sql = f'SELECT id, {names} FROM "{model._meta.db_table}" WHERE {condition} ORDER BY id'  # noqa: S608 (names of the models)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return {key: tuple(map(str, values)) for key, *values in cursor.fetchall()}


def photograph(pk):
    """Return everything that the publication consists of at this moment."""
    topics = Publication.topics.through.objects.filter(publication_id=pk)
    documents = Document.objects.filter(publication=pk).select_related("current")
    return (
        rows(Publication, "id = %s", [pk]),
        rows(Document, "publication_id = %s", [pk]),
        sorted(topics.values_list("topic_id", flat=True)),
        {each.pk: each.current.sha256 for each in documents},
    )


class Histories(RuleBasedStateMachine):
    counts = Counter()

    def __init__(self):
        super().__init__()
        self.topics = list(Topic.objects.order_by("pk")[:4])
        self.pk = make_publication(title_zh_hans="出版物", state="draft").pk
        self.moments = []
        self.counts["histories"] += 1
        self.note()

    def note(self):
        moment = Version.objects.latest("pk").pk
        self.moments.append((moment, photograph(self.pk)))
        self.counts["versions"] += 1

    @property
    def record(self):
        return Publication.objects.filter(pk=self.pk).first()

    @property
    def document(self):
        return Document.objects.filter(publication=self.pk).order_by("pk").first()

    @rule(column=COLUMNS, text=TEXTS)
    def write(self, column, text):
        if record := self.record:
            setattr(record, column, text)
            record.save()
            self.note()

    @rule(column=COLUMNS, text=TEXTS)
    def write_in_bulk(self, column, text):
        Publication.objects.filter(pk=self.pk).update(**{column: text})
        self.note()

    @rule(chosen=st.sets(st.integers(0, 3)))
    def relate(self, chosen):
        if record := self.record:
            record.topics.set([self.topics[number] for number in sorted(chosen)])
            self.note()

    @rule(language=LANGUAGES)
    def add_file(self, language):
        record = self.record
        if record and not record.documents.filter(language=language).exists():
            make_document(record, language=language, state="draft", published_at=None)
            self.note()

    @rule()
    def replace_file(self):
        if document := self.document:
            document.file = ContentFile(pdf_bytes(), name="other.pdf")
            document.save()
            self.note()

    @rule()
    def delete_row(self):
        if document := self.document:
            document.delete()
            self.note()

    @rule(text=TEXTS)
    def several_at_once(self, text):
        if record := self.record:
            with recording():
                record.title_en = text
                record.save()
                record.topics.set(self.topics[:1])
                record.documents.all().delete()
            self.note()

    @rule()
    def delete(self):
        if record := self.record:
            record.delete()
            self.note()

    @rule(number=st.integers(0, 1000))
    def bring_an_earlier_one_back(self, number):
        moment, photo = self.moments[number % len(self.moments)]
        now = state_now(Publication, self.pk)
        bring_back(changes_between(now, state_at(Publication, self.pk, moment)))
        assert photograph(self.pk) == photo
        self.counts["brought back"] += 1
        self.note()

    def teardown(self):
        for moment, photo in self.moments:
            now = state_now(Publication, self.pk)
            bring_back(changes_between(now, state_at(Publication, self.pk, moment)))
            assert photograph(self.pk) == photo
            self.counts["brought back"] += 1


def test_any_earlier_version_comes_back_as_it_stood(capsys):
    Histories.counts = Counter()
    options = generated(HISTORIES, stateful_step_count=12)

    run_state_machine_as_test(Histories, settings=options)

    with capsys.disabled():
        print(f"\nHistories: {dict(Histories.counts)}")
    assert Histories.counts["histories"] >= HISTORIES
    assert Histories.counts["brought back"] > HISTORIES
