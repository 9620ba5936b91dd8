"""The glossary in the staff's forms: refused, overruled with a reason, only where texts change."""

import pytest
from django.contrib.messages import get_messages

from icma_portal.bilingual.models import Term, TermArea, TermOverrule
from programs.models import Organization, Topic
from tests.factories import make_organization, make_topic

from .records import address, posted

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MESSAGES = {
    "en": "“resilience” has no approved rendering here. Approved: 韧性.",
    "zh-hans": "“resilience”",
}


def change(client, record, **values):
    page = address(type(record), "change", record.pk)
    return client.post(page, {**posted(client.get(page)), **values})


def test_missing_rendering_is_refused_at_its_column_in_both_interfaces(interface):
    topic = make_topic(name_en="Hills", name_zh_hans="恢复力")

    response = change(interface, topic, name_en="Hills with resilience")

    errors = response.context["adminform"].form.errors
    assert list(errors) == ["name_zh_hans"]
    assert MESSAGES[interface.language] in errors["name_zh_hans"][0]
    assert "韧性" in errors["name_zh_hans"][0]
    assert 'name="term_reason"' in response.text
    topic.refresh_from_db()
    assert topic.name_en == "Hills"


def test_reason_field_is_not_shown_before_it_is_needed(admin_client):
    topic = make_topic()

    page = admin_client.get(address(Topic, "change", topic.pk))

    assert "term_reason" not in page.text


def test_a_reason_saves_the_texts_and_is_kept(admin_client, admin_user):
    topic = make_topic(name_en="Hills", name_zh_hans="弹性")

    response = change(
        admin_client, topic, name_en="Resilience", term_reason="Title of a book of 1990."
    )

    assert response.status_code == 302
    topic.refresh_from_db()
    row = TermOverrule.objects.get()
    assert topic.name_en == "Resilience"
    assert (row.object_id, row.field, row.term_key) == (topic.pk, "name", "resilience")
    assert (row.reason, row.made_by) == ("Title of a book of 1990.", admin_user)


def test_what_is_stored_already_does_not_stop_other_work(admin_client):
    topic = make_topic(name_en="Resilience", name_zh_hans="恢复力")

    response = change(admin_client, topic, order="7")

    assert response.status_code == 302
    topic.refresh_from_db()
    assert topic.order == 7


def test_traditional_characters_are_refused_without_an_english_text(admin_client):
    topic = make_topic(name_en=None, name_zh_hans="山")

    refused = change(admin_client, topic, name_zh_hans="國際")
    saved = change(admin_client, topic, name_zh_hans="國際", term_reason="Name of a newspaper.")

    errors = refused.context["adminform"].form.errors
    assert errors == {
        "name_zh_hans": ["Traditional characters, with their Simplified forms: 國（国）、際（际）"]
    }
    assert saved.status_code == 302


def test_english_beside_a_chinese_text_is_checked_against_it(admin_client):
    topic = make_topic(name_en=None, name_zh_hans="城市的韧性")

    response = change(admin_client, topic, name_en="The elasticity of cities")

    assert list(response.context["adminform"].form.errors) == ["name_en"]


def test_a_rendering_of_our_choice_is_a_warning_after_saving(admin_client):
    topic = make_topic(name_en="Hills", name_zh_hans="一座城市")

    response = change(admin_client, topic, name_en="A resource city")

    levels = [each.level_tag for each in get_messages(response.wsgi_request)]
    assert response.status_code == 302
    assert "warning" in levels


def test_rows_of_an_inline_are_checked_and_overruled(admin_client):
    organization = make_organization()
    fact = organization.facts.create(text_en="Hills", text_zh_hans="恢复力")
    other = organization.facts.create(text_en="Rivers", text_zh_hans="河流")
    wrong = {"facts-0-text_en": "Resilience"}

    refused = change(admin_client, organization, **wrong)
    saved = change(
        admin_client, organization, **wrong, **{"facts-0-term_reason": "Wording of the law."}
    )

    formset = refused.context["inline_admin_formsets"][0].formset
    assert [list(errors) for errors in formset.errors] == [["text_zh_hans"], []]
    assert refused.text.count('name="facts-0-term_reason"') == 1
    assert saved.status_code == 302
    fact.refresh_from_db()
    assert fact.text_en == "Resilience"
    assert TermOverrule.objects.get().object_id == fact.pk
    assert other.pk != fact.pk


def test_a_name_of_an_agency_is_a_term(admin_client):
    university = Organization.objects.get(slug="cupl")
    topic = make_topic(name_en="Hills", name_zh_hans="政法大学")

    response = change(admin_client, topic, name_en=university.name_en)

    (message,) = response.context["adminform"].form.errors["name_zh_hans"]
    assert "中国政法大学" in message


def test_an_agency_may_be_given_another_name(admin_client):
    organization = make_organization(name_en="Rivers Institute", name_zh_hans="河流学会")

    response = change(admin_client, organization, name_zh_hans="河流研究所")

    assert response.status_code == 302
    organization.refresh_from_db()
    assert organization.name_zh_hans == "河流研究所"


def test_a_term_in_traditional_characters_is_refused_with_a_proposal(interface):
    data = {"english": "project", "slug": "project", "chinese": "國際項目", "status": "standard"}
    data |= {"area": TermArea.objects.first().pk}

    refused = interface.post(address(Term, "add"), data)
    saved = interface.post(address(Term, "add"), {**data, "chinese": "国际项目"})

    (message,) = refused.context["adminform"].form.errors["chinese"]
    assert "國（国）" in message
    assert "国际项目" in message
    assert saved.status_code == 302
    assert Term.objects.get(slug="project").chinese == "国际项目"
