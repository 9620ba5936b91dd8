"""What becomes of registrations: they are cancelled, others move up, all are deleted in time."""

import smtplib
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail as outgoing
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate

from china_center.models import Event, EventRegistration
from china_center.registration import mail
from icma_portal.publishing.models import Version

from .registering import DAY, PERSON, cancel_address, make_event, send, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(settings):
    settings.CONTACT_EMAIL = ""


# Cancelling ---------------------------------------------------------------------


def test_who_cancels_is_deleted_and_the_next_moves_up_with_a_mail(client):
    event = make_event(places=1)
    send(client, event, email="a@portal.example")
    send(client, event, "zh-hans", email="b@portal.example")
    send(client, event, email="c@portal.example")
    address = cancel_address(outgoing.outbox[0])

    asked = client.get(address)
    assert asked.status_code == 200
    # A program that looks through mails cancels nothing.
    assert event.registrations.count() == 3
    done = client.post(address)

    assert done.status_code == 200
    assert states(event) == [("b@portal.example", "registered"), ("c@portal.example", "waiting")]
    moved = outgoing.outbox[3]
    assert (len(outgoing.outbox), moved.to) == (4, ["b@portal.example"])
    assert "您已获得以下活动的参加名额" in moved.body
    assert client.get(address).status_code == client.post(address).status_code == 410
    assert len(outgoing.outbox) == 4


@pytest.mark.parametrize("token", ["x", "1", "a:b:c", "%00", "x" * 3000])
def test_a_forged_token_cancels_nothing(client, token):
    send(client, make_event())
    assert client.post(f"/en/china-center/events/registrations/{token}/").status_code in (400, 410)
    assert EventRegistration.objects.count() == 1


def test_a_token_of_another_purpose_cancels_nothing(client):
    send(client, make_event())
    token = signing.dumps(EventRegistration.objects.get().pk, salt="something else")

    assert client.post(f"/en/china-center/events/registrations/{token}/").status_code == 410


def test_without_a_token_of_the_form_nothing_is_cancelled(client):
    send(client, make_event())
    strict = type(client)(enforce_csrf_checks=True)

    assert strict.post(cancel_address(outgoing.outbox[0])).status_code == 403
    assert EventRegistration.objects.count() == 1


def test_nobody_moves_up_once_the_event_is_over(client):
    event = make_event(places=1)
    for name in "ab":
        send(client, event, email=f"{name}@portal.example")
    Event.objects.filter(pk=event.pk).update(starts_on="2014-05")
    client.post(cancel_address(outgoing.outbox[0]))

    assert states(event) == [("b@portal.example", "waiting")]
    assert len(outgoing.outbox) == 2


def test_who_waits_goes_before_who_comes_when_places_are_added(client):
    event = make_event(places=1)
    for name in "ab":
        send(client, event, email=f"{name}@portal.example")
    Event.objects.filter(pk=event.pk).update(places=2)
    send(client, event, email="c@portal.example")

    assert [state for _email, state in states(event)] == ["registered", "registered", "waiting"]
    assert [each.to[0][0] for each in outgoing.outbox] == ["a", "b", "c", "b"]


# Afterwards -----------------------------------------------------------------------


def test_registrations_are_deleted_some_months_after_the_event(settings):
    settings.REGISTRATIONS_KEPT_MONTHS = 6
    old = timezone.now() - timedelta(days=400)
    kept, due = [], []
    for number, (values, made_at, is_due) in enumerate(
        [
            ({"starts_on": (localdate() - 170 * DAY).isoformat()}, old, False),
            ({"starts_on": (localdate() - 190 * DAY).isoformat()}, old, True),
            ({"starts_on": "2014", "ends_on": localdate().isoformat()}, old, False),
            ({"starts_on": str(localdate().year)}, old, False),
            ({"starts_on": str(localdate().year - 2)}, old, True),
            ({"starts_on": None}, old, True),
            ({"starts_on": None}, timezone.now(), False),
        ]
    ):
        event = make_event(slug=f"event-{number}", **values)
        each = event.registrations.create(state="registered", language="en", **PERSON)
        EventRegistration.objects.filter(pk=each.pk).update(created_at=made_at)
        (due if is_due else kept).append(each.pk)

    for expected in (len(due), 0):
        out = StringIO()
        call_command("delete_personal_data", stdout=out)
        assert f"Registrations for events: {expected} deleted" in out.getvalue()
    assert list(EventRegistration.objects.order_by("pk").values_list("pk", flat=True)) == kept


def test_no_history_keeps_what_was_deleted(client):
    event = make_event()
    send(client, event)
    client.post(cancel_address(outgoing.outbox[0]))
    stored = Version.objects.filter(data__icontains="li@portal.example")

    assert not stored.exists()
    assert Version.objects.filter(content_type__model="event", object_id=event.pk).exists()


def test_a_mail_server_that_fails_loses_nothing_and_staff_are_told(
    client, monkeypatch, admin_client, admin_user
):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    event = make_event()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuse)
        assert send(client, event).status_code == 302
    stored = event.registrations.get()
    listed = admin_client.get("/admin/china_center/eventregistration/?mailed=no").context["cl"]
    assert (stored.mailed_at, listed.result_count) == (None, 1)

    again = {"action": "mail_again", "_selected_action": [stored.pk]}
    admin_client.post("/admin/china_center/eventregistration/", again)
    assert outgoing.outbox[0].to == ["li@portal.example"]
    assert mail.registration_of(mail.token_of(stored)) == stored


@pytest.mark.parametrize(
    ("opens", "closes", "is_good"),
    [(None, 1, False), (2, 1, False), (1, 1, True), (1, None, True), (None, None, True)],
)
def test_the_days_of_registration_fit_each_other(opens, closes, is_good):
    days = [each and localdate() + each * DAY for each in (opens, closes)]
    event = Event(
        slug="x",
        kind="summit",
        name_en="X",
        registration_opens_on=days[0],
        registration_closes_on=days[1],
    )
    if is_good:
        event.clean()
    else:
        with pytest.raises(ValidationError) as raised:
            event.clean()
        assert set(raised.value.message_dict) == {"registration_closes_on"}
