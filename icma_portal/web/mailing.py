"""Sends mail; a mail server that fails is logged, and breaks nothing."""

import logging
import smtplib

from django.core.mail import EmailMessage

from .visitor_forms import one_line

logger = logging.getLogger(__name__)


def send_mail(subject, body, to, *, reply_to=(), about=""):
    """Mail a text to one address; return whether the mail server took it.

    ``about`` names in the log, by its number, what the mail was about: never who it was for.
    """
    mail = EmailMessage(
        subject=one_line(subject),
        body=body,
        to=[one_line(to)],
        reply_to=[one_line(each) for each in reply_to],
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        logger.exception("A mail about %s could not be sent.", about)
        return False
    return True
