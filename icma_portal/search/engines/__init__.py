"""What differs between the databases: how tokens are stored, matched and weighed."""

from django.db import connection

from . import postgres, sqlite

ENGINES = {"postgresql": postgres, "sqlite": sqlite}


def engine():
    """Return the module for the database in use.

    Both have ``writing``, ``deleting``, ``ids``, ``titled``, ``all_of``, ``any_of``, and the SQL of
    hits and rank.
    """
    return ENGINES[connection.vendor]
