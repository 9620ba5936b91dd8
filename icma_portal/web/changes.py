"""The version of the content, moved by triggers in the transaction of every change.

Triggers hear also of bulk changes, raw SQL and other programs, which no signal does. A table
has them unless ``settings.NOT_ON_PAGES`` names its app or model.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection, connections

CHANGES = "web_contentchange"
# More rows than these are removed, which itself counts as a change: counting them is a part of
# every page and every search.
MOST_ROWS = 1_000

# SQLite has triggers per row only. A random number cannot come back to an earlier one, and
# IGNORE means the same whatever conflict clause the outer statement has.
SQLITE_TRIGGERS = tuple(
    f'CREATE TRIGGER IF NOT EXISTS "noted_{{name}}_{event}" AFTER {event} ON "{{table}}" BEGIN'
    f" INSERT OR IGNORE INTO {CHANGES} (id, number) VALUES (1, 0);"
    f" UPDATE {CHANGES} SET number = random() WHERE id = 1; END"
    for event in ("INSERT", "UPDATE", "DELETE")
)
POSTGRES_TRIGGERS = (
    'CREATE OR REPLACE TRIGGER "noted" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
    " FOR EACH STATEMENT EXECUTE FUNCTION note_content_change()",
)
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION note_content_change() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN INSERT INTO {CHANGES} (number) VALUES (0); RETURN NULL; END $$"
)
# A transaction that began earlier may commit later: the highest id alone would not show it.
# By the index of ids: the table is full of holes after many changes at once.
VERSION = f"SELECT COUNT(*), MIN(id), MAX(id), MAX(number) FROM {CHANGES} WHERE id > 0"


def tables_on_pages():
    """Return the names of the tables whose rows public pages are made of."""
    models = apps.get_models(include_auto_created=True)
    return sorted({each._meta.db_table for each in models if is_on_pages(each)})


def is_on_pages(model):
    """Return whether public pages are made of a model's rows."""
    opts = model._meta
    if not opts.managed or opts.proxy or opts.app_label == "web":
        return False
    return opts.app_label not in settings.NOT_ON_PAGES and opts.label not in settings.NOT_ON_PAGES


def install_triggers(using="default", **kwargs):
    """Put the triggers on every table that lacks them; after each migration."""
    database = connections[using]
    existing = set(database.introspection.table_names())
    if CHANGES not in existing:
        return
    is_sqlite = database.vendor == "sqlite"
    triggers = SQLITE_TRIGGERS if is_sqlite else POSTGRES_TRIGGERS
    with database.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(POSTGRES_FUNCTION)
        for table in tables_on_pages():
            for sql in triggers if table in existing else ():
                cursor.execute(sql.format(table=table, name=table))


def content_version():
    """Return the version of the content that is committed now: equal only to itself."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        version = cursor.fetchone()
        if version[0] > MOST_ROWS:
            cursor.execute(f"DELETE FROM {CHANGES} WHERE id < %s", [version[2]])
            cursor.execute(VERSION)
            version = cursor.fetchone()
    return version
