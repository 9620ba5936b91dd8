"""Agreements that end and promises that fall due, for the staff's start page."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from icma_portal.web.start_page import Task, register_tasks

from .due import DAYS_AHEAD, ending, owing


@register_tasks
def ledger(user):
    """Give a Task for agreements that end, and one for those with promises that fall due."""
    if not user.has_perm("china_center.change_agreement"):
        return
    today = localdate()
    address = f"{reverse('admin:china_center_agreement_changelist')}?attention="
    ends = _("Agreements that end in the next %(days)d days") % {"days": DAYS_AHEAD}
    yield Task(ends, ending(today).count(), f"{address}ends")
    owed = _("Agreements with promises overdue or due in the next %(days)d days")
    yield Task(owed % {"days": DAYS_AHEAD}, owing(today).count(), f"{address}owes")
