"""Translators in the ordinary forms: their languages and nothing else; and the minor edit."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from icma_portal.bilingual.models import LanguageProfile, TranslationUnit
from icma_portal.bilingual.tracking import units_of
from programs.models import Paragraph, Section, Topic
from publications.models import Document, Publication
from tests.factories import make_publication, make_topic, pdf_bytes

from .records import address, make, posted

pytestmark = pytest.mark.django_db
State = TranslationUnit.State


@pytest.fixture
def translator(member_of, django_user_model):
    """Return a function that signs in a translator with the given languages."""

    def sign_in(**languages):
        client = member_of("Translator")
        LanguageProfile.objects.create(
            user=django_user_model.objects.get(username="Translator"), **languages
        )
        return client

    return sign_in


def fields_of(client, record):
    page = client.get(address(type(record), "change", record.pk))
    return set(page.context["adminform"].form.fields)


def test_translator_has_inputs_for_the_own_language_only(translator):
    topic = make_topic()

    shown = fields_of(translator(writes_chinese=True), topic)

    assert "name_zh_hans" in shown
    assert "name_en" not in shown
    assert not {"slug", "state", "published_at"} & shown


def test_translator_without_languages_has_no_input_at_all(member_of):
    shown = fields_of(member_of("Translator"), make_topic())

    assert {"name_en", "name_zh_hans", "slug", "state"} & shown == set()


def test_editor_writes_both_languages(member_of):
    assert {"name_en", "name_zh_hans", "slug"} <= fields_of(member_of("Editor"), make_topic())


def test_texts_of_other_languages_in_a_forged_submit_change_nothing(translator):
    topic = make_topic(name_en="Water", name_zh_hans="水")
    page = address(Topic, "change", topic.pk)
    client = translator(writes_chinese=True)
    forged = {"name_en": "Forged", "slug": "forged", "state": "draft"}

    response = client.post(page, {"name_zh_hans": "水务", **forged})

    before, topic = topic, Topic.objects.get(pk=topic.pk)
    assert response.status_code == 302
    assert (topic.name_en, topic.name_zh_hans) == ("Water", "水务")
    assert (topic.slug, topic.state) == (before.slug, before.state)
    assert units_of(topic)["name"].edited_by.username == "Translator"


def test_file_in_a_forged_submit_changes_nothing(translator):
    publication = make_publication()
    document = make(Document, publication=publication)
    before, page = document.current_id, address(Publication, "change", publication.pk)
    client = translator(writes_chinese=True, writes_english=True)
    opened = client.get(page)
    upload = SimpleUploadedFile("forged.pdf", pdf_bytes(), "application/pdf")

    response = client.post(page, {**posted(opened), "documents-0-file": upload})

    assert 'type="file"' not in opened.text
    assert response.status_code == 302
    assert Document.objects.get(pk=document.pk).current_id == before


def test_translator_may_not_take_away_the_only_text(translator):
    topic = make_topic(name_en=None, name_zh_hans="水")
    page = address(Topic, "change", topic.pk)

    response = translator(writes_chinese=True).post(page, {"name_zh_hans": " "})

    assert list(response.context["adminform"].form.errors) == ["name_zh_hans"]
    assert Topic.objects.get(pk=topic.pk).name_zh_hans == "水"


def test_rows_within_a_record_are_neither_added_nor_deleted_by_a_translator(translator):
    paragraph = Paragraph.objects.order_by("pk")[0]
    page = address(Section, "change", paragraph.section_id)

    response = translator(writes_chinese=True).get(page)

    formset = response.context["inline_admin_formsets"][0].formset
    assert len(formset.extra_forms) == 0
    assert not formset.can_delete
    assert "text_zh_hans" in formset.initial_forms[0].fields
    assert "text_en" not in formset.initial_forms[0].fields


def test_right_to_change_without_languages_lets_nobody_write(client, django_user_model):
    user = django_user_model.objects.create_user("plain", is_staff=True)
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["change_topic", "view_topic", "add_topic"])
    )
    client.force_login(user)

    assert fields_of(client, make_topic()) <= {"is_minor_edit", "seen_versions", "judged_versions"}
    assert client.get(address(Topic, "add")).status_code == 403


@pytest.mark.parametrize(
    ("box", "state"), [({"is_minor_edit": "on"}, State.CURRENT), ({}, State.STALE)]
)
def test_only_a_minor_edit_leaves_the_translation_up_to_date(admin_client, box, state):
    topic = make_topic(name_en="Water suply", name_zh_hans="供水")
    page = address(Topic, "change", topic.pk)
    data = posted(admin_client.get(page))

    admin_client.post(page, {**data, "name_en": "Water supply", **box})

    unit = units_of(topic)["name"]
    assert unit.state == state
    assert unit.edited_by.username == "admin"


def test_open_translations_are_marked_with_the_way_to_the_desk(admin_client):
    topic = make_topic(name_zh_hans=None)
    unit = units_of(topic)["name"]

    page = admin_client.get(address(Topic, "change", topic.pk)).text

    assert page.count(f"/admin/bilingual/translationunit/{unit.pk}/change/") == 1
    assert page.count("badge badge-missing") == 1


def test_settled_translations_are_not_marked(admin_client):
    page = admin_client.get(address(Topic, "change", make(Topic).pk)).text

    assert "badge badge-" not in page
    assert "is_minor_edit" in page


def test_administrator_gives_the_languages_in_the_account(admin_client, django_user_model):
    user = django_user_model.objects.create_user("li", is_staff=True)
    page = f"/admin/auth/user/{user.pk}/change/"
    data = posted(admin_client.get(page))

    response = admin_client.post(page, {**data, "language_profile-0-writes_chinese": "on"})

    assert response.status_code == 302
    assert LanguageProfile.objects.get(user=user).languages == ("zh-hans",)


def test_second_of_two_editors_overwrites_nothing_unseen_and_loses_nothing(admin_client):
    topic = make_topic(name_en="Water", name_zh_hans="水")
    page = address(Topic, "change", topic.pk)
    opened = posted(admin_client.get(page))
    Topic.objects.filter(pk=topic.pk).update(name_zh_hans="水务")

    refused = admin_client.post(page, {**opened, "name_zh_hans": "供水"})
    between = Topic.objects.get(pk=topic.pk).name_zh_hans
    choice = {"choose-name_zh_hans": "mine"}
    admin_client.post(page, {**opened, **seen_in(refused), **choice, "name_zh_hans": "供水"})

    assert list(refused.context["adminform"].form.errors) == ["name_zh_hans"]
    assert "<ins>务</ins>" in refused.text
    assert refused.status_code == 409
    assert 'value="供水"' in refused.text
    assert (between, Topic.objects.get(pk=topic.pk).name_zh_hans) == ("水务", "供水")


def seen_in(response):
    form = response.context["adminform"].form
    return {name: form.data[name] for name in ("seen_versions", "judged_versions")}


def test_another_text_of_the_record_may_be_changed_meanwhile(admin_client):
    topic = make_topic(name_en="Water", name_zh_hans="水")
    page = address(Topic, "change", topic.pk)
    opened = posted(admin_client.get(page))
    Topic.objects.filter(pk=topic.pk).update(name_en="Fresh water")

    response = admin_client.post(page, {**opened, "name_en": "Fresh water", "name_zh_hans": "供水"})

    assert response.status_code == 302
    assert Topic.objects.get(pk=topic.pk).name_zh_hans == "供水"


@pytest.mark.parametrize("token", ["", "x", "[]", "{"])
def test_a_broken_memory_of_the_page_breaks_nothing(admin_client, token):
    topic = make_topic()
    page = address(Topic, "change", topic.pk)
    data = posted(admin_client.get(page))

    response = admin_client.post(page, {**data, "seen_versions": token, "name_zh_hans": "供水"})

    assert response.status_code == 302
