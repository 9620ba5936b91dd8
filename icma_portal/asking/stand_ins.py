"""What stands in compiled SQL for values that are known only when it is asked."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from django.db import connection

from .moments import present_moment
from .statements import MOST_KEYS, Statement

# They occur in no content.
MOMENT = datetime(1903, 2, 1, 4, 5, 6, 789012, tzinfo=UTC)
FIRST_KEY = 1 << 52
LISTED = range(1 << 51, (1 << 51) + MOST_KEYS)
# Dates are kept as text in some columns, and by SQLite in all.
DATE = re.compile(r"\d{4}(-\d\d.*)?")


def stand_in(name, value):
    """Return what stands for ``value``, a text or a number, which is asked for as ``name``."""
    return f"\ue000{name}\ue001" if isinstance(value, str) else FIRST_KEY - 1 - sum(name.encode())


def keys(number):
    """Return what stands for so many keys of records."""
    return range(FIRST_KEY, FIRST_KEY + number)


def listed(number):
    """Return what stands for so many keys that a question is asked with."""
    return list(LISTED[:number])


def statement(query, values):
    """Return the Statement of a Compiled, with ``values`` and the present put in their places.

    ``values`` are given by what stands for them. Raises ValueError where the query was compiled
    with a date of its own: it would be asked for that day for ever. So it does where a key of a
    list has no value: it was compiled for lists of one length.
    """
    known = {**values, _adapted(MOMENT): _adapted(present_moment())}
    return Statement(query.sql, [_value(each, known) for each in query.parameters])


@lru_cache(maxsize=64)
def _adapted(moment):
    """Return a moment as the database takes it; all queries of a page ask for the same one."""
    return connection.ops.adapt_datetimefield_value(moment)


def _value(parameter, known):
    if parameter in known:
        return known[parameter]
    if isinstance(parameter, date) or (isinstance(parameter, str) and DATE.fullmatch(parameter)):
        raise ValueError(f"{parameter} was not asked of present_moment().")
    if isinstance(parameter, int) and parameter in LISTED:
        raise ValueError("Only the records themselves are asked for by a list of keys.")
    return parameter
