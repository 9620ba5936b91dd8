"""Find and replace refuses what the person may not do, what makes no sense, what breaks rules."""

import json

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models.query import QuerySet
from django.test.utils import CaptureQueriesContext

from icma_portal.bilingual.models import LanguageProfile, TermOverrule
from icma_portal.care.replacing import views
from icma_portal.care.replacing.forms import ReplaceForm
from icma_portal.publishing.history.timeline import versions_of
from partnerships.models import City
from programs.models import Topic
from tests.factories import make_city, make_topic

from .replace_page import ASKED, PAGE, again, done, key_of, plans, shown, ticked

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator(member_of):
    client = member_of("Translator")
    user = User.objects.get(username="Translator")
    LanguageProfile.objects.create(user=user, writes_chinese=True)
    return client


def pair():
    """Return a draft and a published record with the same texts."""
    texts = {"name_en": "Quokka", "name_zh_hans": "Quokka"}
    return make_topic(state="draft", **texts), make_topic(**texts)


def test_a_translator_changes_the_own_language_only(translator):
    draft, _public = pair()
    done(translator)
    assert (again(draft).name_en, again(draft).name_zh_hans) == ("Quokka", "Wombat")


@pytest.mark.parametrize("role", ["Editor", "Data steward", "Translator"])
def test_what_readers_see_is_left_to_those_who_publish(role, member_of, request):
    draft, public = pair()
    client = request.getfixturevalue("translator") if role == "Translator" else member_of(role)
    response = shown(client)
    assert plans(response)[key_of(draft)].reasons == []
    assert len(plans(response)[key_of(public)].reasons) == 1

    # A tick that the page does not offer.
    report = client.post(PAGE, ticked(response, draft, public)).context["report"]
    assert [each.key for each in report.changed] == [key_of(draft)]
    assert again(draft).name_zh_hans == "Wombat"
    assert again(public).name_zh_hans == "Quokka"


@pytest.mark.parametrize("role", ["Publisher", "Administrator"])
def test_those_who_publish_replace_in_what_is_public(role, member_of):
    draft, public = pair()
    done(member_of(role))
    assert {again(each).name_en for each in (draft, public)} == {"Wombat"}


def test_only_kinds_that_the_person_may_change_are_offered(client):
    user = User.objects.create_user("narrow", is_staff=True)
    rights = ("change_topic", "view_city", "write_all_languages", "publish_content")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    topic, city = make_topic(name_en="Quokka"), make_city(name_en="Quokka")
    offered = client.get(PAGE).context["form"].kinds_in_groups()
    response = shown(client)

    assert [key for _heading, kinds in offered for key, _label, _tick in kinds] == [
        "programs.topic"
    ]
    assert set(plans(response)) == {key_of(topic)}
    assert shown(client, kinds=["partnerships.city"]).status_code == 422
    seen = json.dumps({key_of(city): {key_of(city): city.version}})
    sent = {**ticked(response), "record": [key_of(city)], "seen": seen}
    assert client.post(PAGE, sent).status_code == 422
    assert again(city).name_en == "Quokka"


def test_who_may_change_nothing_finds_no_way_here(member_of, client):
    assert 'href="/admin/replace/"' not in member_of("Translator").get("/admin/").text
    client.logout()
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE, ASKED).status_code == 302


def test_the_way_leads_from_the_start_page(member_of):
    assert 'href="/admin/replace/"' in member_of("Editor").get("/admin/").text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"find": ""}, "find"),
        ({"find": "a" * 10_000}, "find"),
        ({"replacement": "a" * 10_000}, "replacement"),
        ({"find": "same", "replacement": "same"}, "replacement"),
        ({"find": "a\0b"}, "find"),
        ({"replacement": "a\0b"}, "replacement"),
        ({"find": "a\r\nb"}, "find"),
        ({"language": "fr"}, "language"),
        ({"kinds": ["auth.user"]}, "kinds"),
        ({"reason": "a\0"}, "reason"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(interface, values, field):
    topic = make_topic(name_en="Quokka same")
    response = shown(interface, **values)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'class="errorlist"' in response.text
    assert again(topic).name_en == "Quokka same"


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\ufffe", "\x1b[0m", "a\u2028b"])
def test_characters_of_no_text_are_refused(text):
    for name in ("find", "replacement"):
        with pytest.raises(ValidationError):
            ReplaceForm.base_fields[name].clean(text)


def test_the_sentences_are_in_the_language_of_the_reader(interface):
    text = {"en": "nothing would change", "zh-hans": "不会有任何改动"}
    assert text[interface.language] in shown(interface, find="a", replacement="a").text


def test_markup_and_patterns_are_letters(interface):
    script = "<script>alert(1)</script>"
    topic = make_topic(name_en=f"Quokka .* {script}", name_zh_hans=None)
    response = shown(interface, find=script, replacement="\\1 $& {0} %s <b>")
    interface.post(PAGE, ticked(response))

    assert script not in response.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.text
    assert again(topic).name_en == "Quokka .* \\1 $& {0} %s <b>"
    assert plans(shown(interface, find=".*", replacement=""))[key_of(topic)].count == 1


@pytest.mark.parametrize(
    ("stored", "replacement"),
    [({"name_en": "Quokka", "name_zh_hans": None}, ""), ({"name_en": "Quokka"}, "x" * 900)],
)
def test_a_text_that_the_form_refuses_is_told_at_its_record(interface, stored, replacement):
    topic, sound = make_topic(**stored), make_topic(name_en="A Quokka and more", state="draft")
    response = shown(interface, replacement=replacement)
    plan = plans(response)[key_of(topic)]
    report = interface.post(PAGE, ticked(response, topic)).context["report"]

    assert len(plan.reasons) == 1
    assert plan.reasons[0] in response.text.replace("&quot;", '"')
    assert f'value="{key_of(topic)}"' not in response.text
    assert (len(report.changed), report.refused[0].reasons) == (0, plan.reasons)
    assert again(topic).name_en == "Quokka"
    assert again(sound).name_en == "A Quokka and more"
    assert versions_of(Topic, topic.pk).count() == 1


def test_the_gate_of_what_is_published_holds(admin_client):
    city = make_city(name_en="Quokka", name_zh_hans=None)
    response = shown(admin_client, replacement="")
    assert plans(response)[key_of(city)].reasons != []
    assert admin_client.post(PAGE, ticked(response, city)).context["report"].changed == []
    assert again(city).name_en == "Quokka"


def test_the_glossary_refuses_until_a_reason_is_given(admin_client):
    topic = make_topic(name_en="A memorandum of understanding", name_zh_hans="一份谅解备忘录")
    asked = {"find": "谅解备忘录", "replacement": "文件"}
    refused = shown(admin_client, **asked)
    assert plans(refused)[key_of(topic)].asks_reason

    reason = {"reason": "Quoted as it is printed"}
    done(admin_client, **asked, **reason)
    assert again(topic).name_zh_hans == "一份文件"
    assert TermOverrule.objects.get(object_id=topic.pk).reason == reason["reason"]


def test_a_record_in_the_way_leaves_the_others_changed(admin_client, monkeypatch):
    """The database may refuse what no form has seen: that record is left, and the edit goes on."""
    first, second = make_topic(name_en="Quokka one"), make_topic(name_en="Quokka two")
    save = Topic.save

    def clash(self, *args, **kwargs):
        save(self, *args, **kwargs)
        if self.pk == first.pk:
            QuerySet(Topic).bulk_create([Topic(slug=second.slug)])

    monkeypatch.setattr(Topic, "save", clash)
    report = done(admin_client).context["report"]

    assert [len(each) for each in (report.changed, report.refused)] == [1, 1]
    assert (again(first).name_en, again(second).name_en) == ("Quokka one", "Wombat two")
    assert versions_of(Topic, first.pk).filter(origin="replace").count() == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"seen": "no json", "record": ["programs.topic.1"]},
        {"seen": "[]", "record": ["programs.topic.1"]},
        {"seen": '{"programs.topic.1": 3}', "record": ["programs.topic.1"]},
        {"seen": '{"auth.user.1": {"auth.user.1": 0}}', "record": ["auth.user.1"]},
        {"seen": '{"programs.topic.x": {"programs.topic.x": 0}}', "record": ["programs.topic.x"]},
        {"seen": "{}", "record": [], "after": "programs.topic.99999999999999999999999"},
        {"seen": "{}", "record": [], "after": "\0"},
    ],
)
def test_a_forged_page_changes_nothing(admin_client, sent):
    topic = make_topic(name_en="Quokka")
    response = admin_client.post(PAGE, {**ASKED, "replace": "1", **sent})
    assert response.status_code == 422
    assert again(topic).name_en == "Quokka"


def test_many_records_are_looked_through_page_by_page(admin_client, monkeypatch):
    """Also where the replacement holds what is looked for: nothing is replaced twice."""
    monkeypatch.setattr(views, "SHOWN", 2)
    records = [make_city(name_en=f"Quokka {n}") for n in range(3)]
    records += [make_topic(name_en=f"Quokka {n}") for n in range(2)]
    asked = {"replacement": "Quokka of Quokkas"}
    response, seen = shown(admin_client, **asked), []
    while response.context["preview"].plans:
        preview = response.context["preview"]
        seen.append((len(preview.plans), preview.first, preview.records, preview.has_more))
        report = admin_client.post(PAGE, ticked(response))
        assert f'value="{preview.last_key}"' in report.text or not preview.has_more
        response = shown(admin_client, **asked, go_on=preview.last_key)

    assert seen == [(2, 1, 5, True), (2, 3, 5, True), (1, 5, 5, False)]
    assert {again(each).name_en.count("Quokka") for each in records} == {2}


def test_a_page_is_shorter_where_texts_hold_much(admin_client, monkeypatch):
    monkeypatch.setattr(views, "PLACES", 5)
    for number in (1, 4, 9, 2):
        make_city(name_en="Quokka " * number)
    sizes, response = [], shown(admin_client)
    while response.context["preview"].plans:
        sizes.append([plan.count for plan in response.context["preview"].plans])
        response = shown(admin_client, go_on=response.context["preview"].last_key)
    assert sizes == [[1, 4], [9], [2]]


def test_a_page_that_is_left_out_stays_as_it_is(admin_client, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 1)
    first, second = make_city(name_en="Quokka 1"), make_city(name_en="Quokka 2")
    page = shown(admin_client, go_on=key_of(first))
    admin_client.post(PAGE, ticked(page))
    assert (again(first).name_en, again(second).name_en) == ("Quokka 1", "Wombat 2")


def test_the_preview_costs_no_query_a_record_that_is_not_shown(admin_client, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 1)
    costs = []
    for number in (2, 6):
        for each in range(number):
            make_city(name_en=f"Quokka {each}")
        with CaptureQueriesContext(connection) as captured:
            shown(admin_client)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert City.objects.filter(name_en__startswith="Quokka").count() == 8


def test_the_page_speaks_the_language_of_the_reader(interface):
    heading = {"en": "Show what would change", "zh-hans": "预览替换结果"}
    assert heading[interface.language] in interface.get(PAGE).text
