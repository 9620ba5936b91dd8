"""Row 66: requests for assistance, as the memorandum with CAIEP asks for, by a public form."""

import re

import pytest
from django.core import mail, signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from china_center.models import TrainingProgram
from icma_portal.inbox.forms import AssistanceForm, ContactForm
from icma_portal.models import Attachment, ContactMessage
from icma_portal.web import visitor_forms
from programs.models import Topic
from tests.factories import make_topic, pdf_bytes, picture_bytes
from tests.files import bad_files
from tests.racing import race

pytestmark = pytest.mark.django_db
PATH = "/en/china-center/request-assistance/"
CHINESE = "/zh-hans/china-center/request-assistance/"
REQUEST = {
    "level": "city",
    "organization": "扬州市人民政府外事办公室",
    "name": "王芳",
    "email": "wang@yangzhou.example",
    "message": "希望了解海绵城市的经验。\n谢谢。",
}
HEADERS = ("name", "organization", "email", "level", "topic", "training")
INJECTION = "a\r\nBcc: victim@portal.example\r\n\r\nBuy"


@pytest.fixture(autouse=True)
def _inbox(settings):
    settings.CONTACT_EMAIL = "inbox@portal.example"


def filled(form=AssistanceForm, **values):
    """Return what a browser sends: the words, and what the form carried when it was shown."""
    return {**REQUEST, "opened": form().initial["opened"], **values}


def pdf(name="plan.pdf"):
    return SimpleUploadedFile(name, pdf_bytes(), "application/pdf")


# What is taken ----------------------------------------------------------------


def test_row_66_a_city_asks_for_assistance_in_chinese(client):
    page = client.get(CHINESE)
    topic = page.context["form"].fields["topic"].queryset.first()
    opened = re.search(r'name="opened" value="([^"]+)"', page.content.decode())[1]

    sent = client.post(CHINESE, {**REQUEST, "opened": opened, "topic": topic.pk})

    assert (sent.status_code, sent.headers["Location"]) == (302, f"{CHINESE}thanks/")
    stored = ContactMessage.objects.get()
    assert (stored.kind, stored.level, stored.topic) == ("assistance", "city", topic)
    assert (stored.organization, stored.language) == (REQUEST["organization"], "zh-hans")
    assert (stored.message, stored.state) == (REQUEST["message"].replace("\r", ""), "new")
    assert mail.outbox[0].reply_to == ["wang@yangzhou.example"]
    assert f"/admin/icma_portal/contactmessage/{stored.pk}/change/" in mail.outbox[0].body


def test_row_66_the_page_names_the_memorandum_and_when_data_are_deleted(client, settings):
    settings.MESSAGES_KEPT_MONTHS = 18
    english = client.get(PATH).content.decode()
    chinese = client.get(CHINESE).content.decode()

    assert "CAIEP" in english
    assert "中国国际人才交流协会" in chinese
    assert "18 months" in english
    assert "18个月" in chinese


def test_row_50_an_enquiry_about_a_training_has_it_chosen(client):
    training = TrainingProgram.objects.filter(state="published").first()
    overview = client.get("/en/china-center/").content.decode()
    address = f"{PATH}?training={training.slug}"

    page = client.get(address).content.decode()
    client.post(PATH, filled(training=training.pk))

    assert f'href="{address}"' in overview
    assert re.search(rf'<option value="{training.pk}"[^>]* selected', page)
    stored = ContactMessage.objects.get()
    assert (stored.kind, stored.training) == ("training", training)


def test_an_enquiry_about_a_partnership_comes_into_the_same_inbox(client):
    page = client.get("/en/partnerships/durban-southeast-florida/").content.decode()
    address = "/en/contact/?about=/en/partnerships/durban-southeast-florida/&amp;kind=partnership"
    assert f'href="{address}"' in page

    shown = client.get(address.replace("&amp;", "&")).content.decode()
    data = {**filled(ContactForm), "subject": "Durban", "kind": "partnership"}
    client.post("/en/contact/", data)

    assert re.search(r'<option value="partnership" selected', shown)
    assert ContactMessage.objects.get().kind == "partnership"


def test_what_is_not_public_can_be_neither_seen_nor_chosen(client):
    topic = make_topic(state="draft", name_en="Hidden topic")
    training = TrainingProgram.objects.create(slug="not-yet", name_en="Hidden", state="draft")

    page = client.get(f"{PATH}?training=not-yet").content.decode()
    refused = client.post(PATH, filled(topic=topic.pk, training=training.pk))

    assert "Hidden" not in page
    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {"topic", "training"}
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("training", ["\0", "x" * 10_000, "%00", "' OR 1=1", "𠮷"])
def test_no_program_in_the_address_breaks_the_page(client, training):
    assert client.get(PATH, {"training": training}).status_code in (200, 400)


def test_the_pages_are_kept_and_listed_by_nobody(client):
    page, thanks = client.get(PATH), client.get(f"{PATH}thanks/")

    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    for each in (page, thanks):
        assert b'<meta name="robots" content="noindex">' in each.content
    assert PATH.encode() not in client.get("/sitemap.xml").content


# What is refused ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "words"),
    [(PATH, "Your request has not been sent yet"), (CHINESE, "您的申请尚未提交")],
)
def test_errors_keep_all_that_was_typed(client, path, words):
    data = {**filled(), "email": "nonsense", "level": ""}
    refused = client.post(path, data)
    page = refused.content.decode()

    assert refused.status_code == 400
    assert words in page
    assert set(refused.context["form"].errors) == {"email", "level"}
    for typed in ("王芳", REQUEST["organization"], REQUEST["message"], "nonsense"):
        assert typed in page
    assert page.count('href="#id_') == 2


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("text", [INJECTION, "a\u2028Bcc: x@y.example", "a\0\x0b\x85b"])
def test_no_field_becomes_a_header(client, name, text):
    client.post(PATH, filled(**{name: text}))

    for sent in mail.outbox:
        raw = sent.message()
        assert sent.recipients() == ["inbox@portal.example"]
        assert raw["Bcc"] is None
        assert len(raw.get_all("Subject")) == 1
    for stored in ContactMessage.objects.all():
        for field in ("name", "organization", "email", "subject"):
            assert visitor_forms.CONTROL.search(getattr(stored, field)) is None
    # An address with a control character is none; the choices know no such one.
    is_taken = name in ("name", "organization")
    assert ContactMessage.objects.count() == len(mail.outbox) == is_taken


def test_a_form_is_neither_taken_at_once_nor_after_a_day(client, settings, monkeypatch):
    settings.VISITOR_FORM_SECONDS = 3
    data = filled()
    quick = client.post(PATH, data)
    times = visitor_forms.signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: times + 5)
    again = {**data, "opened": quick.context["form"]["opened"].value()}
    # The form that was shown again has begun its time anew.
    assert again["opened"] != data["opened"]
    taken = client.post(PATH, again)
    monkeypatch.setattr(signing.time, "time", lambda: times + visitor_forms.DAY + 100)
    old = client.post(PATH, {**again, "message": "Something else"})

    assert (quick.status_code, taken.status_code, old.status_code) == (400, 302, 400)
    assert "as programs send it" in quick.content.decode()
    assert "more than a day ago" in old.content.decode()
    assert REQUEST["message"] in quick.content.decode()
    assert "Something else" in old.content.decode()
    assert ContactMessage.objects.count() == 1


@pytest.mark.parametrize("opened", ["", "x", "abc:1:xyz", "\0", "٣:٣:٣", "a" * 5000])
def test_a_forged_time_is_none(client, opened):
    refused = client.post(PATH, filled(opened=opened))

    assert refused.status_code == 400
    assert not ContactMessage.objects.exists()


def test_the_time_of_one_form_is_not_that_of_another(client):
    other = filled(ContactForm)["opened"]

    assert client.post(PATH, filled(opened=other)).status_code == 400


def test_a_hundred_posts_of_bots_store_nothing(client):
    without_time = [client.post(PATH, {**REQUEST, "name": f"Bot {i}"}) for i in range(50)]
    trapped = [client.post(PATH, filled(website="x", name=f"Bot {i}")) for i in range(50)]

    assert {each.status_code for each in without_time} == {400}
    # Thanked until they are slowed, so that they learn nothing.
    assert [each.status_code for each in trapped] == [302] * 20 + [429] * 30
    assert ContactMessage.objects.count() == len(mail.outbox) == 0


def test_of_a_hundred_posts_of_a_patient_bot_few_are_taken(client):
    answers = [client.post(PATH, filled(name=f"Bot {i}")) for i in range(100)]

    assert [each.status_code for each in answers] == [302] * 20 + [429] * 80
    assert ContactMessage.objects.count() == 20
    assert answers[-1].headers["Retry-After"] == "3600"
    assert "Bot 99" in answers[-1].content.decode()
    assert client.post("/en/contact/", filled(ContactForm, subject="S")).status_code == 429
    assert client.post(PATH, filled(), REMOTE_ADDR="192.0.2.9").status_code == 302


def test_the_same_request_is_taken_once(client):
    data = filled()
    answers = [client.post(PATH, data) for _each in range(3)]
    from_another_showing = client.post(PATH, filled())
    client.post(PATH, {**data, "message": "Something else"})

    assert {each.status_code for each in [*answers, from_another_showing]} == {302}
    assert ContactMessage.objects.count() == len(mail.outbox) == 2


def test_a_button_pressed_twice_at_one_moment_stores_one(client, monkeypatch):
    """Neither of two that arrive together sees the other's row: the row itself must be one."""
    monkeypatch.setattr(AssistanceForm, "is_a_repetition", False)
    data = filled()
    answers = [client.post(PATH, data) for _each in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert ContactMessage.objects.count() == len(mail.outbox) == 1


def test_without_a_token_nothing_is_taken():
    assert Client(enforce_csrf_checks=True).post(PATH, filled()).status_code == 403


# Files ------------------------------------------------------------------------


REFUSED = {
    "a script": ("a.pdf", bad_files.HTML),
    "a drawing that runs": ("a.svg", bad_files.SVG),
    "a page that opens a script": ("a.pdf", bad_files.after_pdf(b"<script>")),
    "two files in one": ("a.pdf", bad_files.archive_over_pdf()),
    "a program": ("invoice.pdf.exe", b"MZ" + b"\0" * 500),
    "nothing": ("a.pdf", b""),
    "too much": ("a.pdf", b"%PDF-" + b"0" * 10_000_001),
}


@pytest.mark.parametrize(("name", "data"), REFUSED.values(), ids=REFUSED)
def test_the_gate_refuses_a_file_and_nothing_else_is_lost(client, name, data):
    before = len(list(default_storage.kept()))
    refused = client.post(PATH, filled(attachment=SimpleUploadedFile(name, data)))

    assert refused.status_code == 400
    assert set(refused.context["form"].errors) == {"attachment"}
    assert REQUEST["message"] in refused.content.decode()
    assert 'name="attachment-kept"' not in refused.content.decode()
    assert len(list(default_storage.kept())) == before
    assert not ContactMessage.objects.exists()


HOSTILE_NAMES = [
    "../../etc/passwd",
    '"><script>alert(1)</script>.pdf',
    "a\r\nSet-Cookie: x=1.pdf",
    "=cmd|' /C calc'!A0.pdf",
    "\u202efdp.exe",
    "城" * 200 + ".pdf",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_stays_a_name(client, admin_client, name):
    client.post(PATH, filled(attachment=pdf(name)))
    attachment = Attachment.objects.first()
    if attachment is None:
        return
    page = admin_client.get(
        f"/admin/icma_portal/contactmessage/{attachment.message_id}/change/"
    ).content.decode()
    sent = admin_client.get(
        f"/admin/icma_portal/contactmessage/{attachment.message_id}/attachment/"
    )

    assert "<script>alert" not in page
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}\.pdf", attachment.file.name)
    assert "/" not in attachment.name
    assert "\r" not in sent.headers["Content-Disposition"]
    assert sent.status_code == 200


def test_a_good_file_is_kept_while_another_field_is_mended(client):
    first = client.post(PATH, filled(email="nonsense", attachment=pdf()))
    token = re.search(r'name="attachment-kept" value="([^"]+)"', first.content.decode())[1]

    sent = client.post(PATH, filled(**{"attachment-kept": token}))

    assert (first.status_code, sent.status_code) == (400, 302)
    assert Attachment.objects.get().name == "plan.pdf"


def test_files_are_slowed_before_they_are_examined(client, monkeypatch):
    judged = []
    monkeypatch.setattr("icma_portal.inbox.forms.judge", lambda *args: judged.append(args) or 1 / 0)
    client.raise_request_exception = False
    answers = [client.post(PATH, filled(attachment=pdf(f"{i}.pdf"))) for i in range(60)]

    assert len(judged) == 40
    assert {each.status_code for each in answers[40:]} == {429}
    assert REQUEST["message"] in answers[-1].content.decode()


def test_a_picture_of_a_request_is_stripped_and_stored(client):
    picture = SimpleUploadedFile("site.png", picture_bytes(), "image/png")
    client.post(PATH, filled(attachment=picture))

    assert Attachment.objects.get().content_type.startswith("image/")
    assert Topic.objects.exists()


# Two at once ----------------------------------------------------------------------

TWO_AT_ONCE = f"""
from icma_portal.inbox.forms import AssistanceForm
from icma_portal.models import ContactMessage

mine = ContactMessage.objects.filter(message="Sent by two threads")
data = {{**{REQUEST!r}, "message": "Sent by two threads"}}
data["opened"] = AssistanceForm().initial["opened"]
try:
    sent = at_once(*[lambda: Client().post("{PATH}", data).status_code] * 4)
    stored = mine.count()
finally:
    mine.delete()
assert (sent, stored) == ([302] * 4, 1), (sent, stored)
"""


def test_a_form_sent_four_times_at_one_moment_is_stored_once(tmp_path, prepared_portal):
    race(TWO_AT_ONCE, tmp_path, prepared_portal)
