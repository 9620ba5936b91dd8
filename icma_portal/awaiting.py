"""Messages of visitors that nobody has answered, for the staff's start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from icma_portal.web.start_page import Task, register_tasks

from .models import ContactMessage


@register_tasks
def messages(user):
    """Give a Task for new messages of visitors."""
    if user.has_perm("icma_portal.change_contactmessage"):
        new = ContactMessage.objects.filter(state=ContactMessage.State.NEW).count()
        address = reverse("admin:icma_portal_contactmessage_changelist")
        yield Task(_("New messages of visitors"), new, f"{address}?state__exact=new")
