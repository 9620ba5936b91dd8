"""The list of the translation desk: what it holds, its filters and its search."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from icma_portal.bilingual.models import TranslationUnit
from icma_portal.bilingual.tracking import units_of
from programs.models import Paragraph, Program, Topic
from tests.factories import make_project, make_topic

from .desk import LIST, keys_of, missing, page_of, unit_kind, unit_of

pytestmark = pytest.mark.django_db


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
