"""Which rows of the content have changed, so that what was made of others may be kept.

Triggers note each change of a row with the rows that the row points to, before and after: who
keeps something by record learns which records to read anew. Models of
``settings.CHANGES_WITHOUT_ROWS`` are left out: what was made of their rows ends with each change.
"""

from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, connections

from .changes import is_on_pages, tables_on_pages

ROWS = "web_changedrow"
# SQLite keeps so many of them; PostgreSQL, where more become late, begins anew above the second.
LAST_KEPT, MOST_KEPT = 1_000, 2_000
# What a pointer that is null leads to: no row bears this key.
NOWHERE = 0
# What nobody has asked for during so many changes is made anew.
MOST_JOINED = 1_000
# A statement of PostgreSQL that changes more rows is noted as one that changes the whole table.
MOST_OF_A_STATEMENT = 100

NOTE = f'INSERT INTO {ROWS} (origin, target, "row", number)'
# A number tells apart what bears the id of a change that was rolled back.
SQLITE_TRIGGER = (
    'CREATE TRIGGER "rows_of_{table}_{event}" AFTER {event} ON "{table}" BEGIN'
    f" {NOTE} SELECT '{{table}}', target, \"row\", random() FROM ({{rows}});"
    f" DELETE FROM {ROWS} WHERE id <= (SELECT MAX(id) FROM {ROWS}) - {LAST_KEPT}; END"
)
POSTGRES_FUNCTION = (
    'CREATE OR REPLACE FUNCTION "rows_of_{table}_{event}"() RETURNS trigger LANGUAGE plpgsql AS'
    " $$ BEGIN"
    f" IF (SELECT COUNT(*) FROM (SELECT 1 FROM {{side}}_rows LIMIT {MOST_OF_A_STATEMENT + 1}) few)"
    f" > {MOST_OF_A_STATEMENT} THEN {NOTE} VALUES ('{{table}}', '{{table}}', NULL, 0);"
    f" ELSE {NOTE} SELECT '{{table}}', target, \"row\", 0 FROM ({{rows}}) noted; END IF;"
    " RETURN NULL; END $$"
)
POSTGRES_TRIGGER = (
    'CREATE OR REPLACE TRIGGER "rows_{event}" AFTER {event} ON "{table}" REFERENCING {tables}'
    ' FOR EACH STATEMENT EXECUTE FUNCTION "rows_of_{table}_{event}"()'
)
POSTGRES_TRUNCATE = (
    f'CREATE OR REPLACE FUNCTION "rows_of_truncated"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN'
    f" {NOTE} VALUES (TG_TABLE_NAME, TG_TABLE_NAME, NULL, 0); RETURN NULL; END $$",
    'CREATE OR REPLACE TRIGGER "rows_truncate" AFTER TRUNCATE ON "{table}"'
    ' FOR EACH STATEMENT EXECUTE FUNCTION "rows_of_truncated"()',
)
# Which rows a statement knows, by the event.
SIDES = {"INSERT": ("new",), "UPDATE": ("new", "old"), "DELETE": ("old",)}
ALL = 'SELECT id, number, origin, target, "row" FROM ' + ROWS


class Changes(NamedTuple):
    """What has changed between two looks: ``noted`` (origin, target, row), or all of it."""

    noted: frozenset = frozenset()
    is_everything: bool = False

    def touch(self, tables):
        """Return whether something that was made of these tables may have changed."""
        return (
            self.is_everything
            or not tables_on_pages_without_rows().isdisjoint(tables)
            or any(origin in tables for origin, _target, _row in self.noted)
        )

    def keys(self, table, tables):
        """Return the keys of ``table``'s records of which what was made of ``tables`` may differ.

        None where that can be any of them: a row has changed that leads to no record, or so many.
        """
        if self.is_everything or not tables_on_pages_without_rows().isdisjoint(tables):
            return None
        leading = tables_that_lead_to(table)
        noted = [each for each in self.noted if each[0] in tables]
        if any(origin not in leading or row is None for origin, _target, row in noted):
            return None
        return {row for _origin, target, row in noted if target == table and row != NOWHERE}

    def joined(self, earlier):
        """Return these Changes and earlier ones, if any, as one."""
        if earlier is None:
            return self
        noted = self.noted | earlier.noted
        if self.is_everything or earlier.is_everything or len(noted) > MOST_JOINED:
            return EVERYTHING
        return Changes(noted)


NOTHING, EVERYTHING = Changes(), Changes(is_everything=True)


def noted_rows():
    """Return what is noted now: (id, number) → (origin, target, row)."""
    with connection.cursor() as cursor:
        cursor.execute(ALL)
        noted = {(key, number): tuple(rest) for key, number, *rest in cursor.fetchall()}
        if len(noted) > MOST_KEPT:
            last = max(noted)[0]
            cursor.execute(f"DELETE FROM {ROWS} WHERE id < %s", [last])
            # Whoever had not seen what is deleted learns that there was something.
            cursor.execute(f"{NOTE} VALUES ('', '', NULL, 0)")
    return noted


def changes_between(before, after):
    """Return the Changes between two answers of ``noted_rows()``."""
    if not before or not after:
        return NOTHING if before == after else EVERYTHING
    first = min(after)[0]
    was_undone = any(each[0] >= first for each in before.keys() - after.keys())
    if was_undone or first > max(before)[0] + 1:
        return EVERYTHING
    added = frozenset(after[each] for each in after.keys() - before.keys())
    return EVERYTHING if any(not origin for origin, *_rest in added) else Changes(added)


@cache
def tables_on_pages_without_rows():
    """Return the tables that public pages are made of and whose rows are not noted."""
    return frozenset(tables_on_pages()) - _noted_columns().keys()


@cache
def tables_that_lead_to(table):
    """Return ``table`` and those whose rows point to its rows, all of which are noted."""
    noted = _noted_columns()
    return {each for each in noted if any(target == table for target, _column in noted[each])}


def install_row_triggers(using="default", plan=(), **kwargs):
    """Put the triggers, as they should be, on every table; after each migration."""
    database = connections[using]
    existing = set(database.introspection.table_names())
    if ROWS not in existing:
        return
    with database.cursor() as cursor:
        is_sqlite = database.vendor == "sqlite"
        known = set(_triggers_of(cursor).values()) if is_sqlite else ()
        for table in _noted_columns().keys() & existing:
            for event, sql in _triggers(table, is_sqlite):
                if is_sqlite and sql not in known:
                    cursor.execute(f'DROP TRIGGER IF EXISTS "rows_of_{table}_{event}"')
                if sql not in known:
                    cursor.execute(sql)
        if plan:
            # The changes that the migrations made were not noted.
            cursor.execute(f"{NOTE} VALUES ('', '', NULL, 0)")


def remove_row_triggers(using="default", plan=(), **kwargs):
    """Take the triggers off before a migration: they name columns that it may remove."""
    database = connections[using]
    if not plan or ROWS not in database.introspection.table_names():
        return
    with database.cursor() as cursor:
        for name, _sql in _triggers_of(cursor).items() if database.vendor == "sqlite" else ():
            cursor.execute(f'DROP TRIGGER "{name}"')
        if database.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE t.tgname LIKE 'rows\\_%%' AND NOT t.tgisinternal"
            )
            for name, table in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


def _triggers_of(cursor):
    """Return name → SQL of the triggers that SQLite has."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rows_of_%%'"
    )
    return dict(cursor.fetchall())


@cache
def _noted_columns():
    """Return table → (target, column): its own key first, then its columns that point to rows."""
    models = {
        each._meta.db_table: each._meta
        for each in apps.get_models(include_auto_created=True)
        if is_on_pages(each) and each._meta.label not in settings.CHANGES_WITHOUT_ROWS
    }
    pointing = {
        table: [
            (field.related_model._meta.db_table, field.column)
            for field in opts.local_concrete_fields
            if field.is_relation and field.related_model._meta.db_table in models
        ]
        for table, opts in models.items()
    }
    return {table: [(table, opts.pk.column), *pointing[table]] for table, opts in models.items()}


def _triggers(table, is_sqlite):
    """Yield (event, SQL) of all that puts the triggers on a table."""
    for event, sides in SIDES.items():
        named = {"table": table, "event": event.lower(), "side": sides[0]}
        if is_sqlite:
            rows = " UNION ".join(_rows(table, side.upper(), "") for side in sides)
            yield named["event"], SQLITE_TRIGGER.format(**named, rows=rows)
        else:
            # In a function, ``new`` and ``old`` are something else.
            rows = " UNION ".join(
                _rows(table, "changed", f" FROM {side}_rows changed") for side in sides
            )
            tables = " ".join(f"{side.upper()} TABLE AS {side}_rows" for side in sides)
            yield named["event"], POSTGRES_FUNCTION.format(**named, rows=rows)
            yield named["event"], POSTGRES_TRIGGER.format(**named, tables=tables)
    if not is_sqlite:
        yield from (("truncate", each.format(table=table)) for each in POSTGRES_TRUNCATE)


def _rows(table, side, source):
    """Return the SQL for a row of one side and those that it points to."""
    return " UNION ".join(
        f'SELECT \'{target}\' AS target, COALESCE({side}."{column}", {NOWHERE}) AS "row"{source}'
        for target, column in _noted_columns()[table]
    )
