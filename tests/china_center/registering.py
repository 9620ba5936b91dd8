"""An event that is open for registration, and what a visitor sends to it."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from china_center.models import Event
from china_center.registration.forms import RegistrationForm

DAY = timedelta(days=1)
PERSON = {"name": "Li Wei", "email": "li@portal.example", "organization": "City of Durban"}


def make_event(**values):
    given = {
        "slug": "next-summit",
        "kind": "summit",
        "name_en": "The next summit",
        "name_zh_hans": "下届峰会",
        "starts_on": (localdate() + 30 * DAY).isoformat(),
        "registration_opens_on": localdate(),
        "state": "published",
        "published_at": timezone.now() - DAY,
    }
    return Event.objects.create(**{**given, **values})


def path_of(event, language="en"):
    return f"/{language}/china-center/events/{event.slug}/register/"


def filled(**values):
    return {**PERSON, "opened": RegistrationForm().initial["opened"], **values}


def send(client, event, language="en", **values):
    return client.post(path_of(event, language), filled(**values))


def states(event):
    return list(event.registrations.order_by("pk").values_list("email", "state"))


def cancel_address(message):
    return re.search(r"https://portal\.example(/\S+/registrations/\S+)", message.body)[1]
