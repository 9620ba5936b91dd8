"""Mail that the portal sends."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)


def forward_message(message):
    """Mail a stored ContactMessage to CONTACT_EMAIL, if that is set.

    The message is kept in the database, so a mail server that fails loses nothing: the
    failure is logged and the visitor is not troubled with it.
    """
    if not settings.CONTACT_EMAIL:
        return
    mail = EmailMessage(
        subject=f"[Portal] {message.subject}",
        body=f"{message.name} <{message.email}>\n{message.about}\n\n{message.message}",
        to=[settings.CONTACT_EMAIL],
        reply_to=[message.email],
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        logger.exception("Contact message %s could not be mailed.", message.pk)
