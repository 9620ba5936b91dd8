"""What of the ledger ends or falls due: for the staff's start page and their list of agreements."""

import datetime

from icma_portal.bilingual.partial_dates import certainly_before

from .models import Agreement, Commitment

DAYS_AHEAD = 90


def ending(today):
    """Return the agreements whose stated end may lie in the next ``DAYS_AHEAD`` days."""
    last = today + datetime.timedelta(days=DAYS_AHEAD)
    agreements = Agreement.objects.filter(ends_on__lte=last.isoformat(), terminated_on=None)
    return agreements.exclude(certainly_before("ends_on", today))


def owing(today):
    """Return the agreements with an open promise that is overdue or may soon fall due."""
    last = today + datetime.timedelta(days=DAYS_AHEAD)
    due = Commitment.objects.filter(state__in=Commitment.OPEN, due_on__lte=last.isoformat())
    return Agreement.objects.filter(terminated_on=None, pk__in=due.values("agreement"))
