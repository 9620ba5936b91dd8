"""The inbox: whose a message is, how far it is, notes, answers by mail, files."""

import smtplib
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone

from icma_portal.files.gate.verdicts import Judged
from icma_portal.models import Attachment, ContactMessage, MessageEntry
from icma_portal.web.start_page import tasks_for
from tests.factories import make_topic, pdf_bytes

from .records import address

pytestmark = pytest.mark.django_db
LIST = "/admin/icma_portal/contactmessage/"


def make_message(**values):
    given = {
        "name": "Li Wei",
        "email": "li@portal.example",
        "subject": "Hello",
        "message": "First line\nSecond line",
        "language": "en",
    }
    return ContactMessage.objects.create(**{**given, **values})


def make_attachment(message, name="plan.pdf"):
    judged = Judged(ContentFile(pdf_bytes()), "application/pdf", ".pdf")
    attachment = Attachment.put_aside(judged, name)
    attachment.message = message
    attachment.save()
    return attachment


def save(client, message, **values):
    """Send the form of a message as it stands, with some values changed."""
    message.refresh_from_db()
    data = {"state": message.state, "seen": message.version, "assigned_to": ""}
    if message.assigned_to_id:
        data["assigned_to"] = message.assigned_to_id
    return client.post(address(ContactMessage, "change", message.pk), {**data, **values})


@pytest.fixture
def answering(django_capture_on_commit_callbacks):
    """Save a form as ``save()`` does, with what follows the commit."""

    def act(*args, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return save(*args, **values)

    return act


def test_row_66_a_request_is_assigned_noted_and_answered(member_of, answering, settings):
    settings.CONTACT_EMAIL = "inbox@portal.example"
    message = make_message(
        kind="assistance", level="city", subject="", topic=make_topic(), language="zh-hans"
    )
    client = member_of("Editor")
    editor = client.get("/admin/").wsgi_request.user

    answering(client, message, assigned_to=editor.pk, note="Ask Yangzhou first.")
    message.refresh_from_db()
    assert (message.state, message.assigned_to, message.settled_at) == ("in_work", editor, None)
    answering(client, message, answer="您好！\n请看附件。")

    message.refresh_from_db()
    assert message.state == "answered"
    assert message.settled_at is not None
    told = [(each.kind, each.text, each.author_name) for each in message.entries.all()]
    assert told == [
        ("note", "Ask Yangzhou first.", "Editor"),
        ("answer", "您好！\n请看附件。", "Editor"),
    ]
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to) == (["li@portal.example"], ["inbox@portal.example"])
    assert sent.subject.startswith("ICMA的答复：")
    assert sent.body.startswith("您好！\n请看附件。")
    assert "> First line\n> Second line" in sent.body
    assert "Ask Yangzhou" not in sent.body
    page = client.get(address(ContactMessage, "change", message.pk)).content.decode()
    assert "Ask Yangzhou first." in page


@pytest.mark.parametrize(
    ("language", "words"), [("en", "ICMA’s answer: Hello"), ("zh-hans", "ICMA的答复：Hello")]
)
def test_an_answer_comes_in_the_language_of_the_visitor(
    interface, answering, language, words, settings
):
    """Whatever language the staff site is in."""
    answering(interface, make_message(language=language), answer="Text")

    assert [each.subject for each in mail.outbox] == [words]
    assert mail.outbox[0].reply_to == []


def test_an_old_message_with_a_line_break_in_its_subject_is_answered_safely(
    admin_client, answering
):
    message = make_message(subject="a\r\nBcc: victim@portal.example")

    answering(admin_client, message, answer="Text")

    assert mail.outbox[0].message()["Bcc"] is None
    assert mail.outbox[0].recipients() == ["li@portal.example"]


def test_what_a_colleague_did_meanwhile_is_not_overwritten(admin_client, answering, admin_user):
    message = make_message()
    save(admin_client, message, state="closed")
    stale = {"state": "in_work", "seen": 0, "note": "Typed for long", "answer": "Dear Li Wei"}

    refused = admin_client.post(address(ContactMessage, "change", message.pk), stale)
    page = refused.content.decode()

    message.refresh_from_db()
    assert (message.state, message.entries.count(), mail.outbox) == ("closed", 0, [])
    assert "A colleague has worked on this message meanwhile. It is now: Closed" in page
    assert "Typed for long" in page
    assert "Dear Li Wei" in page
    assert 'name="seen" value="1"' in page

    answering(admin_client, message, **{**stale, "seen": 1})
    message.refresh_from_db()
    assert (message.state, message.entries.count(), len(mail.outbox)) == ("in_work", 2, 1)


def test_an_answer_that_the_mail_server_refuses_is_kept_and_sent_later(
    admin_client, admin_user, answering, monkeypatch
):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    message = make_message()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        answering(admin_client, message, answer="Text")
    entry = message.entries.get()
    task = next(t for t in tasks_for(admin_user) if "answer that was not mailed" in t.sentence)
    listed = admin_client.get(task.address).context["cl"]
    assert (entry.is_unsent, task.count, listed.result_count) == (True, 1, 1)

    again = {"action": "mail_again", "_selected_action": [message.pk]}
    for _each in range(2):
        admin_client.post(LIST, again)

    entry.refresh_from_db()
    assert entry.mailed_at is not None
    assert [each.to for each in mail.outbox] == [["li@portal.example"]]


def test_spam_is_not_answered(admin_client):
    message = make_message(state="spam")
    refused = save(admin_client, message, answer="Text")

    assert refused.status_code == 200
    assert "What is marked as spam is not answered." in refused.content.decode()
    assert message.entries.count() == 0


def test_what_is_reopened_begins_its_time_anew(admin_client):
    message = make_message(state="closed")
    assert message.settled_at is not None

    save(admin_client, message, state="in_work")

    message.refresh_from_db()
    assert message.settled_at is None


def test_tabs_count_the_states(interface):
    for state in ("new", "new", "in_work", "spam"):
        make_message(state=state)
    response = interface.get(LIST)
    tabs = {tab.query: tab.count for tab in response.context["cl"].tabs}

    assert tabs == {
        "?": 4,
        "?state__exact=new": 2,
        "?state__exact=in_work": 1,
        "?state__exact=answered": 0,
        "?state__exact=closed": 0,
        "?state__exact=spam": 1,
    }
    assert interface.get(f"{LIST}?state__exact=new").context["cl"].result_count == 2


def test_mine_and_nobodys(admin_client, admin_user):
    mine = make_message(assigned_to=admin_user)
    make_message(assigned_to=admin_user, state="closed")
    nobodys = make_message()
    task = next(t for t in tasks_for(admin_user) if "assigned to you" in t.sentence)

    found = [
        [each.pk for each in admin_client.get(f"{LIST}?assigned={who}").context["cl"].result_list]
        for who in ("me", "nobody")
    ]

    assert found == [[mine.pk], [nobodys.pk]]
    assert (task.count, task.address) == (1, f"{LIST}?assigned=me")


def test_only_who_may_work_on_messages_can_be_charged_with_one(admin_client, django_user_model):
    other = django_user_model.objects.create_user("translator", is_staff=True)
    other.groups.add(Group.objects.get(name="Translator"))
    message = make_message()

    refused = save(admin_client, message, assigned_to=other.pk)

    assert "assigned_to" in refused.context["adminform"].form.errors


@pytest.mark.parametrize(
    ("group", "may_see", "may_delete"),
    [("Translator", False, False), ("Editor", True, False), ("Publisher", True, True)],
)
def test_rights(member_of, group, may_see, may_delete):
    message = make_message()
    make_attachment(message)
    client = member_of(group)
    pages = [LIST, address(ContactMessage, "change", message.pk), f"{LIST}{message.pk}/attachment/"]

    statuses = {client.get(page).status_code for page in pages}
    saved = save(client, message, note="Note", state="closed").status_code
    deleted = client.get(address(ContactMessage, "delete", message.pk)).status_code

    assert statuses == {200 if may_see else 403}
    assert saved == (302 if may_see else 403)
    assert deleted == (200 if may_delete else 403)
    assert MessageEntry.objects.count() == may_see


def test_who_may_only_look_changes_nothing(client, django_user_model):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_contactmessage"))
    client.force_login(user)
    message = make_message()
    page = client.get(address(ContactMessage, "change", message.pk))

    assert page.status_code == 200
    assert "Second line" in page.content.decode()
    assert 'name="answer"' not in page.content.decode()
    assert save(client, message, note="Note").status_code == 403


def test_a_file_is_for_staff_only_and_never_opened_in_place(client, member_of):
    message = make_message()
    make_attachment(message, "Plan ‘海绵’.pdf")
    page = f"{LIST}{message.pk}/attachment/"

    anonymous = client.get(page)
    sent = member_of("Editor").get(page)

    assert (anonymous.status_code, sent.status_code) == (302, 200)
    assert sent.getvalue().startswith(b"%PDF-")
    assert sent.headers["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in sent.headers["Cache-Control"]


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_no_number_of_a_message_breaks_the_way_to_a_file(admin_client, number):
    assert admin_client.get(f"{LIST}{number}/attachment/").status_code == 404


def test_what_visitors_wrote_is_escaped(admin_client):
    message = make_message(
        name="<script>alert(1)</script>", message="<img src=x onerror=alert(1)>", organization="<b>"
    )
    make_attachment(message, "<script>alert(2)</script>.pdf")
    pages = [LIST, address(ContactMessage, "change", message.pk)]

    for page in pages:
        text = admin_client.get(page).content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_the_log_of_changes_names_no_visitor(admin_client):
    message = make_message(name="Somebody", subject="Private")
    save(admin_client, message, note="Note")
    admin_client.post(address(ContactMessage, "delete", message.pk), {"post": "yes"})
    told = list(LogEntry.objects.values_list("object_repr", flat=True))

    assert len(told) == 2
    assert not any("Somebody" in each or "Private" in each for each in told)


def test_a_form_costs_few_queries(admin_client, django_assert_max_num_queries):
    message = make_message(created_at=timezone.now() - timedelta(days=1))
    for _each in range(5):
        save(admin_client, message, note="Note")
    with django_assert_max_num_queries(14):
        admin_client.get(address(ContactMessage, "change", message.pk))
