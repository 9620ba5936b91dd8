"""Find and replace in the admin: looked at first, then done as a form would do it."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from icma_portal.accounts.models import AuditEntry
from icma_portal.bilingual.models import TranslationUnit
from icma_portal.bilingual.tracking import units_of
from icma_portal.publishing.history.restoring import state_now
from icma_portal.publishing.history.timeline import versions_of
from icma_portal.publishing.models import Revision
from icma_portal.publishing.revisions.states import keep, open_revision
from icma_portal.search.searching import search
from icma_portal.web.changes import content_version
from partnerships.models import PartnershipFact
from programs.models import CountryGroup, Paragraph, Section, Topic
from tests.factories import make_city, make_partnership, make_source, make_topic

from .records import address, make
from .replace_page import PAGE, again, done, key_of, plans, shown, ticked

pytestmark = pytest.mark.django_db


def test_every_place_is_shown_before_anything_is_changed(interface):
    topic = make_topic(name_en="Quokka of Quokkas", name_zh_hans="Quokka 保护")
    other = make_city(name_en="Quokka town")
    response = shown(interface)

    assert set(plans(response)) == {key_of(topic), key_of(other)}
    plan = plans(response)[key_of(topic)]
    assert [(each.language, each.replaced.count) for each in plan.passages] == [
        ("en", 2),
        ("zh-Hans", 1),
    ]
    assert (response.context["preview"].records, response.context["preview"].places) == (2, 4)
    assert '<p lang="en"><mark>Quokka</mark> of <mark>Quokka</mark>s</p>' in response.text
    assert "<del>Quokka</del><ins>Wombat</ins> 保护" in response.text
    assert f'value="{key_of(topic)}" checked' in response.text
    assert plan.address in response.text
    assert again(topic).name_en == "Quokka of Quokkas"


def test_only_the_ticked_records_are_changed(interface):
    first, second = make_topic(name_en="Quokka one"), make_topic(name_en="Quokka two")
    response = done(interface, second)

    assert response.status_code == 200
    assert [key_of(p.record) for p in response.context["report"].changed] == [key_of(second)]
    assert again(first).name_en == "Quokka one"
    assert again(second).name_en == "Wombat two"
    assert again(second).slug == second.slug


@pytest.mark.parametrize(
    ("language", "changed"),
    [
        ("", {"name_en", "name_zh_hans", "aliases"}),
        ("en", {"name_en"}),
        ("zh-hans", {"name_zh_hans"}),
    ],
)
def test_the_language_is_chosen(admin_client, language, changed):
    texts = dict.fromkeys(("name_en", "name_zh_hans", "aliases"), "Quokka")
    city = make_city(slug="quokka", **texts)
    done(admin_client, language=language)
    city = again(city)

    assert {name for name in texts if getattr(city, name) == "Wombat"} == changed
    assert city.slug == "quokka"


def test_the_kinds_are_chosen(admin_client):
    topic, city = make_topic(name_en="Quokka"), make_city(name_en="Quokka")
    response = shown(admin_client, kinds=["programs.topic"])

    assert set(plans(response)) == {key_of(topic)}
    # Ticking what was not looked through changes nothing.
    sent = ticked(
        response, record=[key_of(city)], seen=json.dumps({key_of(city): {key_of(city): 1}})
    )
    assert admin_client.post(PAGE, sent).status_code == 422
    assert again(city).name_en == "Quokka"


def test_rows_are_changed_with_their_record(admin_client):
    section = make(Section, title_en="Animals")
    row = Paragraph.objects.create(section=section, text_en="<p>A <em>Quok</em>ka</p>")
    [plan] = plans(shown(admin_client)).values()
    done(admin_client)

    assert plan.key == key_of(section)
    assert set(plan.seen) == {key_of(section), key_of(row)}
    assert again(row).text_en == "<p>A <em>Wombat</em></p>"
    newest = versions_of(Section, section.pk).first()
    assert (newest.object_id, newest.root_id) == (row.pk, section.pk)


def test_what_others_have_said_is_not_touched(admin_client):
    source = make_source(title="Quokka")
    done(admin_client)
    assert again(source).title == "Quokka"


def test_what_was_shown_is_what_is_stored_in_all_of_the_content(admin_client):
    """Through all real records, rich texts and rows among them."""
    promised, after, found = {}, "", {"find": "ICMA", "replacement": "I & <M>", "reason": "A test"}
    while after is not None:
        response = shown(admin_client, **found, go_on=after)
        preview = response.context["preview"]
        for plan in preview.plans:
            for change in plan.changes if not plan.reasons else ():
                model, pk = type(change.form.instance), change.form.instance.pk
                promised |= {(model, pk, name): text for name, text in change.form.data.items()}
        admin_client.post(PAGE, ticked(response))
        after = preview.last_key if preview.has_more else None
    promised = {key: text for key, text in promised.items() if key[2] != "term_reason"}
    wrong = [
        (model.__name__, pk, name)
        for (model, pk, name), text in promised.items()
        if (getattr(model._base_manager.get(pk=pk), name) or "") != text
    ]

    assert wrong == []
    assert len(promised) > 100


def test_the_forms_of_the_page_carry_their_token(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    topic = make_topic(name_en="Quokka")
    token = client.get(PAGE).context["csrf_token"]
    response = shown(client, csrfmiddlewaretoken=str(token))

    # That of the page, of the choice of a language, of the question, and of the answer.
    tokens = [form for form in response.text.split("<form")[1:] if 'method="post"' in form]
    assert [form for form in tokens if "csrfmiddlewaretoken" not in form] == []
    assert client.post(PAGE, ticked(response, csrfmiddlewaretoken=str(token))).status_code == 200
    assert again(topic).name_en == "Wombat"


def test_it_is_one_edit_in_the_history_and_can_be_brought_back(admin_client):
    topics = [make_topic(name_en=f"Quokka {number}") for number in range(2)]
    done(admin_client)
    newest = [versions_of(Topic, each.pk).first() for each in topics]

    assert {each.edit for each in newest} == {newest[0].edit}
    told = (newest[0].origin, newest[0].user_name, newest[0].comment)
    assert told == ("replace", "admin", "“Quokka” → “Wombat”")
    history = admin_client.get(f"/admin/programs/topic/{topics[0].pk}/history/")
    assert "“Quokka” → “Wombat”" in history.text
    before = versions_of(Topic, topics[0].pk)[1]
    page = f"/admin/programs/topic/{topics[0].pk}/history/{before.pk}/"
    stamp = admin_client.get(page).context["stamp"]
    admin_client.post(page, {"stamp": stamp, "all": "1"})
    assert [again(each).name_en for each in topics] == ["Quokka 0", "Wombat 1"]


def test_the_logs_tell_of_it(admin_client):
    topic = make_topic(name_en="Quokka")
    done(admin_client)
    entry = AuditEntry.objects.filter(event="replaced").get()

    assert (entry.user_name, entry.target) == ("admin", "“Quokka” → “Wombat”")
    assert entry.details["records"] == [key_of(topic)]
    assert LogEntry.objects.filter(object_id=str(topic.pk)).first().change_message == entry.target


def test_search_and_pages_follow(admin_client):
    topic = make_topic(name_en="Quokka")
    before = content_version()
    done(admin_client)

    assert search("Wombat").entries[0].object_id == topic.pk
    assert not [each for each in search("Quokka").entries if each.object_id == topic.pk]
    assert content_version() != before


@pytest.mark.parametrize(("minor", "state"), [({}, "stale"), ({"is_minor": "on"}, "current")])
def test_translations_go_out_of_date_as_by_the_form(admin_client, minor, state):
    topic = make_topic(name_en="Quokka", name_zh_hans="袋鼠")
    unit = units_of(topic)["name"]
    assert unit.source_language == "en"
    done(admin_client, **minor)

    is_stale = units_of(topic)["name"].state == TranslationUnit.State.STALE
    assert is_stale == (state == "stale")
    assert bool(again(topic).stale_columns) == is_stale


def test_a_record_changed_since_the_preview_is_left_and_told(interface):
    first, second = make_topic(name_en="Quokka one"), make_topic(name_en="Quokka two")
    sent = ticked(shown(interface))
    first.name_en = "Quokka of somebody else"
    first.save()
    response = interface.post(PAGE, sent)
    report = response.context["report"]

    assert again(first).name_en == "Quokka of somebody else"
    assert again(second).name_en == "Wombat two"
    assert [each.address for each in report.refused] == [address(Topic, "change", first.pk)]
    assert report.refused[0].address in response.text
    # Sending the same once more changes nothing.
    assert len(interface.post(PAGE, sent).context["report"].refused) == 2


def test_a_row_changed_since_the_preview_keeps_its_record_as_it_is(admin_client):
    partnership = make_partnership(name_en="Quokka")
    fact = PartnershipFact.objects.create(partnership=partnership, text_en="Quokka")
    sent = ticked(shown(admin_client))
    fact.text_en = "Quokkas"
    fact.save()
    report = admin_client.post(PAGE, sent).context["report"]

    assert (len(report.changed), len(report.refused)) == (0, 1)
    assert (again(partnership).name_en, again(fact).text_en) == ("Quokka", "Quokkas")


def test_a_deleted_record_is_told(admin_client):
    topic = make_topic(name_en="Quokka")
    sent = ticked(shown(admin_client))
    topic.delete()
    report = admin_client.post(PAGE, sent).context["report"]
    assert (len(report.changed), len(report.refused)) == (0, 1)


def test_a_pending_revision_is_told_and_stays(admin_client, admin_user):
    topic = make_topic(name_en="Quokka")
    before = state_now(Topic, topic.pk)
    after = {key: {**data, "name_zh_hans": "新"} for key, data in before.items()}
    keep(topic, before, after, admin_user)
    response = shown(admin_client)

    assert plans(response)[key_of(topic)].revision_address in response.text
    admin_client.post(PAGE, ticked(response))
    assert again(topic).name_en == "Wombat"
    assert open_revision(topic).decision == ""


def test_by_four_eyes_what_is_public_is_put_aside(admin_client, settings):
    settings.REVIEW_BY_ANOTHER = True
    topic, group = (
        make_topic(name_en="Quokka"),
        CountryGroup.objects.create(slug="q", name_en="Quokka"),
    )
    response = done(admin_client)
    report = response.context["report"]

    assert [each.key for each in report.put_aside] == [key_of(topic)]
    assert again(topic).name_en == "Quokka"
    assert again(group).name_en == "Wombat"
    assert Revision.objects.get(object_id=topic.pk).after[0][2]["name_en"] == "Wombat"
    assert versions_of(Topic, topic.pk).filter(origin="replace").count() == 0
    # One that waits already is not thrown away for another.
    assert plans(shown(admin_client))[key_of(topic)].reasons != []
