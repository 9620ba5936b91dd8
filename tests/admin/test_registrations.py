"""Registrations for events in the staff site: looked at, taken out, cancelled."""

import csv

import pytest
from django.core import mail
from django.utils.timezone import localdate

from china_center.models import Event, EventRegistration
from icma_portal.accounts.models import AuditEntry

from .records import address

pytestmark = pytest.mark.django_db
LIST = "/admin/china_center/eventregistration/"


@pytest.fixture
def event():
    return Event.objects.create(
        slug="next-summit",
        kind="summit",
        name_en="The next summit",
        starts_on=f"{localdate().year + 1}-05",
        state="published",
        places=1,
    )


def make_registration(event, email, state="registered", **values):
    given = {"name": "Li Wei", "language": "en"}
    return event.registrations.create(email=email, state=state, **{**given, **values})


def run(client, action, *registrations):
    chosen = [each.pk for each in registrations]
    return client.post(LIST, {"action": action, "_selected_action": chosen})


def test_the_list_as_csv_holds_no_formula(admin_client, event):
    dangers = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "王芳，“引号”\n"]
    made = [
        make_registration(event, f"{i}@portal.example", name=name) for i, name in enumerate(dangers)
    ]
    answer = run(admin_client, "as_csv", *made)
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines(keepends=True)))

    assert "no-store" in answer.headers["Cache-Control"]
    assert rows[0] == ["event", "name", "organization", "email", "language", "state", "created_at"]
    assert [row[1] for row in rows[1:]] == [*(f"'{each}" for each in dangers[:6]), dangers[6]]
    assert AuditEntry.objects.filter(event="export", target__endswith=": 7").count() == 1


@pytest.mark.parametrize(
    ("group", "sees", "deletes"),
    [("Translator", False, False), ("Editor", True, False), ("Publisher", True, True)],
)
def test_rights(member_of, event, group, sees, deletes):
    registration = make_registration(event, "a@portal.example")
    client = member_of(group)
    statuses = {
        client.get(page).status_code
        for page in (LIST, address(EventRegistration, "change", registration.pk))
    }
    exported = run(client, "as_csv", registration)
    deleted = client.post(address(EventRegistration, "delete", registration.pk), {"post": "yes"})

    assert statuses == {200 if sees else 403}
    assert exported.status_code == (200 if sees else 403)
    assert deleted.status_code == (302 if deletes else 403)
    assert EventRegistration.objects.exists() is not deletes
    assert client.get(address(EventRegistration, "add")).status_code == 403


def test_staff_cancel_and_people_are_told(admin_client, event):
    first = make_registration(event, "a@portal.example", language="zh-hans")
    second = make_registration(event, "b@portal.example", "waiting")

    run(admin_client, "cancel_selected", first)

    second.refresh_from_db()
    assert (EventRegistration.objects.count(), second.state) == (1, "registered")
    subjects = {each.to[0]: each.subject for each in mail.outbox}
    assert subjects == {
        "a@portal.example": "报名已取消：The next summit",
        "b@portal.example": "Your registration: The next summit",
    }


def test_who_waits_gets_the_places_that_are_added(admin_client, event):
    make_registration(event, "a@portal.example")
    waiting = [make_registration(event, f"{i}@portal.example", "waiting") for i in range(3)]
    Event.objects.filter(pk=event.pk).update(places=3)

    run(admin_client, "fill_places", waiting[2])

    states = list(event.registrations.order_by("pk").values_list("state", flat=True))
    assert states == ["registered", "registered", "registered", "waiting"]
    assert [each.to for each in mail.outbox] == [["0@portal.example"], ["1@portal.example"]]


def test_what_people_gave_stays_as_it_is(admin_client, event):
    registration = make_registration(event, "a@portal.example")
    admin_client.post(
        address(EventRegistration, "change", registration.pk), {"name": "X", "state": "waiting"}
    )

    registration.refresh_from_db()
    assert (registration.name, registration.state) == ("Li Wei", "registered")


def test_an_editor_opens_registration_in_the_form_of_the_event(admin_client, event):
    page = admin_client.get(address(Event, "change", event.pk)).content.decode()

    for name in ("registration_opens_on", "registration_closes_on", "places"):
        assert f'name="{name}"' in page
