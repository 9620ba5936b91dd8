"""Who gets a place; whoever changes that holds the row of the event, so that none goes twice."""

from django.db import transaction
from django.utils import timezone

from china_center.models import Event, EventRegistration
from china_center.models.registrations import key_of

State = EventRegistration.State


class RegistrationClosed(Exception):
    """The registration has ended while somebody filled in the form."""


@transaction.atomic
def register(event, **person):
    """Give a place, or one on the waiting list; return (registration, who else moved up).

    ``person`` has name, organization, email and language. An address that is registered already
    stays as it is. Raises RegistrationClosed.
    """
    event = _locked(event.pk)
    if event is None or not event.registration_is_open:
        raise RegistrationClosed
    candidate = EventRegistration(event=event, state=State.WAITING, **person)
    known = event.registrations.filter(email_key=key_of(candidate.email)).first()
    if known is not None:
        return known, []
    candidate.save()
    # Others first, where staff have made more places.
    moved = [each for each in _move_up(event) if each.pk != candidate.pk]
    candidate.refresh_from_db()
    return candidate, moved


@transaction.atomic
def cancel(registration):
    """Delete a registration; return those who moved up to a place by that, in their order."""
    event = _locked(registration.event_id)
    EventRegistration.objects.filter(pk=registration.pk).delete()
    return _move_up(event) if event else []


@transaction.atomic
def fill(event):
    """Give free places to those who wait, after staff have made more of them; return who moved."""
    event = _locked(event.pk)
    return _move_up(event) if event else []


def _locked(pk):
    return Event.objects.select_for_update(no_key=True).filter(pk=pk).first()


def _move_up(event):
    """Give the free places of a locked event to those who wait longest; return them.

    Once an event is over, nobody moves up any more.
    """
    waiting = event.registrations.filter(state=State.WAITING).order_by("pk")
    if event.timing == Event.Timing.PAST:
        return []
    if event.places is not None:
        taken = event.registrations.filter(state=State.REGISTERED).count()
        waiting = waiting[: max(event.places - taken, 0)]
    moved = list(waiting)
    for registration in moved:
        registration.state = State.REGISTERED
        registration.mailed_at = None
        registration.save()
    return moved


def note_mailed(registration):
    """Remember that the mail server has taken a mail about a registration, if it is still there."""
    EventRegistration.objects.filter(pk=registration.pk).update(mailed_at=timezone.now())
