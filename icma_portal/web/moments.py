"""When pages change by themselves, without a change of the content."""

from datetime import UTC, datetime, timedelta
from functools import cache

from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from icma_portal.publishing.models import Publishable

# Each by itself, so that an index leads straight to the first one ahead; with the state as an
# expression, whose index would lead SQLite to all that is published.
FIRST_AHEAD = "SELECT MIN({moment}) FROM \"{table}\" WHERE {moment} > %s AND state || '' = %s"


def next_moment(now=None):
    """Return the next moment, in seconds since 1970, at which pages change by themselves.

    A record's moment of publication or expiry; and pages name today's date and what is over or to
    come, so midnight is one.
    """
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight + timedelta(days=1)]
    sql, times = _all_ahead()
    with connection.cursor() as cursor:
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(sql, [moment, Publishable.State.PUBLISHED.value] * times)
        moments += [_moment(found) for (found,) in cursor.fetchall() if found]
    return min(moments).timestamp()


@cache
def _all_ahead():
    """Return one SQL text for all models and moments, and how many are in it.

    The ORM takes 50 ms to put it together, and it is asked after every change.
    """
    asked = [
        FIRST_AHEAD.format(moment=moment, table=model._meta.db_table)
        for model in apps.get_models()
        if issubclass(model, Publishable)
        for moment in ("published_at", "expires_at")
    ]
    return " UNION ALL ".join(asked), len(asked)


def _moment(found):
    """Return what the database says, which SQLite does in words and in UTC."""
    if isinstance(found, datetime):
        return found
    return parse_datetime(found).replace(tzinfo=UTC)
