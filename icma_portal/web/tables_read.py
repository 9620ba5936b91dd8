"""Which tables something is made of, learned from the SQL that is asked while it is made."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from django.db import connection

from .changes import tables_on_pages

WORD = re.compile(r"\w+")
# The sets of all who want to know, the outermost first.
_listening = ContextVar("listening", default=())


@contextmanager
def tables_read():
    """Yield a set that receives the names of the tables on pages that are read inside.

    Who uses what was read before or is kept says so with ``note_tables``.
    """
    outer, tables = _listening.get(), set()
    token = _listening.set((*outer, tables))
    try:
        if outer:
            yield tables
        else:
            with connection.execute_wrapper(_noting):
                yield tables
    finally:
        _listening.reset(token)


@contextmanager
def unnoted():
    """Let nobody hear of what is read inside, on which nothing depends that is being made."""
    token = _listening.set(())
    try:
        yield
    finally:
        _listening.reset(token)


def note_tables(tables):
    """Say that what is being made now depends on these tables."""
    for each in _listening.get():
        each.update(tables)


def tables_so_far():
    """Return the tables that have been read since the outermost ``tables_read()`` began.

    None where there is none, so that nobody knows.
    """
    listening = _listening.get()
    return set(listening[0]) if listening else None


def _noting(execute, sql, *rest):
    note_tables(_tables_in(sql))
    return execute(sql, *rest)


@lru_cache(maxsize=512)
def _tables_in(sql):
    return _known().intersection(WORD.findall(sql))


@cache
def _known():
    return frozenset(tables_on_pages())
