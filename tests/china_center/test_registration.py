"""Registration for events: places, the waiting list, mails in both languages, nothing revealed."""

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.utils import timezone
from django.utils.timezone import localdate

from china_center.models import EventRegistration
from china_center.registration import places
from icma_portal.web import visitor_forms
from tests.racing import race

from .registering import DAY, PERSON, cancel_address, filled, make_event, path_of, send, states

pytestmark = pytest.mark.django_db
SUBJECTS = {"en": "Your registration: The next summit", "zh-hans": "您的报名：下届峰会"}


@pytest.fixture(autouse=True)
def _office(settings):
    settings.CONTACT_EMAIL = ""


# Registering --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_row_53_one_registers_for_an_event_in_either_language(client, language):
    event = make_event(places=2)
    page = client.get(event.get_absolute_url().replace("/en/", f"/{language}/")).content.decode()

    sent = send(client, event, language)
    thanks = client.get(sent.headers["Location"])

    assert f'href="{path_of(event, language)}"' in page
    assert sent.status_code == 302
    assert thanks.status_code == 200
    stored = EventRegistration.objects.get()
    assert (stored.name, stored.language, stored.state) == ("Li Wei", language, "registered")
    assert stored.mailed_at is not None
    message = outgoing.outbox[0]
    assert (message.to, message.subject) == (["li@portal.example"], SUBJECTS[language])
    assert f"https://portal.example/{language}/china-center/events/next-summit/" in message.body
    # Whoever registers a stranger's address cannot let the portal write to it what they like.
    assert "Li Wei" not in message.body
    assert "Durban" not in message.body


@pytest.mark.parametrize(
    "values",
    [
        {"registration_opens_on": None},
        {"registration_opens_on": localdate() + 2 * DAY},
        {"registration_closes_on": localdate() - DAY, "registration_opens_on": localdate() - DAY},
        {"starts_on": (localdate() - 5 * DAY).isoformat()},
        {"starts_on": None},
        {"state": "draft", "published_at": None},
        {"state": "in_review", "published_at": None},
        {"state": "archived"},
        {"published_at": timezone.now() + DAY},
        {"expires_at": timezone.now() - timedelta(hours=1)},
    ],
    # The moments in them are others in each worker.
    ids="-".join,
)
def test_only_for_published_upcoming_events_with_open_registration(client, admin_client, values):
    event = make_event(**values)
    address = path_of(event)
    link = f'href="{address}"'

    assert client.get(address).status_code == 404
    # Staff see drafts, but nobody registers for one.
    assert admin_client.get(address).status_code == 404
    assert client.post(address, filled()).status_code == 404
    assert client.get(f"{address}thanks/").status_code == 404
    assert link not in admin_client.get(event.get_absolute_url()).content.decode()
    assert not EventRegistration.objects.exists()


def test_who_comes_when_all_places_are_taken_waits(client):
    event = make_event(places=1)
    send(client, event, email="a@portal.example")
    send(client, event, "zh-hans", email="b@portal.example")

    assert states(event) == [("a@portal.example", "registered"), ("b@portal.example", "waiting")]
    assert "已列入候补名单" in outgoing.outbox[1].body


def test_registration_that_ends_while_the_form_is_filled_in(client, monkeypatch):
    def closed(*args, **kwargs):
        raise places.RegistrationClosed

    event = make_event()
    monkeypatch.setattr(places, "register", closed)
    answer = send(client, event)

    assert answer.status_code == 410
    assert "has just ended" in answer.content.decode()
    assert "Li Wei" in answer.content.decode()


def test_an_address_is_registered_once_and_nobody_learns_of_it(client):
    event = make_event()
    first = send(client, event)
    shown = client.get(first.headers["Location"]).content
    again = send(client, event, name="Somebody else", email="LI@Portal.Example")

    assert (first.status_code, first.headers["Location"]) == (
        again.status_code,
        again.headers["Location"],
    )
    assert client.get(again.headers["Location"]).content == shown
    # Within the hour no second mail goes out: nobody can be flooded by it.
    assert len(outgoing.outbox) == 1
    stored = EventRegistration.objects.get()
    assert (stored.name, stored.email) == ("Li Wei", "li@portal.example")

    EventRegistration.objects.update(mailed_at=timezone.now() - timedelta(hours=2))
    send(client, event)
    assert [each.to for each in outgoing.outbox] == [["li@portal.example"]] * 2


def test_the_same_address_at_another_event_is_another_registration(client):
    for event in (make_event(), make_event(slug="other")):
        send(client, event)

    assert EventRegistration.objects.count() == 2


def test_errors_keep_what_was_typed(client):
    event = make_event()
    answer = send(client, event, "zh-hans", email="nonsense")
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "您尚未报名成功" in page
    assert "nonsense" in page
    assert "City of Durban" in page


@pytest.mark.parametrize("name", ["name", "email", "organization"])
def test_no_field_becomes_a_header(client, name):
    event = make_event()
    send(client, event, **{name: "a\r\nBcc: victim@portal.example"})
    assert EventRegistration.objects.count() == len(outgoing.outbox) == (name != "email")

    for message in outgoing.outbox:
        assert message.recipients() == ["li@portal.example"]
    for stored in EventRegistration.objects.all():
        assert (
            visitor_forms.CONTROL.search(stored.name + stored.organization + stored.email) is None
        )


def test_a_name_of_an_event_becomes_no_header(client):
    event = make_event(name_en="Summit\r\nBcc: victim@portal.example")
    send(client, event)

    assert outgoing.outbox[0].message()["Bcc"] is None


def test_a_hundred_posts_of_bots(client):
    event = make_event()
    plain = [client.post(path_of(event), {**PERSON, "email": f"{i}@b.example"}) for i in range(50)]
    trapped = [send(client, event, website="x", email=f"{i}@b.example") for i in range(50)]

    assert {each.status_code for each in plain} == {400}
    assert {each.status_code for each in trapped} == {302, 429}
    assert (EventRegistration.objects.count(), outgoing.outbox) == (0, [])

    patient = [
        client.post(
            path_of(event), filled(email=f"{i}@b.example"), REMOTE_ADDR="192.0.2.7"
        ).status_code
        for i in range(100)
    ]
    assert patient == [302] * 40 + [429] * 60
    assert EventRegistration.objects.count() == 40


def test_pages_are_kept_and_listed_by_nobody(client):
    event = make_event()
    send(client, event)
    pages = [path_of(event), f"{path_of(event)}thanks/", cancel_address(outgoing.outbox[0])]

    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
    assert b"/register/" not in client.get("/sitemap.xml").content


# Two at once ----------------------------------------------------------------------

LAST_PLACE = """
from datetime import timedelta
from django.utils import timezone
from django.utils.timezone import localdate
from china_center.models import Event, EventRegistration
from china_center.registration import places
from china_center.registration.forms import RegistrationForm
from icma_portal.publishing.models import Version

event = Event.objects.create(
    slug="race-for-the-last-place", kind="summit", name_en="Race", places=3, state="published",
    published_at=timezone.now() - timedelta(days=1), registration_opens_on=localdate(),
    starts_on=(localdate() + timedelta(days=30)).isoformat())
path = f"/en/china-center/events/{event.slug}/register/"


def sending(email):
    data = {"name": "A", "email": email, "opened": RegistrationForm().initial["opened"]}
    return lambda: Client().post(path, data).status_code


try:
    sent = at_once(*[sending(f"{number}@portal.example") for number in range(8)])
    states = sorted(event.registrations.values_list("state", flat=True))
    assert sent == [302] * 8, sent
    assert states == ["registered"] * 3 + ["waiting"] * 5, states

    # Two of those with a place cancel at one moment: two others move up, not one twice.
    leaving = list(event.registrations.filter(state="registered"))[:2]
    moved = at_once(*[lambda each=each: places.cancel(each) for each in leaving])
    states = sorted(event.registrations.values_list("state", flat=True))
    assert sorted(len(each) for each in moved) == [1, 1], moved
    assert states == ["registered"] * 3 + ["waiting"] * 3, states

    # One address, eight times at one moment.
    sent = at_once(*[sending("Same@portal.example")] * 4, *[sending("same@PORTAL.example")] * 4)
    assert sent == [302] * 8, sent
    assert event.registrations.filter(email_key="same@portal.example").count() == 1
finally:
    key = event.pk
    event.registrations.all().delete()
    event.delete()
    Version.objects.filter(content_type__model="event", object_id=key).delete()
"""


def test_the_last_place_goes_to_one_of_those_who_come_at_one_moment(tmp_path, prepared_portal):
    race(LAST_PLACE, tmp_path, prepared_portal)
