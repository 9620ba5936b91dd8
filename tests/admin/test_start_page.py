"""The start page: what awaits the person, and every model once, in the groups of the work."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from icma_portal.models import ContactMessage
from icma_portal.publishing.awaiting import DAYS_AHEAD
from icma_portal.staff_site import GROUPS
from icma_portal.web.start_page import tasks_for
from publications.models import Document
from tests.factories import make_city, make_document, make_topic

pytestmark = pytest.mark.django_db
HEADINGS = {"en": "What awaits you", "zh-hans": "待办事项"}


def texts(user):
    return {task.sentence: task.count for task in tasks_for(user)}


def make_message():
    return ContactMessage.objects.create(
        name="A", email="a@example.org", subject="S", message="M", language="en"
    )


def test_drafts_and_messages_await_an_administrator(admin_user):
    before = texts(admin_user)
    make_city(state="draft")
    make_city(state="draft")
    make_topic(state="draft")
    make_message()
    after = texts(admin_user)

    assert after["Drafts: Cities"] == before.get("Drafts: Cities", 0) + 2
    assert after["Drafts: Topics"] == before.get("Drafts: Topics", 0) + 1
    assert after["New messages of visitors"] == before.get("New messages of visitors", 0) + 1


def test_reviews_await_those_who_publish(member_of, admin_user):
    make_city(state="in_review")
    editor = member_of("Editor").get("/admin/").wsgi_request.user

    assert texts(admin_user)["To review: Cities"] == 1
    assert "To review: Cities" not in texts(editor)


def test_the_schedule_of_the_next_days_is_told(admin_user):
    soon = timezone.now() + datetime.timedelta(days=DAYS_AHEAD - 1)
    later = timezone.now() + datetime.timedelta(days=DAYS_AHEAD + 1)
    make_city(published_at=soon)
    make_city(expires_at=soon)
    make_city(published_at=later)

    assert texts(admin_user)["Appear or expire in the next 14 days: Cities"] == 2


def test_translations_await_those_who_may_write_them(member_of, admin_user):
    make_city(name_en="A name without a translation", name_zh_hans=None)
    missing = "Translations into Simplified Chinese that are missing"
    translator = member_of("Translator").get("/admin/").wsgi_request.user

    assert texts(admin_user)[missing] >= 1
    # Without a profile a translator may write no language yet.
    assert missing not in texts(translator)


def test_a_lost_file_is_named(admin_user):
    document = make_document()
    document.file.storage.delete(document.file.name)
    lost = [task for task in tasks_for(admin_user) if "document is missing" in task.sentence]

    assert len(lost) == 1
    assert lost[0].address == f"/admin/publications/publication/{document.publication_id}/change/"
    assert Document.objects.count() > 1


def test_nobody_is_told_of_what_they_may_not_change(django_user_model):
    make_city(state="draft")
    make_message()
    nobody = django_user_model.objects.create_user("nobody", is_staff=True)

    assert tasks_for(nobody) == []
    assert tasks_for(AnonymousUser()) == []


def test_every_address_opens(admin_client, admin_user):
    make_city(state="draft", name_en="Draft only in English")
    make_message()
    tasks = tasks_for(admin_user)

    for task in tasks:
        assert admin_client.get(task.address).status_code == 200, task
    assert len(tasks) >= 3


def test_the_counts_are_those_of_the_lists(admin_client, admin_user):
    make_city(state="draft")
    for task in tasks_for(admin_user):
        if "state" in task.address:
            changelist = admin_client.get(task.address).context["cl"]
            assert changelist.result_count == task.count, task


def test_the_page_greets_in_both_languages(interface):
    page = interface.get("/admin/").content.decode()

    assert HEADINGS[interface.language] in page
    assert page.count("<h1>") == 1


def test_the_page_asks_few_queries(admin_client, django_assert_max_num_queries):
    make_city(state="draft")
    with django_assert_max_num_queries(20):
        admin_client.get("/admin/")


def test_every_model_stands_in_one_group(admin_user):
    request = RequestFactory().get("/admin/")
    request.user = admin_user
    groups = admin.site.get_app_list(request)
    shown = [entry["model"] for group in groups for entry in group["models"]]
    named = [label for _name, labels in GROUPS for label in labels]

    assert len(shown) == len(set(shown)) > 40
    assert {model._meta.label for model in shown} <= set(named)
    # Two kinds are edited within others and hide from the start page.
    assert set(named) == {model._meta.label for model in admin.site._registry}
    assert len(named) == len(set(named)) == 53
