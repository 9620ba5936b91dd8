"""Mails about registrations, in the language in which the person registered.

They hold no word that a visitor typed: whoever registers a stranger's address could otherwise
let the portal write to it what they like.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from china_center.models import EventRegistration
from icma_portal.bilingual.formats import period
from icma_portal.bilingual.reader import text_of
from icma_portal.web.mailing import send_mail

from .places import note_mailed

SALT = "china_center.registration"
# Who sends the form again soon has the mail already.
AGAIN_AFTER = timedelta(hours=1)
State = EventRegistration.State


def token_of(registration):
    """Return what proves that somebody has read the mail: nobody else can make it."""
    return signing.dumps(registration.pk, salt=SALT)


def registration_of(token):
    """Return the registration that a token is for; None for a forged or a lapsed one."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return EventRegistration.objects.select_related("event").filter(pk=pk).first()


def send_standing(registration):
    """Mail a person whether there is a place for them, and how to cancel; return if it was taken.

    Nothing is sent where the last mail is not an hour old.
    """
    last = registration.mailed_at
    if last is not None and timezone.now() - last < AGAIN_AFTER:
        return True
    with override(registration.language):
        was_taken = send_mail(
            _("Your registration: %(event)s") % {"event": _name(registration)},
            "\n\n".join(_paragraphs(registration)),
            registration.email,
            reply_to=_office(),
            about=f"registration {registration.pk}",
        )
    if was_taken:
        note_mailed(registration)
    return was_taken


def send_cancelled(registration):
    """Mail a person that staff have cancelled the registration."""
    with override(registration.language):
        told = _("Your registration for “%(event)s” has been cancelled, and your data are deleted.")
        return send_mail(
            _("Registration cancelled: %(event)s") % {"event": _name(registration)},
            told % {"event": _name(registration)},
            registration.email,
            reply_to=_office(),
            about=f"registration {registration.pk}",
        )


def _paragraphs(registration):
    event, language = registration.event, registration.language
    if registration.state == State.REGISTERED:
        standing = _("There is a place for you at this event:")
    else:
        standing = _(
            "All places of this event are taken. You are on the waiting list, and we write as soon "
            "as a place becomes free:"
        )
    facts = [_name(registration), period(event.starts_on, event.ends_on, language)]
    address = reverse("events:cancel", args=[token_of(registration)])
    return [
        standing,
        "\n".join(each for each in facts if each),
        settings.SITE_ADDRESS + event.get_absolute_url(),
        _("If you cannot come, or did not register yourself, cancel here:"),
        settings.SITE_ADDRESS + address,
    ]


def _name(registration):
    return text_of(registration.event, "name")


def _office():
    return [settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else []
