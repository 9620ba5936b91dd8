"""Mail about messages of visitors: to the office that has the inbox, and answers to visitors."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from icma_portal.bilingual.formats import date
from icma_portal.web.mailing import send_mail

from .models import MessageEntry


def forward_message(message):
    """Mail a stored ContactMessage to CONTACT_EMAIL, if that is set.

    The message is kept in the database, so a mail server that fails loses nothing, and the visitor
    is not troubled with it. A file that came with it stays in the portal.
    """
    if not settings.CONTACT_EMAIL:
        return
    address = reverse("admin:icma_portal_contactmessage_change", args=[message.pk])
    parts = [
        f"{message.name} <{message.email}>",
        message.organization,
        message.about,
        f"\n{message.message}\n",
        f"{settings.SITE_ADDRESS}{address}",
    ]
    send_mail(
        f"[Portal] {message.heading}",
        "\n".join(part for part in parts if part),
        settings.CONTACT_EMAIL,
        reply_to=[message.email],
        about=f"message {message.pk}",
    )


def send_answer(entry):
    """Mail an answer to the visitor in the visitor's language; return whether it went out.

    Replies go to CONTACT_EMAIL, where that is set. What was sent already is not sent again.
    """
    if not entry.is_unsent:
        return True
    message = entry.message
    with override(message.language):
        day = date(timezone.localtime(message.created_at), message.language)
        closing = _("This answers what you wrote to ICMA on %(date)s:") % {"date": day}
        subject = _("ICMA’s answer: %(subject)s") % {"subject": message.heading}
    quoted = "\n".join(f"> {line}" for line in message.message.splitlines())
    was_taken = send_mail(
        subject,
        f"{entry.text}\n\n-- \n{closing}\n\n{quoted}\n",
        message.email,
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else [],
        about=f"message {message.pk}",
    )
    if was_taken:
        MessageEntry.objects.filter(pk=entry.pk).update(mailed_at=timezone.now())
    return was_taken
