"""Which tables something is made of, learned from the SQL that is asked while it is made."""

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from django.db import connection

from .changes import tables_on_pages

WORD = re.compile(r"\w+")
_tables = ContextVar("tables", default=None)


@contextmanager
def tables_read():
    """Yield a set that receives the names of the tables on pages that are read inside.

    Who reads what was kept says so with ``note_tables``.
    """
    outer, tables = _tables.get(), set()
    token = _tables.set(tables)
    try:
        if outer is None:
            with connection.execute_wrapper(_noting):
                yield tables
        else:
            yield tables
    finally:
        _tables.reset(token)
        if outer is not None:
            outer |= tables


def note_tables(tables):
    """Say that what is being made now depends on these tables."""
    if (noted := _tables.get()) is not None:
        noted |= tables


def _noting(execute, sql, *rest):
    note_tables(_tables_in(sql))
    return execute(sql, *rest)


@lru_cache(maxsize=512)
def _tables_in(sql):
    return _known().intersection(WORD.findall(sql))


@cache
def _known():
    return frozenset(tables_on_pages())
