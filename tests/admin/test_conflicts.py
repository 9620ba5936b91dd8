"""Two people save the same record: nothing is lost, and the second one chooses (trap R5)."""

import pytest
from django.contrib.auth.models import User

from icma_portal.publishing.models import Version
from icma_portal.publishing.versioned import ChangedMeanwhile
from partnerships.models import Membership, Partnership
from programs.models import Program, Topic
from tests.factories import make_city, make_partnership, make_program, make_topic

from .records import address, posted

pytestmark = pytest.mark.django_db


def memory_of(response):
    form = response.context["adminform"].form
    return {name: form.data[name] for name in ("seen_versions", "judged_versions")}


@pytest.fixture
def topic():
    return make_topic(name_en="Water", name_zh_hans="水")


def test_second_editor_of_other_fields_overwrites_nothing(admin_client, topic):
    page = address(Topic, "change", topic.pk)
    opened = posted(admin_client.get(page))
    admin_client.post(page, {**opened, "name_en": "Fresh water"})

    second = admin_client.post(page, {**opened, "name_zh_hans": "供水"})

    topic.refresh_from_db()
    assert second.status_code == 409
    assert (topic.name_en, topic.name_zh_hans) == ("Fresh water", "水")
    conflict = second.context["conflicts"][0]
    assert [(each.input_name, each.base, each.chosen) for each in conflict.fields] == [
        ("name_en", "Water", "theirs")
    ]
    assert [each.user_name for each in conflict.versions] == ["admin"]
    assert 'value="供水"' in second.text


@pytest.mark.parametrize(
    ("choice", "name"), [("theirs", "Fresh water"), ("mine", "Drinking water")]
)
def test_choice_is_obeyed_and_the_rest_is_kept(admin_client, topic, choice, name):
    page = address(Topic, "change", topic.pk)
    opened = posted(admin_client.get(page))
    admin_client.post(page, {**opened, "name_en": "Fresh water"})
    mine = {**opened, "name_en": "Drinking water", "name_zh_hans": "供水"}
    refused = admin_client.post(page, mine)

    saved = admin_client.post(page, {**mine, **memory_of(refused), "choose-name_en": choice})

    topic.refresh_from_db()
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert (topic.name_en, topic.name_zh_hans) == (name, "供水")
    names = Version.objects.filter(object_id=topic.pk, content_type__model="topic")
    assert "Fresh water" in [each.data["name_en"] for each in names]


def test_third_editor_between_refusal_and_choice_is_not_overwritten(admin_client, topic):
    page = address(Topic, "change", topic.pk)
    opened = posted(admin_client.get(page))
    Topic.objects.filter(pk=topic.pk).update(name_en="Fresh water")
    mine = {**opened, "name_en": "Drinking water"}
    refused = admin_client.post(page, mine)
    Topic.objects.filter(pk=topic.pk).update(name_en="Clean water")

    again = admin_client.post(page, {**mine, **memory_of(refused), "choose-name_en": "mine"})

    topic.refresh_from_db()
    assert (again.status_code, topic.name_en) == (409, "Clean water")


def test_save_between_check_and_writing_is_told_as_a_conflict(admin_client, topic, monkeypatch):
    page = address(Topic, "change", topic.pk)
    opened = posted(admin_client.get(page))
    save, calls = Topic.save, []

    def late(self, *args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            raise ChangedMeanwhile(self)
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Topic, "save", late)
    saved = admin_client.post(page, {**opened, "name_en": "Fresh water"})

    topic.refresh_from_db()
    assert (saved.status_code, topic.name_en, len(calls)) == (302, "Fresh water", 2)


def test_rows_within_a_record_are_compared_by_themselves(admin_client):
    partnership = make_partnership([make_city(), make_city()])
    page = address(Partnership, "change", partnership.pk)
    opened = posted(admin_client.get(page))
    row = partnership.memberships.order_by("pk").first()
    row.order = 7
    row.save()

    refused = admin_client.post(page, {**opened, "memberships-0-order": "3"})
    memory = {**memory_of(refused), "choose-memberships-0-order": "mine"}
    saved = admin_client.post(page, {**opened, **memory, "memberships-0-order": "3"})

    row.refresh_from_db()
    assert (refused.status_code, saved.status_code, row.order) == (409, 302, 3)


def test_row_deleted_meanwhile_is_told_and_comes_as_a_new_one(admin_client):
    partnership = make_partnership([make_city(), make_city()])
    page = address(Partnership, "change", partnership.pk)
    opened = posted(admin_client.get(page))
    first, second = partnership.memberships.order_by("pk")
    city = first.city
    first.delete()

    refused = admin_client.post(page, {**opened, "memberships-0-role": "resource"})
    saved = admin_client.post(page, posted(refused) | memory_of(refused))

    assert (refused.status_code, saved.status_code) == (409, 302)
    assert [each.title[:12] for each in refused.context["gone_rows"]] == ["member: City"]
    rows = {(each.city, each.role) for each in Membership.objects.filter(partnership=partnership)}
    assert rows == {(city, "resource"), (second.city, "peer")}


def test_record_deleted_meanwhile_gives_all_that_was_typed(admin_client, topic):
    page = address(Topic, "change", topic.pk)
    opened = posted(admin_client.get(page))
    topic.delete()

    response = admin_client.post(page, {**opened, "name_zh_hans": "供水和排水"})

    assert response.status_code == 409
    assert "供水和排水" in response.text
    assert ("name_zh_hans", "供水和排水") in response.context["typed"]


def test_relations_are_compared_too(admin_client):
    program, ours, theirs = make_program(), make_topic(), make_topic()
    page = address(Program, "change", program.pk)
    opened = posted(admin_client.get(page))
    program.topics.add(theirs)

    refused = admin_client.post(page, {**opened, "topics": [str(ours.pk)]})
    memory = {**memory_of(refused), "choose-topics": "theirs"}
    admin_client.post(page, {**opened, **memory, "topics": [str(ours.pk)]})

    assert refused.status_code == 409
    assert list(program.topics.all()) == [theirs]


def test_conflict_page_speaks_the_language_of_the_interface(interface, topic):
    User.objects.create(username="li-wei")
    page = address(Topic, "change", topic.pk)
    opened = posted(interface.get(page))
    Topic.objects.filter(pk=topic.pk).update(name_en="Fresh water")

    refused = interface.post(page, {**opened, "name_en": "Drinking water"})

    heading = {
        "en": "Two people have worked on this at the same time",
        "zh-hans": "两人同时编辑了此内容",
    }
    assert heading[interface.language] in refused.text
