"""Registrations about which no mail went out, for the staff's start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from china_center.models import EventRegistration
from icma_portal.web.start_page import Task, register_tasks


@register_tasks
def registrations(user):
    """Give a Task for people who do not know yet whether they have a place."""
    if user.has_perm("china_center.change_eventregistration"):
        untold = EventRegistration.objects.filter(mailed_at=None).count()
        address = reverse("admin:china_center_eventregistration_changelist")
        yield Task(
            _("Registrations that were not confirmed by mail"), untold, f"{address}?mailed=no"
        )
