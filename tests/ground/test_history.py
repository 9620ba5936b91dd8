"""Every version of every record is kept, says where it came from, and can be brought back."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields
from icma_portal.publishing.history.receivers import versioned_models
from icma_portal.publishing.history.recording import recording
from icma_portal.publishing.history.restoring import (
    Refused,
    bring_back,
    changes_between,
    moment_of,
    state_at,
    state_now,
)
from icma_portal.publishing.history.snapshots import snapshot
from icma_portal.publishing.history.timeline import versions_of
from icma_portal.publishing.models import Version
from icma_portal.publishing.versioned import ChangedMeanwhile
from partnerships.models import Membership, Partnership
from programs.models import Program
from tests.admin.records import make
from tests.factories import (
    make_city,
    make_document,
    make_partnership,
    make_program,
    make_publication,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db
MODELS = versioned_models()


def bring_to(record, version, **options):
    """Bring ``record`` with its rows to the state after the edit of ``version``."""
    model, pk = type(record), record.pk
    then = state_at(model, pk, moment_of(version))
    return bring_back(changes_between(state_now(model, pk), then), **options)


def newest(record):
    return versions_of(type(record), record.pk).first()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_version_of_any_model_brings_both_languages_back(model):
    record = make(model)
    first, before = newest(record), snapshot(record)
    record = model._base_manager.get(pk=record.pk)
    names = columns(*translated_fields(model))
    for number, name in enumerate(names):
        setattr(record, name, f"Changed {number}" if name.endswith("_en") else f"更改{number}")
    record.save()
    changed = snapshot(record)

    bring_to(record, first)

    assert snapshot(record) == before
    assert all(changed[name] != before[name] for name in names)
    # The revert is a version itself, and what it undid is still there.
    datas = [each.data for each in versions_of(model, record.pk)]
    assert datas[0] == before
    assert (changed in datas) is True


def test_all_content_has_a_history():
    assert len(MODELS) > 60


def test_edit_is_one_version_with_its_relations_who_and_where():
    editor = User.objects.create(username="li-wei")
    program, topic, source = make_program(), make_topic(), make_source()

    with recording(user=editor, origin=Version.Origin.ADMIN):
        program.name_en = "Another name"
        program.save()
        program.topics.add(topic)
        program.sources.add(source)

    version = newest(program)
    assert (version.number, Program.objects.get(pk=program.pk).version) == (4, 4)
    assert (version.user, version.user_name, version.origin) == (editor, "li-wei", "admin")
    assert version.data["name_en"] == "Another name"
    assert (version.data["topics"], version.data["sources"]) == ([topic.pk], [source.pk])
    assert Version.objects.filter(edit=version.edit).count() == 1


def test_changes_in_bulk_are_recorded():
    programs = [make_program(), make_program()]
    both = Program.objects.filter(pk__in=[each.pk for each in programs])

    both.update(name_zh_hans="同一个名字")
    programs = list(both)
    for each in programs:
        each.name_en = "Same"
    Program.objects.bulk_update(programs, ["name_en"])

    for each in both:
        numbers = [
            (version.number, version.data["name_en"][:4], version.data["name_zh_hans"][:2])
            for version in versions_of(Program, each.pk)
        ]
        assert numbers == [(3, "Same", "同一"), (2, "Prog", "同一"), (1, "Prog", "测试")]
        assert each.version == 3


def test_bulk_update_refuses_what_was_read_before_a_change():
    program = make_program()
    stale = Program.objects.get(pk=program.pk)
    program.name_en = "First"
    program.save()
    stale.name_en = "Second"

    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        Program.objects.bulk_update([stale], ["name_en"])

    assert Program.objects.get(pk=program.pk).name_en == "First"


def test_saving_over_another_version_writes_nothing():
    program = make_program()
    stale = Program.objects.get(pk=program.pk)
    program.summary_zh_hans = "先保存的"
    program.save()
    stale.name_en = "Second"

    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        stale.save()

    program.refresh_from_db()
    assert (program.summary_zh_hans, program.name_en == "Second") == ("<p>先保存的</p>", False)
    assert stale.version == 1


def test_saving_what_was_deleted_makes_no_second_one():
    topic = make_topic()
    stale = type(topic).objects.get(pk=topic.pk)
    topic.delete()

    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        stale.save()

    assert not type(topic).objects.filter(pk=stale.pk).exists()


def test_saving_without_a_change_adds_no_version():
    topic = make_topic()

    topic.save()

    assert versions_of(type(topic), topic.pk).count() == 1


def test_record_from_before_the_history_keeps_its_first_state():
    program = make_program(name_zh_hans="原来的名字")
    Version.objects.all().delete()
    Program._base_manager.filter(pk=program.pk).update(version=0)

    program = Program.objects.get(pk=program.pk)
    program.name_zh_hans = "新的名字"
    program.save()

    kinds = [(each.kind, each.data["name_zh_hans"]) for each in versions_of(Program, program.pk)]
    assert kinds == [("changed", "新的名字"), ("found", "原来的名字")]


def test_edit_that_fails_leaves_no_trace():
    program, twin = make_program(), Program()

    def fail():
        with recording():
            program.name_en = "Never"
            program.save()
            twin.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        fail()

    assert versions_of(Program, program.pk).count() == 1


def test_rows_come_back_with_their_record():
    old, new = make_city(), make_city()
    partnership = make_partnership([old])
    then = newest(partnership)
    before = state_now(Partnership, partnership.pk)
    with recording():
        partnership.memberships.all().delete()
        Membership.objects.create(partnership=partnership, city=new, order=0, role="peer")

    bring_to(partnership, then)

    assert state_now(Partnership, partnership.pk) == before
    assert list(partnership.cities.all()) == [old]


def test_deleted_record_comes_back_with_rows_files_and_moments():
    publication = make_publication(title_zh_hans="出版物")
    document = make_document(publication)
    publication.topics.add(make_topic())
    before, model, pk = (
        state_now(type(publication), publication.pk),
        type(publication),
        publication.pk,
    )
    last = newest(publication)
    publication.delete()

    bring_back(changes_between({}, state_at(model, pk, last.pk)), kind=Version.Kind.RESTORED)

    assert state_now(model, pk) == before
    with model.objects.get(pk=pk).documents.get().file as file:
        assert file.read(5) == b"%PDF-"
    assert [each.kind for each in versions_of(model, pk)[:2]] == ["restored", "restored"]
    assert type(document).objects.get(pk=document.pk).version > 2


def test_revert_says_what_could_not_come_along():
    topic, program = make_topic(name_en="Water"), make_program()
    program.topics.add(topic)
    then = newest(program)
    program.topics.clear()
    topic.delete()

    notes = bring_to(program, then)

    assert notes == ["Topics: what it named has been deleted and was left out."]
    assert list(program.topics.all()) == []


def test_revert_refuses_a_state_that_the_rules_of_today_forbid():
    program = make_program(slug="one")
    then = newest(program)
    program.slug = "two"
    program.save()
    make_program(slug="one")

    with pytest.raises(Refused, match="Slug"):
        bring_to(program, then)

    assert Program.objects.get(pk=program.pk).slug == "two"
