"""Statements written by hand: to compile small ones took the ORM longer than all else of a save."""

from django.db import connection

# So many rows are written by one statement.
MOST_ROWS = 500


def rows_of(sql, parameters):
    """Return all rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def add_rows(table, rows, signs="", ending=""):
    """Insert rows of values into a table, which is given with the names of its columns.

    ``signs`` stand for the values of a row where plain ones will not do. Many rows go by one
    statement: on PostgreSQL each call of ``executemany`` waits for the server three times.
    """
    rows = list(rows)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), MOST_ROWS):
            chunk = rows[start : start + MOST_ROWS]
            row_signs = signs or f"({', '.join(['%s'] * len(chunk[0]))})"
            cursor.execute(
                f"INSERT INTO {table} VALUES {', '.join([row_signs] * len(chunk))} {ending}",
                [value for row in chunk for value in row],
            )
