"""The review of a record: sent, returned with a remark, published, and by whom."""

import pytest
from django.utils import timezone

from icma_portal.publishing.models import ReviewNote, Revision
from icma_portal.publishing.reviews.authors import authors_of
from programs.models import Topic
from tests.factories import make_topic

from .records import address, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def four_eyes(settings):
    settings.REVIEW_BY_ANOTHER = True


def step(client, record, name, text=""):
    data = {"step": name, "remark": text}
    return client.post(address(type(record), "review", record.pk), data)


def state_of(record):
    return type(record).objects.get(pk=record.pk).state


def saved(client, record, **values):
    page = address(type(record), "change", record.pk)
    return client.post(page, posted(client.get(page)) | values)


def written_by_editor(member_of, **values):
    """Return a draft that an account of the group Editor has written."""
    client = member_of("Editor")
    topic = make_topic(name_en="Water", name_zh_hans="水", state="draft", **values)
    saved(client, topic, name_en="Drinking water")
    return topic


def test_way_of_a_draft_to_the_public(member_of):
    topic = written_by_editor(member_of)
    publisher = member_of("Publisher")
    assert step(publisher, topic, "sent").status_code == 302
    assert state_of(topic) == "in_review"
    assert step(publisher, topic, "returned", "Give the year.").status_code == 302
    form = publisher.get(address(Topic, "change", topic.pk))
    assert "Give the year." in form.text

    step(publisher, topic, "sent", "1998, now stated.")
    assert "Give the year." not in publisher.get(address(Topic, "change", topic.pk)).text
    step(publisher, topic, "published")

    assert state_of(topic) == "published"
    steps = list(ReviewNote.objects.order_by("pk").values_list("step", "remark", "user_name"))
    assert steps == [
        ("sent", "", "Publisher"),
        ("returned", "Give the year.", "Publisher"),
        ("sent", "1998, now stated.", "Publisher"),
        ("published", "", "Publisher"),
    ]


def test_editor_sends_and_does_not_decide(member_of):
    topic = make_topic(state="draft")
    client = member_of("Editor")

    assert step(client, topic, "sent").status_code == 302
    assert step(client, topic, "published").status_code == 403
    assert step(client, topic, "returned", "No.").status_code == 403
    assert state_of(topic) == "in_review"


def test_translator_only_remarks(member_of):
    topic = make_topic(state="draft")
    client = member_of("Translator")

    assert step(client, topic, "sent").status_code == 403
    assert step(client, topic, "remark", "两处译名不一致。").status_code == 302
    assert ReviewNote.objects.get().remark == "两处译名不一致。"


def test_return_needs_a_remark_and_keeps_the_state(admin_client):
    topic = make_topic(state="in_review")

    response = step(admin_client, topic, "returned", "  ")

    assert (response.status_code, state_of(topic)) == (422, "in_review")
    assert not ReviewNote.objects.exists()


def test_rules_of_publication_hold_on_this_way_too(admin_client):
    topic = make_topic(state="in_review", expires_at=timezone.now())

    response = step(admin_client, topic, "published", "Fine.")

    assert (response.status_code, state_of(topic)) == (422, "in_review")
    # What was typed is still there.
    assert "Fine.</textarea>" in response.text


@pytest.mark.usefixtures("four_eyes")
def test_nobody_publishes_their_own_work(admin_client, admin_user):
    topic = make_topic(name_en="Water", name_zh_hans="水", state="in_review")
    saved(admin_client, topic, name_en="Drinking water")
    listed = {"action": "publish", "_selected_action": [topic.pk]}

    by_form = saved(admin_client, topic, state="published")
    by_page = step(admin_client, topic, "published")
    by_list = admin_client.post(address(Topic, "changelist"), listed, follow=True)

    assert authors_of(topic) == {admin_user.pk}
    assert list(by_form.context["adminform"].form.errors) == ["state"]
    assert by_page.status_code == 422
    assert "you have written it yourself" in by_list.text
    assert state_of(topic) == "in_review"


@pytest.mark.usefixtures("four_eyes")
def test_reader_who_only_returned_it_may_publish(admin_client, member_of):
    topic = written_by_editor(member_of)
    step(admin_client, topic, "sent")
    step(admin_client, topic, "returned", "Give the year.")
    step(admin_client, topic, "sent")

    step(admin_client, topic, "published")

    assert state_of(topic) == "published"
    assert authors_of(topic) == set()


@pytest.mark.usefixtures("four_eyes")
def test_new_record_is_not_published_by_its_writer(admin_client):
    page = address(Topic, "add")
    data = posted(admin_client.get(page)) | {"name_en": "Water", "state": "published"}

    response = admin_client.post(page, data)

    assert list(response.context["adminform"].form.errors) == ["state"]
    assert not Topic.objects.filter(name_en="Water").exists()


@pytest.mark.usefixtures("four_eyes")
def test_change_of_what_is_public_waits_for_somebody_else(admin_client, member_of):
    topic = make_topic(name_en="Water", name_zh_hans="水")
    saved(admin_client, topic, name_en="Drinking water")
    waiting = Revision.objects.get()

    own = admin_client.post(address(Topic, "revision", topic.pk), {"live": "1"})
    name_before = Topic.objects.get(pk=topic.pk).name_en
    member_of("Publisher").post(address(Topic, "revision", topic.pk), {"live": "1"})

    assert (own.status_code, name_before) == (422, "Water")
    assert Topic.objects.get(pk=topic.pk).name_en == "Drinking water"
    waiting.refresh_from_db()
    assert (waiting.decision, waiting.decided_by.username) == ("live", "Publisher")


@pytest.mark.usefixtures("four_eyes")
def test_what_is_public_is_taken_away_at_once(admin_client):
    topic = make_topic()

    saved(admin_client, topic, state="archived")

    assert (state_of(topic), Revision.objects.count()) == ("archived", 0)


@pytest.mark.usefixtures("four_eyes")
def test_refused_form_of_a_public_record_comes_back(admin_client):
    topic = make_topic(name_en="Water")

    response = saved(admin_client, topic, name_en="", name_zh_hans="")

    assert (response.status_code, Revision.objects.count()) == (200, 0)
    assert response.context["errors"]
