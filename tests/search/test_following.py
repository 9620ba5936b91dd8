"""The index follows every way in which a record, or what it shows, can change."""

import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from icma_portal.files.models import FileVersion, Reading
from icma_portal.publishing.versioned import VersionedQuerySet
from icma_portal.search.declarations import followed
from icma_portal.search.following import deferring
from icma_portal.search.indexing import index
from icma_portal.search.models import SearchEntry
from icma_portal.search.searching import search
from partnerships.models import City, Membership, Partnership, PartnershipFact
from tests.factories import (
    make_city,
    make_country,
    make_document,
    make_partnership,
    make_project,
    make_publication,
    make_topic,
)

pytestmark = pytest.mark.django_db
WORD = "zyxword"


def found(text=WORD):
    """Return the (kind, id) of all that is publicly found with every word."""
    result = search(text)
    return sorted((each.kind, each.object_id) for each in result.entries if result.is_exact)


def test_save_publish_and_take_back_are_followed():
    project = make_project(name_en=f"{WORD} one", state="draft")
    assert found() == []

    project.state = "published"
    project.save()
    assert found() == [("project", project.pk)]

    project.state = "archived"
    project.save()
    assert found() == []


def test_new_text_replaces_the_old_one():
    project = make_project(name_en=f"{WORD} one", name_zh_hans="旧名称")

    project.name_zh_hans = "新名称"
    project.save()

    assert found("旧名称") == []
    assert found("新名称") == [("project", project.pk)]


def test_schedule_is_a_condition_of_the_query():
    now = timezone.now()
    make_project(name_en=WORD, published_at=now + datetime.timedelta(hours=1))
    make_project(
        name_en=WORD,
        published_at=now - datetime.timedelta(hours=2),
        expires_at=now - datetime.timedelta(hours=1),
    )
    public = make_project(name_en=WORD, expires_at=now + datetime.timedelta(hours=1))

    assert found() == [("project", public.pk)]
    assert search(WORD).counts["kind"] == {"project": 1}


def test_name_of_a_related_record_is_followed():
    country = make_country()
    city = make_city(country=country)
    partnership = make_partnership([city])

    country.name_en = WORD
    country.save()

    assert found() == sorted(
        [("country", country.pk), ("city", city.pk), ("partnership", partnership.pk)]
    )


def test_draft_of_a_related_record_is_not_told():
    city = make_city(name_en=WORD, state="draft")
    partnership = make_partnership([city])
    assert found() == []

    city.state = "published"
    city.save()

    assert found() == [("city", city.pk), ("partnership", partnership.pk)]


def test_schedule_of_a_related_record_is_remembered():
    moment = timezone.now() + datetime.timedelta(hours=1)
    partnership = make_partnership([make_city(name_en=WORD, published_at=moment)])

    entry = SearchEntry.objects.get(kind="partnership", object_id=partnership.pk)

    assert (found(), entry.changes_at) == ([], moment)


def test_due_entries_are_renewed_by_the_search_itself():
    city = make_city(name_en=WORD)
    partnership = make_partnership([city])
    entries = SearchEntry.objects.filter(kind="partnership", object_id=partnership.pk)
    City._base_manager.filter(pk=city.pk).update(state="draft")
    entries.update(changes_at=timezone.now())

    assert [kind for kind, _pk in found()] == ["city"]
    assert entries.get().changes_at is None


def test_facts_for_editors_are_never_found():
    partnership = make_partnership()
    fact = PartnershipFact.objects.create(partnership=partnership, text_en=WORD, is_internal=True)
    assert found() == []

    fact.is_internal = False
    fact.save()
    assert found() == [("partnership", partnership.pk)]

    fact.delete()
    assert found() == []


@pytest.mark.parametrize("change", ["update", "bulk_update"])
def test_changes_in_bulk_are_followed(change):
    cities = [make_city(), make_city()]
    partnership = make_partnership(cities[:1])

    if change == "update":
        City.objects.filter(pk__in=[each.pk for each in cities]).update(name_en=WORD)
    else:
        for each in cities:
            each.name_en = WORD
        City.objects.bulk_update(cities, ["name_en"])

    assert found() == [*[("city", each.pk) for each in cities], ("partnership", partnership.pk)]


def test_rows_made_in_bulk_are_followed():
    city, partnership = make_city(name_en=WORD), make_partnership()

    Membership.objects.bulk_create([Membership(partnership=partnership, city=city)])
    assert found() == [("city", city.pk), ("partnership", partnership.pk)]

    Membership.objects.filter(partnership=partnership).update(city=make_city())
    assert found() == [("city", city.pk)]


def test_every_followed_model_tells_of_changes_in_bulk():
    silent = [
        model
        for model in followed()
        if not isinstance(model._default_manager.all(), VersionedQuerySet)
    ]

    # A version of a file never changes, and the portal itself saves its reading, one by one.
    assert {*silent} == {FileVersion, Reading}
    assert len(followed()) > 20


def test_relations_of_many_are_followed_from_both_sides():
    topic, project, other = make_topic(name_en=WORD), make_project(), make_project()

    project.topics.add(topic)
    topic.projects.add(other)
    assert found() == sorted([("project", project.pk), ("project", other.pk), ("topic", topic.pk)])

    topic.projects.clear()
    assert found() == [("topic", topic.pk)]


def test_row_that_moves_changes_both_records():
    city = make_city(name_en=WORD)
    one, other = make_partnership([city]), make_partnership()
    membership = one.memberships.get()

    membership.partnership = other
    membership.save()

    assert found() == [("city", city.pk), ("partnership", other.pk)]


def test_record_is_read_after_its_entry_is_locked():
    """Else who waits for another writer writes what that one has just replaced."""
    partnership = make_partnership([make_city()])

    with CaptureQueriesContext(connection) as queries:
        index(Partnership, [partnership.pk])

    asked = "\n".join(each["sql"] for each in queries)
    assert asked.index('FROM "search_searchentry"') < asked.index('FROM "partnerships_partnership"')


def test_deletion_is_followed():
    topic = make_topic(name_en=WORD)
    project = make_project()
    project.topics.add(topic)

    topic.delete()
    assert found() == []

    pk = project.pk
    project.delete()
    assert not SearchEntry.objects.filter(kind="project", object_id=pk).exists()


def test_accreditation_is_public_only_within_its_center():
    """It has no page of its own, unlike an agreement."""
    from china_center.models import Accreditation, Agreement

    accreditation = Accreditation.objects.get()
    agreement = Agreement.objects.filter(center=accreditation.center).first()
    entries = SearchEntry.objects.filter(kind="accreditation", object_id=accreditation.pk)
    assert entries.get().visible_from is not None

    accreditation.center.state = "draft"
    accreditation.center.save()

    assert entries.get().visible_from is None
    own = SearchEntry.objects.get(kind="agreement", object_id=agreement.pk)
    assert own.visible_from is not None


def test_document_of_a_draft_is_not_told_by_its_language():
    publication = make_publication(title_en=WORD)
    document = make_document(publication, state="draft")
    assert search(WORD).counts.get("language", {}) == {}

    document.state = "published"
    document.save()

    assert search(WORD).counts["language"] == {"en": 1}


def test_rollback_takes_the_index_back():
    project = make_project()

    with transaction.atomic():
        project.name_en = WORD
        project.save()
        assert found() == [("project", project.pk)]
        transaction.set_rollback(True)

    assert found() == []


def test_deferred_entries_are_written_once_at_the_end():
    with transaction.atomic(), deferring():
        city = make_city(name_en=WORD)
        make_partnership([city])
        assert found() == []

    assert [kind for kind, _pk in found()] == ["city", "partnership"]
