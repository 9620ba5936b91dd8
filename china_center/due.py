"""What of the ledger ends or falls due: for the staff's start page and their list of agreements."""

import datetime

from django.db.models import Q

from .models import Agreement, Commitment

DAYS_AHEAD = 90


def ending(today):
    """Return the agreements whose stated end may lie in the next ``DAYS_AHEAD`` days."""
    last = today + datetime.timedelta(days=DAYS_AHEAD)
    is_ahead = Q(ends_on__gte=today.isoformat()) | Q(ends_on__in=_periods_of(today))
    agreements = Agreement.objects.filter(ends_on__lte=last.isoformat(), terminated_on=None)
    return agreements.filter(is_ahead)


def owing(today):
    """Return the agreements with an open promise that is overdue or may soon fall due."""
    last = today + datetime.timedelta(days=DAYS_AHEAD)
    due = Commitment.objects.filter(state__in=Commitment.OPEN, due_on__lte=last.isoformat())
    return Agreement.objects.filter(terminated_on=None, pk__in=due.values("agreement"))


def _periods_of(day):
    """Return the year and the month of ``day`` as partial dates: both last beyond it."""
    return [day.isoformat()[:4], day.isoformat()[:7]]
