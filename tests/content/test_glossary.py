"""The shipped glossary is whole, and the shipped content keeps to it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from icma_portal.bilingual.models import Term, TermArea
from tests.factories import make_topic

pytestmark = pytest.mark.django_db


def run(*arguments):
    output = StringIO()
    call_command("check_terms", *arguments, stdout=output)
    return output.getvalue()


def test_every_area_and_term_is_loaded():
    assert (TermArea.objects.count(), Term.objects.count()) == (7, 119)
    assert Term.objects.filter(area__slug="governance").count() == 24
    assert not Term.objects.filter(english__contains="(").exists()
    assert Term.objects.filter(status="working").count() == 6


def test_forbidden_renderings_are_data():
    forbidden = {
        term.slug: term.forbidden_chinese.split()
        for term in Term.objects.exclude(forbidden_chinese="")
    }

    assert forbidden["resource-city"] == ["资源城市", "资源型城市"]
    assert forbidden["municipality"] == ["直辖市"]
    assert "弹性" in forbidden["resilience"]
    assert "友好城市" in forbidden["city-to-city-partnership"]


def test_shipped_content_keeps_to_the_glossary():
    output = run()

    assert output.startswith("Terms: ")
    assert " 0 errors" in output


def test_a_text_without_its_term_is_named_and_fails_the_command():
    topic = make_topic(name_en="On hills. With resilience.", name_zh_hans="恢复力")
    output = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("check_terms", "--model", "programs.topic", stdout=output)

    assert end.value.code == 1
    assert f"error: programs.Topic {topic.slug} name: “resilience”" in output.getvalue()
    assert "\n    With resilience.\n" in output.getvalue()


def test_a_text_that_leads_is_no_translation():
    make_topic(name_en="Resilience", name_zh_hans="城市政府的恢复力")

    assert " 0 errors" in run("--model", "programs.topic", "--language", "en")


def test_a_translation_into_english_is_held_to_the_glossary_too():
    topic = make_topic(name_en=None, name_zh_hans="友好城市的韌性")
    topic.name_en = "Old friends"
    topic.save()
    output = StringIO()

    with pytest.raises(SystemExit):
        call_command("check_terms", "--model", "programs.topic", "--language", "en", stdout=output)

    assert "“友好城市” has no approved rendering here. Approved: sister city" in output.getvalue()
    assert "Traditional characters, with their Simplified forms" in output.getvalue()
    assert "2 errors" in output.getvalue()


def test_the_shipped_content_can_be_checked_in_either_direction():
    whole, into_english = run(), run("--language", "en")

    assert " 0 errors" in into_english
    assert whole.split()[1] != into_english.split()[1]


def test_only_the_named_model_is_checked():
    make_topic(name_en="Resilience", name_zh_hans="恢复力")

    assert " 0 errors" in run("--model", "programs.Country")


def test_an_unknown_model_is_refused():
    with pytest.raises(CommandError, match=r"programs\.Nothing"):
        run("--model", "programs.Nothing")
