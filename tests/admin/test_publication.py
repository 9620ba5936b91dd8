"""Who may publish, what the actions do, and what each group may touch."""

import datetime
import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.utils import timezone

from icma_portal.bilingual.models import Term, TermArea
from icma_portal.files.models import Picture
from icma_portal.models import ContactMessage
from partnerships.models import Partnership
from programs.models import Country, Topic
from publications.models import Document, Publication, VideoFile

from .records import CONTENT, address, make, posted

YESTERDAY = timezone.now() - datetime.timedelta(days=1)
groups_migration = importlib.import_module("icma_portal.migrations.0002_groups")

STATES_OF_ACTIONS = {"publish": "published", "back_to_draft": "draft", "archive": "archived"}

pytestmark = pytest.mark.django_db


def states_offered(response):
    choices = response.context["adminform"].form.fields["state"].choices
    return [value for value, _label in choices]


def run_action(client, action, *records):
    data = {"action": action, "_selected_action": [each.pk for each in records], "index": 0}
    return client.post(address(type(records[0]), "changelist"), data, follow=True)


def state_of(record):
    return type(record).objects.get(pk=record.pk).state


def test_editor_may_not_choose_to_publish(member_of):
    topic = make(Topic)
    page = address(Topic, "change", topic.pk)
    client = member_of("Editor")

    opened = client.get(page)
    response = client.post(page, {**posted(opened), "state": "published"})

    assert states_offered(opened) == ["draft", "in_review"]
    assert list(response.context["adminform"].form.errors) == ["state"]
    assert state_of(topic) == "draft"


def test_editor_keeps_the_state_of_a_published_record(member_of):
    topic = make(Topic, state="published")
    page = address(Topic, "change", topic.pk)
    client = member_of("Editor")

    opened = client.get(page)
    response = client.post(page, {**posted(opened), "name_en": "Changed"})

    assert states_offered(opened) == ["draft", "in_review", "published"]
    assert response.status_code == 302
    assert Topic.objects.get(pk=topic.pk).name_en == "Changed"
    assert state_of(topic) == "published"


def test_files_are_held_back_from_those_who_may_not_publish(member_of):
    document = make(Document)
    page = address(Publication, "change", document.publication_id)
    client = member_of("Editor")

    response = client.post(page, {**posted(client.get(page)), "documents-0-state": "published"})

    errors = response.context["inline_admin_formsets"][0].formset.errors
    assert list(errors[0]) == ["state"]
    assert state_of(document) == "draft"


def test_files_have_no_state_to_choose_for_a_translator(member_of):
    document = make(Document)
    page = address(Publication, "change", document.publication_id)
    client = member_of("Translator")

    client.post(page, {**posted(client.get(page)), "documents-0-state": "published"})

    assert state_of(document) == "draft"


def test_publisher_publishes_by_the_form(member_of):
    topic = make(Topic)
    page = address(Topic, "change", topic.pk)
    client = member_of("Publisher")

    response = client.post(page, {**posted(client.get(page)), "state": "published"})

    assert response.status_code == 302
    assert Topic.objects.get(pk=topic.pk).is_published


def test_publishing_after_the_expiry_is_an_error_at_the_field(member_of):
    topic = make(Topic, expires_at=YESTERDAY)
    page = address(Topic, "change", topic.pk)
    client = member_of("Publisher")

    response = client.post(page, {**posted(client.get(page)), "state": "published"})

    assert list(response.context["adminform"].form.errors) == ["expires_at"]


def test_actions_change_the_state_and_leave_a_trace(member_of):
    first, second = make(Topic), make(Topic)
    client = member_of("Publisher")

    for action, state in [
        ("publish", "published"),
        ("back_to_draft", "draft"),
        ("archive", "archived"),
    ]:
        run_action(client, action, first, second)
        assert [state_of(first), state_of(second)] == [state, state]

    assert Topic.objects.get(pk=first.pk).published_at is not None
    assert LogEntry.objects.filter(object_id=str(first.pk)).count() == 3


def test_action_leaves_out_what_has_expired(member_of):
    expired, good = make(Topic, expires_at=YESTERDAY), make(Topic)

    response = run_action(member_of("Publisher"), "publish", expired, good)

    assert [state_of(expired), state_of(good)] == ["draft", "published"]
    messages = [str(message) for message in response.context["messages"]]
    assert len(messages) == 2
    assert messages[1] == "1 record was changed."


def test_action_publishes_both_languages_together_or_leaves_the_record(member_of):
    half = make(Country, name_zh_hans=None, state="draft")
    good = make(Country, state="draft")

    response = run_action(member_of("Publisher"), "publish", half, good)

    assert [state_of(half), state_of(good)] == ["draft", "published"]
    assert {str(message) for message in response.context["messages"]} == {
        f"“{half}” was not published: these texts are missing: Name [Chinese].",
        "1 record was changed.",
    }
    assert LogEntry.objects.filter(object_id=str(half.pk)).count() == 0


def test_action_publishes_in_either_language_but_not_halves_of_both(member_of):
    english = make(Partnership, name_zh_hans=None)
    halves = make(Partnership, name_zh_hans=None, summary_zh_hans="水务合作")

    response = run_action(member_of("Publisher"), "publish", english, halves)

    assert [state_of(english), state_of(halves)] == ["published", "draft"]
    texts = [str(message) for message in response.context["messages"]]
    assert any("Name [Chinese] and Summary [English]" in text for text in texts)


def test_form_refuses_half_a_record_and_loses_nothing(member_of):
    country = make(Country, state="draft")
    page = address(Country, "change", country.pk)
    client = member_of("Publisher")
    typed = {"name_en": "A new name", "name_zh_hans": " ", "state": "published"}

    response = client.post(page, {**posted(client.get(page)), **typed})

    form = response.context["adminform"].form
    assert list(form.errors) == ["name_zh_hans"]
    assert 'value="A new name"' in response.text
    assert state_of(country) == "draft"


def test_form_says_that_one_state_publishes_both_languages(member_of):
    client = member_of("Publisher")

    both = client.get(address(Country, "add")).text
    either = client.get(address(Partnership, "add")).text

    assert "never one without the other. Needed in both languages: Name." in both
    assert "In a language without Name and Summary, the page carries a notice" in either


def test_file_that_has_expired_is_not_published_in_its_row(member_of):
    document = make(Document, expires_at=YESTERDAY)
    page = address(Publication, "change", document.publication_id)
    client = member_of("Publisher")

    response = client.post(page, {**posted(client.get(page)), "documents-0-state": "published"})

    errors = response.context["inline_admin_formsets"][0].formset.errors
    assert list(errors[0]) == ["expires_at"]
    assert state_of(document) == "draft"


@pytest.mark.parametrize("action", ["publish", "archive"])
def test_editor_has_no_action_that_publishes(member_of, action):
    topic = make(Topic)
    client = member_of("Editor")

    run_action(client, action, topic)

    assert state_of(topic) == "draft"


def test_view_on_site_leads_to_the_page_in_the_language_of_the_interface(interface):
    country = make(Country, state="published")
    page = interface.get(address(Country, "change", country.pk))

    link = page.context["absolute_url"]
    response = interface.get(link)

    assert link in page.text
    target = response.headers["Location"]
    assert target.endswith(f"/{interface.language}/countries/{country.slug}/")


def test_messages_of_visitors_stay_as_they_are(member_of):
    message = ContactMessage.objects.create(
        name="Li Wei", email="li@portal.example", subject="Hello", message="…", language="en"
    )
    client = member_of("Editor")
    page = address(ContactMessage, "change", message.pk)

    saved = client.post(
        page, {"state": "answered", "subject": "Other", "message": "Other", "seen": "0"}
    )
    added = client.get(address(ContactMessage, "add"))

    message.refresh_from_db()
    assert (saved.status_code, added.status_code) == (302, 403)
    assert (message.state, message.subject, message.message) == ("answered", "Hello", "…")


# The groups -------------------------------------------------------------------


def rights(group_name):
    permissions = Group.objects.get(name=group_name).permissions.select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in permissions}


def all_rights(*actions, models=CONTENT):
    return {
        f"{m._meta.app_label}.{a}_{m._meta.model_name}"
        for m in models
        for a in actions
        if a in m._meta.default_permissions
    }


CHILDREN = [
    apps.get_model(label, name)
    for label, names in groups_migration.CHILDREN.items()
    for name in names
] + [VideoFile]
MESSAGES = {
    "icma_portal.view_contactmessage",
    "icma_portal.change_contactmessage",
    "china_center.view_eventregistration",
    "china_center.change_eventregistration",
}


TOOLS = [Term, TermArea, Picture]
REASONS = {"bilingual.view_termoverrule"}
DESK = {
    "bilingual.view_translationunit",
    "bilingual.change_translationunit",
    "bilingual.view_translationimport",
    "bilingual.add_translationimport",
}
TABLES = {"bulk.view_bulkimport", "bulk.add_bulkimport"}
ALL_LANGUAGES = {"bilingual.write_all_languages"}


def test_translator_views_and_changes_content():
    expected = all_rights("view", "change") | all_rights("view", models=TOOLS)

    assert rights("Translator") == expected | REASONS | DESK


def test_editor_writes_content_and_deletes_children_only():
    expected = all_rights("view", "change", "add") | all_rights("delete", models=CHILDREN)

    expected |= all_rights("view", "change", "add", models=TOOLS)

    assert rights("Editor") == expected | MESSAGES | REASONS | DESK | TABLES | ALL_LANGUAGES


def test_publisher_does_all_that_and_publishes():
    expected = all_rights("view", "change", "add", "delete", models=[*CONTENT, *TOOLS])
    more = {
        "publishing.publish_content",
        "icma_portal.delete_contactmessage",
        "china_center.delete_eventregistration",
    }

    assert (
        rights("Publisher") == expected | MESSAGES | REASONS | DESK | TABLES | ALL_LANGUAGES | more
    )


def test_groups_can_be_made_twice_and_taken_back():
    before = {name: rights(name) for name in groups_migration.GROUPS}
    other = Group.objects.create(name="Interns")

    # SQLite opens no schema editor inside a test's transaction; only its connection counts.
    schema = SimpleNamespace(connection=connection)
    groups_migration.create_groups(apps, schema)
    assert {name: rights(name) for name in groups_migration.GROUPS} == before

    groups_migration.delete_groups(apps, schema)
    later = ["Administrator", "Data steward"]
    assert list(Group.objects.exclude(name__in=later)) == [other]
    assert Permission.objects.filter(codename="publish_content").count() == 1


def test_list_has_a_tab_with_its_count_for_each_state(admin_client):
    Topic.objects.all().update(state="published")
    for state in ("draft", "draft", "in_review", "archived"):
        make(Topic, state=state)
    published = Topic.objects.filter(state="published").count()
    page = address(Topic, "changelist")

    tabs = admin_client.get(page, {"state__exact": "draft"}).context["cl"].tabs

    assert [(tab.count, tab.is_current) for tab in tabs] == [
        (published + 4, False),
        (2, True),
        (1, False),
        (published, False),
        (1, False),
    ]
    for tab in tabs:
        assert admin_client.get(page + tab.query).context["cl"].result_count == tab.count
