"""The translation desk: its list, its filters, and the form with both texts side by side."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from icma_portal.bilingual.models import LanguageProfile, TermOverrule, TranslationUnit
from icma_portal.bilingual.tracking import units_of
from programs.models import Paragraph, Program, Topic
from tests.factories import make_project, make_topic

pytestmark = pytest.mark.django_db
LIST = reverse("admin:bilingual_translationunit_changelist")
State = TranslationUnit.State


def page_of(unit, filters=""):
    address = reverse("admin:bilingual_translationunit_change", args=[unit.pk])
    return f"{address}?_changelist_filters={filters}" if filters else address


def unit_of(record):
    return units_of(record)["name"]


def missing(number=1):
    """Return the units of new topics that have no Chinese name, the oldest first."""
    topics = [make_topic(name_en=f"Matter {each}", name_zh_hans=None) for each in range(number)]
    return [unit_of(topic) for topic in topics]


def stale():
    topic = make_topic(name_en="Drinking water", name_zh_hans="饮水")
    topic.name_en = "Clean drinking water"
    topic.save()
    return unit_of(topic)


def send(client, unit, decision="save", **values):
    """Submit the form as a browser that has just opened it would."""
    form = client.get(page_of(unit)).context["form"]
    data = {
        "seen": form.initial["seen"],
        "translation": form.initial["translation"],
        "decision": decision,
    }
    return client.post(page_of(unit), {**data, **values})


def keys_of(client, **query):
    return set(client.get(LIST, query).context["cl"].queryset.values_list("pk", flat=True))


@pytest.fixture
def chinese_translator(member_of, django_user_model):
    client = member_of("Translator")
    user = django_user_model.objects.get(username="Translator")
    LanguageProfile.objects.create(user=user, writes_chinese=True)
    return client


# The list ----------------------------------------------------------------------


def test_list_shows_what_is_open_first_and_all_when_asked(admin_client):
    (open_one,), settled = missing(), unit_of(make_topic())

    assert open_one.pk in keys_of(admin_client)
    assert settled.pk not in keys_of(admin_client)
    assert {open_one.pk, settled.pk} <= keys_of(admin_client, state="all")


def test_list_sums_the_words_that_are_still_to_translate(admin_client):
    before = admin_client.get(LIST).context_data["words_to_translate"]
    make_topic(name_en="Three short words", name_zh_hans=None)

    after = admin_client.get(LIST).context_data["words_to_translate"]

    assert after == before + 3


def test_every_filter_keeps_what_it_says(admin_client, admin_user):
    unit, old = missing(2)
    TranslationUnit.objects.filter(pk=old.pk).update(
        state_since=timezone.now() - timedelta(days=40), edited_by=admin_user
    )
    kind = str(ContentType.objects.get_for_model(Topic).pk)
    other_kind = str(ContentType.objects.get_for_model(Program).pk)

    found = {
        "kind": keys_of(admin_client, kind=kind),
        "other_kind": keys_of(admin_client, kind=other_kind),
        "new": keys_of(admin_client, age="1"),
        "old": keys_of(admin_client, age="90"),
        "editor": keys_of(admin_client, editor=str(admin_user.pk)),
        "into": keys_of(admin_client, into="en"),
        "stale": keys_of(admin_client, state="stale"),
    }

    ours = {unit.pk, old.pk}
    assert {name: keys & ours for name, keys in found.items()} == {
        "kind": ours,
        "other_kind": set(),
        "new": {unit.pk},
        "old": {old.pk},
        "editor": {old.pk},
        "into": set(),
        "stale": set(),
    }


def test_search_finds_the_words_of_a_text_in_either_language_and_all_of_a_record(admin_client):
    project = make_project(
        name_en="Sewers of Zanzibar", name_zh_hans="桑给巴尔下水道", summary_en="Old and deep"
    )
    other = unit_of(make_topic(name_en="Roads", name_zh_hans="道路"))
    both = {unit.pk for unit in units_of(project).values()}
    summary = {units_of(project)["summary"].pk}

    found = {
        words: keys_of(admin_client, q=words, state="all")
        for words in ("zanzibar", "下水道", "sewers 桑给巴尔", "deep", "sewers roads", "deep roads")
    }

    assert len(both) == 2
    assert found == {
        "zanzibar": both,
        "下水道": both,
        "sewers 桑给巴尔": both,
        "deep": summary,
        "sewers roads": set(),
        "deep roads": set(),
    }
    assert other.pk in keys_of(admin_client, state="all")
    assert keys_of(admin_client, q="zanzibar") == summary


def test_the_way_from_one_translation_to_the_next_keeps_the_search(admin_client):
    first, second = (
        unit_of(make_topic(name_en=f"Zanzibar {each}", name_zh_hans=None)) for each in "ab"
    )
    missing()

    page = admin_client.get(page_of(first, "q%3Dzanzibar"))

    assert page.context["near"]["count"] == 2
    assert page.context["next_address"] == page_of(second, "q%3Dzanzibar")


def test_list_by_program_holds_its_texts_and_those_of_its_parts(admin_client):
    paragraph = Paragraph.objects.exclude(section__program=None).order_by("pk")[0]
    program = paragraph.section.program

    found = keys_of(admin_client, group=str(program.pk), state="all")

    assert {unit.pk for unit in units_of(program).values()} <= found
    assert units_of(paragraph)["text"].pk in found
    assert unit_of(make_topic()).pk not in found


@pytest.mark.parametrize("query", ["group=9e99", "kind=-1", "editor=x", "age=2", "into=fr"])
def test_unknown_values_of_filters_find_nothing_and_break_nothing(admin_client, admin_user, query):
    (unit,) = missing()
    TranslationUnit.objects.filter(pk=unit.pk).update(edited_by=admin_user)

    response = admin_client.get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert response.context["cl"].result_count == 0


def test_list_costs_the_same_with_few_and_many_rows(admin_client):
    costs = []
    for number in (2, 20):
        missing(number)
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(LIST, {"age": "1", "kind": str(unit_kind())})
        costs.append(len(captured))

    assert costs[0] == costs[1]
    assert costs[1] <= 16


def unit_kind():
    return ContentType.objects.get_for_model(Topic).pk


def test_list_holds_only_what_one_may_see(client, django_user_model):
    missing()
    user = django_user_model.objects.create_user("narrow", is_staff=True)
    give(user, "view_translationunit", "view_program")
    client.force_login(user)

    shown = client.get(LIST, {"state": "all"}).context["cl"].queryset

    kinds = {content_type.model for content_type in types_of(shown)}
    assert kinds == {"program"}


def give(user, *codenames):
    from django.contrib.auth.models import Permission

    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))


def types_of(units):
    keys = units.order_by().values_list("content_type", flat=True).distinct()
    return ContentType.objects.filter(pk__in=list(keys))


# The form ------------------------------------------------------------------------


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
