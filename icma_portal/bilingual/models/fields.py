"""Columns that the bilingual models need."""

from django.db import models


class SortKeyField(models.CharField):
    """A text that the database compares by code point.

    SQLite does so anyway; PostgreSQL takes the order of its cluster, which may pass over
    spaces and punctuation. A plain ``db_collation="C"`` would stop SQLite.
    """

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
