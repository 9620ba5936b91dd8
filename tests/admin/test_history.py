"""The history of a record in the admin: who did what, and the way back."""

import pytest
from django.urls import reverse

from icma_portal.publishing.history.receivers import versioned_models
from icma_portal.publishing.history.timeline import versions_of
from icma_portal.publishing.models import Version
from partnerships.models import Partnership
from programs.models import Program, Topic
from tests.factories import make_city, make_partnership, make_program, make_topic

from .records import REGISTERED, address, make, posted

pytestmark = pytest.mark.django_db
KEPT = [model for model in REGISTERED if model in versioned_models()]


def changed_by_form(client, record, **values):
    page = address(type(record), "change", record.pk)
    response = client.post(page, posted(client.get(page)) | values)
    assert response.status_code == 302
    return versions_of(type(record), record.pk)


def test_history_tells_who_what_when_and_from_where(interface):
    program = make_program(name_en="Water for cities", name_zh_hans="城市供水")

    versions = changed_by_form(interface, program, name_zh_hans="城市用水")
    page = interface.get(address(Program, "history", program.pk))

    newest = versions.first()
    assert (newest.user_name, newest.origin) == ("admin", "admin")
    edit = page.context["edits"][0]
    assert [(each.name, each.language) for each in edit.events[0].differences] == [
        ("name_zh_hans", "zh-Hans")
    ]
    assert "城市<del>供</del><ins>用</ins>水" in page.text


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label_lower)
def test_pages_of_the_history_open_for_every_model(admin_client, model):
    record = make(model)
    number = versions_of(model, record.pk).first().pk

    history = admin_client.get(address(model, "history", record.pk))
    compare = admin_client.get(address(model, "compare", record.pk, number))
    record.delete()
    deleted = admin_client.get(address(model, "deleted"))
    newest = deleted.context["rows"][0][0]
    restore = admin_client.get(address(model, "restore", newest.pk))

    pages = (history, compare, deleted, restore)
    assert [page.status_code for page in pages] == [200] * 4
    assert len(history.context["edits"]) >= 1


def test_all_models_with_pages_were_visited():
    assert len(KEPT) > 35


def test_one_field_is_brought_back_and_the_rest_stays(admin_client):
    program = make_program(name_en="One", name_zh_hans="一")
    first = versions_of(Program, program.pk).first()
    program.name_en, program.name_zh_hans = "Two", "二"
    program.save()
    page = address(Program, "compare", program.pk, first.pk)
    stamp = admin_client.get(page).context["stamp"]

    part = f"programs.program.{program.pk}:name_zh_hans"
    response = admin_client.post(page, {"stamp": stamp, "part": part})

    program.refresh_from_db()
    assert response.status_code == 302
    assert (program.name_en, program.name_zh_hans) == ("Two", "一")
    newest = versions_of(Program, program.pk).first()
    assert (newest.kind, newest.user_name, newest.number) == ("reverted", "admin", 3)


def test_everything_comes_back_but_the_state(admin_client):
    city = make_city()
    partnership = make_partnership([city], state="draft", name_zh_hans="伙伴")
    first = versions_of(Partnership, partnership.pk).first()
    partnership.memberships.all().delete()
    partnership.state, partnership.name_zh_hans = "published", "合作"
    partnership.save()
    page = address(Partnership, "compare", partnership.pk, first.pk)

    opened = admin_client.get(page)
    admin_client.post(page, {"stamp": opened.context["stamp"], "all": "1"})

    partnership.refresh_from_db()
    assert (partnership.state, partnership.name_zh_hans) == ("published", "伙伴")
    assert list(partnership.cities.all()) == [city]


def test_revert_of_what_was_saved_meanwhile_is_refused(admin_client):
    topic = make_topic(name_en="One")
    first = versions_of(Topic, topic.pk).first()
    topic.name_en = "Two"
    topic.save()
    page = address(Topic, "compare", topic.pk, first.pk)
    stamp = admin_client.get(page).context["stamp"]
    topic.name_en = "Three"
    topic.save()

    response = admin_client.post(page, {"stamp": stamp, "all": "1"})

    topic.refresh_from_db()
    assert (response.status_code, topic.name_en) == (409, "Three")


def test_deleted_record_is_restored_as_a_draft(admin_client):
    partnership = make_partnership([make_city()], name_zh_hans="伙伴")
    pk, slug = partnership.pk, partnership.slug
    admin_client.post(address(Partnership, "delete", pk), {"post": "yes"})
    gone = Version.objects.filter(kind="deleted", content_type__model="partnership").first()

    response = admin_client.post(address(Partnership, "restore", gone.pk))

    restored = Partnership.objects.get(pk=pk)
    assert response.headers["Location"] == address(Partnership, "change", pk)
    assert (restored.slug, restored.state, restored.memberships.count()) == (slug, "draft", 1)
    assert gone.user_name == "admin"


def test_translator_reads_the_history_and_brings_nothing_back(member_of):
    program = make_program(name_en="One")
    first = versions_of(Program, program.pk).first()
    program.name_en = "Two"
    program.save()
    client = member_of("Translator")
    page = address(Program, "compare", program.pk, first.pk)

    opened = client.get(page)
    response = client.post(page, {"stamp": opened.context["stamp"], "all": "1"})

    program.refresh_from_db()
    assert (opened.status_code, response.status_code, program.name_en) == (200, 403, "Two")
    assert "Bring back" not in opened.text


def test_version_of_another_record_is_not_found(admin_client):
    one, other = make_topic(), make_topic()
    foreign = versions_of(Topic, other.pk).first()

    response = admin_client.get(address(Topic, "compare", one.pk, foreign.pk))

    assert response.status_code == 404


def test_list_leads_to_the_deleted_records(admin_client):
    text = admin_client.get(address(Topic, "changelist")).text

    assert f'href="{reverse("admin:programs_topic_deleted")}"' in text
