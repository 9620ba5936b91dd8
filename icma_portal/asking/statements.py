"""Statements written by hand: to compile small ones took the ORM longer than all else of a save.

Several go to PostgreSQL at once: each of its answers that is waited for costs as much as the work.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import connection

# So many rows are written by one statement, so many statements are sent at once.
MOST_ROWS, MOST_STATEMENTS = 500, 200
# The place of a value in SQL, as Django knows it.
SIGN = re.compile(r"(?<!%)%s")

# So many keys are asked for by one statement.
MOST_KEYS = 512


class Statement(NamedTuple):
    """SQL with its parameters."""

    sql: str
    parameters: Sequence = ()


def rows_of(sql, parameters):
    """Return all rows of a query."""
    return answers_to([Statement(sql, parameters)])[0]


def answers_to(queries):
    """Ask queries, given as Statements, in their order; return the rows of each.

    Each sees what those before it did, and what others have committed by then.
    """
    queries, answers = list(queries), []
    with connection.cursor() as cursor:
        if not _takes_several():
            for each in queries:
                cursor.execute(*_named(each))
                answers.append(cursor.fetchall())
            return answers
        for chunk in _sent(queries):
            _execute(cursor, chunk)
            answers.append(cursor.fetchall())
            for _each in chunk[1:]:
                cursor.nextset()
                answers.append(cursor.fetchall())
    return answers


def _named(query):
    """Return the SQL of a Statement with names for its values, and the values by their names.

    In SQL with bare signs Django looks for them each time, which takes longer than SQLite takes
    to answer; names it only puts in.
    """
    sql, names = _with_names(query.sql)
    return sql, dict(zip(names, query.parameters, strict=True))


@lru_cache(maxsize=500)
def _with_names(sql):
    names = []

    def name(_sign):
        names.append(f"p{len(names)}")
        return f"%({names[-1]})s"

    return SIGN.sub(name, sql), names


def chunks(keys):
    """Yield a list of keys in lists of few lengths, so that compiled SQL serves most of them.

    The last key of a list fills it up: to ask for it repeatedly finds it once.
    """
    for start in range(0, len(keys), MOST_KEYS):
        chunk = keys[start : start + MOST_KEYS]
        yield chunk + chunk[-1:] * ((1 << (len(chunk) - 1).bit_length()) - len(chunk))


def run(statements):
    """Run Statements that have no answer, in their order."""
    for chunk in _sent(list(statements)):
        with connection.cursor() as cursor:
            _execute(cursor, chunk)


def adding(table, rows, signs="", ending=""):
    """Return the Statements that insert rows of values into a table, given with its columns.

    ``signs`` stand for the values of a row where plain ones will not do.
    """
    rows, statements = list(rows), []
    for start in range(0, len(rows), MOST_ROWS):
        chunk = rows[start : start + MOST_ROWS]
        row_signs = signs or f"({', '.join(['%s'] * len(chunk[0]))})"
        sql = f"INSERT INTO {table} VALUES {', '.join([row_signs] * len(chunk))} {ending}"
        statements.append(Statement(sql, [value for row in chunk for value in row]))
    return statements


def _sent(statements):
    """Yield Statements in the chunks that go to the database at once."""
    together = MOST_STATEMENTS if _takes_several() else 1
    for start in range(0, len(statements), together):
        yield statements[start : start + together]


def _execute(cursor, chunk):
    parameters = [value for each in chunk for value in each.parameters]
    cursor.execute(";\n".join(each.sql for each in chunk), parameters)


def _takes_several():
    """PostgreSQL takes several statements in one text, unless it is to put the values in itself."""
    features = connection.features
    return connection.vendor == "postgresql" and not features.uses_server_side_binding
