"""The rows of the database as lines of JSON that either kind of database gives and takes.

Plain querysets of Django's own: those of the models would read translated columns in the language
of the moment.
"""

import base64
import json
from contextlib import contextmanager

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models.query import QuerySet

from icma_portal.accounts.models import AuditEntry

# What is made anew, or says nothing elsewhere: the index, sessions, tries to sign in, counts.
LEFT_OUT_APPS = {"search", "sessions", "axes", "web"}
LEFT_OUT = {"publishing.presence"}
BYTES = "base64:"
BATCH = 500


def dumped_models():
    """Return the models whose rows a backup holds, those between many-to-many relations too."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT_APPS
        and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


@contextmanager
def snapshot():
    """Read the database inside as it stands at one moment, without hindering those who write."""
    if connection.in_atomic_block:
        yield
        return
    # Not atomic(): on SQLite it takes the only lock for writing.
    begin = {
        "sqlite": "BEGIN DEFERRED",
        "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }
    with connection.cursor() as cursor:
        cursor.execute(begin[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def lines_of(model):
    """Yield each row of ``model`` as a line of JSON: a list of its columns, in their order."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = QuerySet(model).order_by("pk").values_list(*names).iterator(chunk_size=BATCH)
    for row in rows:
        line = json.dumps([_plain(value) for value in row], ensure_ascii=False)
        yield line.encode() + b"\n"


def write_rows(model, lines):
    """Insert the rows of ``lines`` as they are: no save(), no signal, no history.

    Raises ValueError for a line that does not fit the model.
    """
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 (names of the models)
    with connection.cursor() as cursor:
        batch = []
        for line in lines:
            values = json.loads(line)
            batch.append(
                [_stored(field, value) for field, value in zip(fields, values, strict=True)]
            )
            if len(batch) == BATCH:
                cursor.executemany(sql, batch)
                batch = []
        if batch:
            cursor.executemany(sql, batch)


def empty_tables(models):
    """Delete every row of ``models``; the security log, which refuses that, as well."""
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            is_guarded = model is AuditEntry and connection.vendor == "postgresql"
            if is_guarded:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 (the name of a model's table)
            if is_guarded:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def renew_sequences(models):
    """Let the next row of each model get a number that is free."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _plain(value):
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    if isinstance(value, (bytes, memoryview)):
        return BYTES + base64.b64encode(bytes(value)).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _stored(field, value):
    if isinstance(value, str) and value.startswith(BYTES) and "Binary" in type(field).__name__:
        value = base64.b64decode(value.removeprefix(BYTES))
    elif field.is_relation:
        value = field.target_field.to_python(value)
    elif type(field).__name__ != "JSONField":
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)
