"""Keep the tokens of PostgreSQL so that looking up a broad word reads little.

Titles get a table of their own, and vectors lie beside the rows instead of in them: the rows that
a word finds are a few bytes each. The tables are made empty; ``prepare_site`` rebuilds the index
right after the migrations.
"""

from django.db import migrations

OLD = ("search_words", "search_passage_words")
NEW = (*OLD, "search_titles")
# So many bytes of a row stay in it: the id and where its vector lies.
LEAST = 128


def make_narrow(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    remake(editor, OLD, NEW)
    editor.execute(f"ALTER TABLE search_words SET (toast_tuple_target = {LEAST})")


def make_wide(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    remake(editor, NEW, OLD)
    editor.execute("ALTER TABLE search_words ADD COLUMN title tsvector")
    editor.execute("CREATE INDEX search_words_title ON search_words USING gin (title)")
    editor.execute("ALTER TABLE search_words ALTER COLUMN title SET STATISTICS 0")


def remake(editor, old, new):
    for table in old:
        editor.execute(f"DROP TABLE {table}")
    for table in new:
        editor.execute(f"CREATE TABLE {table} (id bigint PRIMARY KEY, vector tsvector)")
        editor.execute(f"CREATE INDEX {table}_vector ON {table} USING gin (vector)")
        # With statistics the planner reads and unpacks the whole table for a word of many records.
        editor.execute(f"ALTER TABLE {table} ALTER COLUMN vector SET STATISTICS 0")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_no_statistics_of_tokens")]

    operations = [migrations.RunPython(make_narrow, make_wide)]
