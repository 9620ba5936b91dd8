"""When messages of visitors are deleted: some months after they were settled, spam much sooner."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from icma_portal.web.personal_data import months_before, register_personal_data

from .models import ContactMessage

SPAM_DAYS = 30


@register_personal_data("Messages of visitors")
def due_messages(now):
    """Return the messages whose time has come; one that nobody has settled is never among them."""
    spam = ContactMessage.State.SPAM
    kept_since = months_before(now, settings.MESSAGES_KEPT_MONTHS)
    old_spam = Q(state=spam, settled_at__lt=now - timedelta(days=SPAM_DAYS))
    others = Q(state__in=ContactMessage.SETTLED, settled_at__lt=kept_since)
    return ContactMessage.objects.filter(old_spam | others)
