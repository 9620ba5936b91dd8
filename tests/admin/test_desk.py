"""The form of the translation desk, with both texts side by side."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from icma_portal.bilingual.models import LanguageProfile, TermOverrule
from programs.models import Topic
from tests.factories import make_topic

from .desk import LIST, State, missing, page_of, send, stale, unit_kind, unit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chinese_translator(member_of, django_user_model):
    client = member_of("Translator")
    user = django_user_model.objects.get(username="Translator")
    LanguageProfile.objects.create(user=user, writes_chinese=True)
    return client


def test_saving_stores_the_translation_with_its_author_and_a_trace(chinese_translator):
    (unit,) = missing()

    response = send(chinese_translator, unit, translation="事项")

    unit.refresh_from_db()
    assert response.status_code == 302
    assert unit.record.name_zh_hans == "事项"
    assert (unit.state, unit.edited_by.username) == (State.CURRENT, "Translator")
    assert LogEntry.objects.get(object_id=str(unit.object_id)).user.username == "Translator"


def test_save_and_next_leads_through_the_list_in_its_order(admin_client):
    first, second, third = missing(3)
    filters = f"kind%3D{unit_kind()}%26age%3D1"
    page = admin_client.get(page_of(second, filters))

    assert f"/{first.pk}/change/" in page.context["previous_address"]
    assert f"/{third.pk}/change/" in page.context["next_address"]

    data = {"seen": page.context["form"].initial["seen"], "translation": "二", "decision": "next"}
    response = admin_client.post(page_of(second, filters), data)
    assert response.url == page_of(third, filters)


def test_last_one_of_the_list_leads_back_to_it(admin_client):
    (unit,) = missing()
    kind = f"kind%3D{unit_kind()}%26age%3D1"
    page = admin_client.get(page_of(unit, kind))
    data = {"seen": page.context["form"].initial["seen"], "translation": "末", "decision": "next"}

    response = admin_client.post(page_of(unit, kind), data, follow=True)

    assert response.request["PATH_INFO"] == LIST
    assert [str(each) for each in response.context["messages"]][-1] == (
        "That was the last one of this list."
    )


def test_what_changed_in_the_source_is_shown_word_by_word(admin_client):
    page = admin_client.get(page_of(stale())).text

    assert "<ins>Clean drinking</ins>" in page
    assert "<del>Drinking</del>" in page


@pytest.mark.parametrize(("decision", "state"), [("confirm", "current"), ("save", "stale")])
def test_only_saying_that_it_is_still_right_settles_an_unchanged_text(
    admin_client, decision, state
):
    unit = stale()

    send(admin_client, unit, decision)

    unit.refresh_from_db()
    assert unit.state == state
    assert unit.record.stale_columns == ("" if state == "current" else "name_zh_hans")


def test_a_copy_counts_once_it_is_meant(admin_client):
    unit = unit_of(make_topic(name_en="CityLinks", name_zh_hans="CityLinks"))
    before = unit.state

    send(admin_client, unit, "same")

    unit.refresh_from_db()
    assert (before, unit.state) == (State.MISSING, State.SAME)


def test_reviewed_names_the_reviewer(admin_client):
    unit = unit_of(make_topic())

    send(admin_client, unit, "review")

    unit.refresh_from_db()
    assert (unit.state, unit.reviewed_by.username) == (State.REVIEWED, "admin")


def test_the_translation_may_become_the_source(admin_client):
    unit = unit_of(make_topic())

    send(admin_client, unit, "lead")

    unit.refresh_from_db()
    assert (unit.source_language, unit.state) == ("zh-hans", State.CURRENT)


@pytest.mark.parametrize("decision", ["confirm", "same", "review", "lead"])
def test_nothing_is_said_of_a_translation_that_is_not_there(admin_client, decision):
    (unit,) = missing()

    response = send(admin_client, unit, decision)

    assert response.status_code == 422
    assert "There is no translation yet" in response.text


def test_second_of_two_translators_loses_nothing_and_overwrites_nothing(admin_client):
    (unit,) = missing()
    opened = admin_client.get(page_of(unit)).context["form"].initial["seen"]
    send(admin_client, unit, translation="第一个译文")

    response = admin_client.post(page_of(unit), {"seen": opened, "translation": "第二个译文"})

    assert response.status_code == 409
    assert "第一个译文" in response.text
    assert 'value="第二个译文"' in response.text
    assert unit.record.name_zh_hans == "第一个译文"

    again = response.context["form"].data["seen"]
    admin_client.post(page_of(unit), {"seen": again, "translation": "第二个译文"})
    assert Topic.objects.get(pk=unit.object_id).name_zh_hans == "第二个译文"


def test_plain_text_is_shown_in_paragraphs_and_as_it_was_written(admin_client):
    unit = unit_of(make_topic(name_en="Water & <em>roads</em>", name_zh_hans=None))

    page = admin_client.get(page_of(unit)).text

    assert "<p>Water &amp; &lt;em&gt;roads&lt;/em&gt;</p>" in page


def test_glossary_refuses_until_a_reason_is_given(admin_client):
    unit = unit_of(make_topic(name_en="The sister city of a mayor", name_zh_hans=None))
    assert admin_client.get(page_of(unit)).context["terms"]

    refused = send(admin_client, unit, translation="市长的姊妹城市")
    unit.refresh_from_db()
    stored = unit.record.name_zh_hans
    send(admin_client, unit, translation="市长的姊妹城市", term_reason="引用原文")

    assert (refused.status_code, stored) == (422, None)
    assert 'name="term_reason"' in refused.text
    assert Topic.objects.get(pk=unit.object_id).name_zh_hans == "市长的姊妹城市"
    assert set(TermOverrule.objects.values_list("reason", flat=True)) == {"引用原文"}


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_form(admin_client):
    (unit,) = missing()

    response = send(admin_client, unit, translation="长" * 1000)

    assert response.status_code == 400
    assert "长" * 1000 in response.text
    assert unit.record.name_zh_hans is None


def test_unknown_button_changes_nothing(admin_client):
    (unit,) = missing()

    response = send(admin_client, unit, "destroy", translation="事项")

    assert response.status_code == 400
    assert Topic.objects.get(pk=unit.object_id).name_zh_hans is None


def test_translator_writes_no_other_language_than_the_own(chinese_translator):
    into_english = unit_of(make_topic(name_en=None, name_zh_hans="水务"))

    page = chinese_translator.get(page_of(into_english))
    response = chinese_translator.post(page_of(into_english), {"translation": "Water", "seen": ""})

    assert page.status_code == 200
    assert 'name="decision"' not in page.text
    assert response.status_code == 403
    assert Topic.objects.get(pk=into_english.object_id).name_en is None


def test_without_the_right_the_desk_is_closed(client, django_user_model):
    (unit,) = missing()
    client.force_login(django_user_model.objects.create_user("other", is_staff=True))

    assert client.get(LIST).status_code == 403
    assert client.get(page_of(unit)).status_code == 302


@pytest.mark.parametrize("key", ["0", "999999999", "x", "9" * 30])
def test_unknown_translation_leads_away_with_a_message(admin_client, key):
    address = reverse("admin:bilingual_translationunit_change", args=[key])

    response = admin_client.get(address)

    assert response.status_code == 302
