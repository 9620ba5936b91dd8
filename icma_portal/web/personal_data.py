"""Personal data of visitors whose time has come. Every room registers what it keeps of them."""

from calendar import monthrange
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

BATCH = 500
MONTHS_OF_YEAR = 12
_keepers = []


class Keeper(NamedTuple):
    """What is kept: its English name for the log, and ``due(now)``, the rows that are to go."""

    name: str
    due: object


def register_personal_data(name):
    """Let ``due(now)`` give the queryset of rows to delete at that moment, as a decorator."""

    def register(due):
        if all(keeper.name != name for keeper in _keepers):
            _keepers.append(Keeper(name, due))
        return due

    return register


def delete_due(now=None, is_dry=False):
    """Delete all that is due, in batches; return what is kept → how many rows went.

    Each batch is a transaction: a run that is broken off has done a part, and the next does the
    rest. Files go with their rows. ``is_dry``: only count.
    """
    now = now or timezone.now()
    return {
        keeper.name: keeper.due(now).count() if is_dry else _delete(keeper.due(now))
        for keeper in _keepers
    }


def _delete(rows):
    number = 0
    while True:
        with transaction.atomic():
            keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            # Asked again: what was reopened in between is no longer due.
            gone = rows.filter(pk__in=keys)
            number += gone.count()
            gone.delete()
        if len(keys) < BATCH:
            return number


def months_before(moment, months):
    """Return the same day and time so many months earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * MONTHS_OF_YEAR + moment.month - 1 - months, MONTHS_OF_YEAR)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
