"""What of the inbox awaits a member of staff, for the start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from icma_portal.web.start_page import Task, register_tasks

from .models import ContactMessage, MessageEntry

State = ContactMessage.State


@register_tasks
def messages(user):
    """Give a Task for new messages, for those that the person has in work, and for lost answers."""
    if not user.has_perm("icma_portal.change_contactmessage"):
        return
    address = reverse("admin:icma_portal_contactmessage_changelist")
    new = ContactMessage.objects.filter(state=State.NEW).count()
    yield Task(_("New messages of visitors"), new, f"{address}?state__exact=new")
    mine = ContactMessage.objects.filter(assigned_to=user, state__in=(State.NEW, State.IN_WORK))
    yield Task(_("Messages of visitors assigned to you"), mine.count(), f"{address}?assigned=me")
    unsent = MessageEntry.objects.filter(kind=MessageEntry.Kind.ANSWER, mailed_at=None)
    lost = unsent.values("message").distinct().count()
    yield Task(_("Messages with an answer that was not mailed"), lost, f"{address}?unsent=1")
