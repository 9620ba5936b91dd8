"""Let PostgreSQL always look tokens up in their indexes.

For a word of many records its statistics made it read, and unpack, the whole table instead.
"""

from django.db import migrations

COLUMNS = (
    ("search_words", "title"),
    ("search_words", "vector"),
    ("search_passage_words", "vector"),
)


def set_statistics(editor, target):
    if editor.connection.vendor == "postgresql":
        for table, column in COLUMNS:
            editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: set_statistics(editor, 0),
            lambda apps, editor: set_statistics(editor, -1),
        )
    ]
