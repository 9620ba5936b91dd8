import smtplib

import pytest
from django.core import mail
from django.test import Client

from icma_portal.inbox.forms import ContactForm
from icma_portal.models import ContactMessage

pytestmark = pytest.mark.django_db
MESSAGE = {
    "name": "Dewi",
    "email": "dewi@semarang.example",
    "subject": "The assessment",
    "message": "Where can I read it?\nThank you.",
    "about": "/en/publications/assessment-semarang/",
}


@pytest.fixture(autouse=True)
def _inbox(settings):
    settings.CONTACT_EMAIL = "inbox@portal.example"
    MESSAGE["opened"] = ContactForm().initial["opened"]


def test_row_74_a_message_is_stored_mailed_and_confirmed(client):
    response = client.post("/zh-hans/contact/", MESSAGE)
    stored = ContactMessage.objects.get()

    assert (response.status_code, response.headers["Location"]) == (302, "/zh-hans/contact/thanks/")
    assert (stored.name, stored.language, stored.about) == (
        "Dewi",
        "zh-hans",
        "/en/publications/assessment-semarang/",
    )
    assert mail.outbox[0].to == ["inbox@portal.example"]
    assert mail.outbox[0].reply_to == ["dewi@semarang.example"]
    assert "Where can I read it?\nThank you." in mail.outbox[0].body


def test_a_line_break_in_a_field_becomes_no_header(client):
    client.post(
        "/en/contact/",
        {**MESSAGE, "name": "a\nBcc: x@y.example", "subject": "b\r\nCc: z@y.example"},
    )
    stored = ContactMessage.objects.get()

    assert (stored.name, stored.subject) == ("a Bcc: x@y.example", "b  Cc: z@y.example")
    assert mail.outbox[0].recipients() == ["inbox@portal.example"]


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "Please give a valid email address"), ("zh-hans", "请填写有效的电子邮箱")],
)
def test_errors_are_told_in_the_readers_language_and_nothing_is_lost(client, language, message):
    response = client.post(f"/{language}/contact/", {**MESSAGE, "email": "nonsense"})
    page = response.content.decode()

    assert response.status_code == 400
    assert message in page
    assert "Where can I read it?\nThank you." in page
    assert 'href="#id_email"' in page
    assert 'aria-invalid="true"' in page
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("value", ["x\x00y", "x" * 6000])
def test_hostile_messages_are_refused_or_cleaned(client, value):
    assert client.post("/en/contact/", {**MESSAGE, "message": value}).status_code in (302, 400)
    assert not ContactMessage.objects.filter(message__contains="\x01").exists()


def test_a_bot_that_fills_the_hidden_field_is_thanked_and_forgotten(client):
    response = client.post("/en/contact/", {**MESSAGE, "website": "https://spam.example"})

    assert response.status_code == 302
    assert not ContactMessage.objects.exists()
    assert mail.outbox == []


def test_a_mail_server_that_fails_loses_nothing(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    response = client.post("/en/contact/", MESSAGE)

    assert response.status_code == 302
    assert ContactMessage.objects.count() == 1


def test_the_page_that_the_visitor_came_from_is_kept(client):
    page = client.get("/en/contact/", {"about": '/en/"><script>'}).content.decode()

    assert "&quot;&gt;&lt;script&gt;" in page
    assert "<script>" not in page


def test_a_forged_post_is_refused_with_a_page():
    response = Client(enforce_csrf_checks=True).post("/zh-hans/contact/", MESSAGE)

    assert response.status_code == 403
    assert '<html lang="zh-Hans"' in response.content.decode()


def test_of_a_hundred_messages_of_a_program_few_are_taken(client):
    answers = [client.post("/en/contact/", {**MESSAGE, "name": f"Bot {i}"}) for i in range(100)]

    assert [each.status_code for each in answers] == [302] * 20 + [429] * 80
    assert ContactMessage.objects.count() == len(mail.outbox) == 20
    # Nothing that a person wrote is lost, and others are not held up.
    assert "Please wait an hour." in answers[-1].content.decode()
    assert "Where can I read it?" in answers[-1].content.decode()
    assert client.post("/en/contact/", MESSAGE, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_a_message_sent_twice_is_taken_once(client):
    client.post("/en/contact/", MESSAGE)
    again = client.post("/en/contact/", MESSAGE)
    client.post("/en/contact/", {**MESSAGE, "message": "Something else."})

    assert again.headers["Location"] == "/en/contact/thanks/"
    assert ContactMessage.objects.count() == len(mail.outbox) == 2
