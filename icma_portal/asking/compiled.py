"""A queryset compiled once: its SQL, and how instances are read from its rows."""

import threading

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable, get_related_populators


class Compiled:
    """The SQL of a queryset of instances with what it selects beside them, and its parameters.

    ``sql`` is empty where nothing can be found. The queryset's prefetches are not looked at.
    """

    def __init__(self, queryset):
        if queryset._iterable_class is not ModelIterable or queryset._known_related_objects:
            raise ValueError(f"{queryset.model.__name__}: only plain instances are compiled.")
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            self.sql, self.parameters = compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.parameters = "", ()
            return
        selected, self.model = compiler.select, queryset.model
        fields = compiler.klass_info["select_fields"]
        # Django selects the columns of the model in one piece.
        self.columns = slice(fields[0], fields[-1] + 1)
        self.names = [each[0].target.attname for each in selected[self.columns]]
        self.joined = get_related_populators(compiler.klass_info, selected, queryset.db)
        self.annotations = list(compiler.annotation_col_map.items())
        self.expressions = [(place, each[0]) for place, each in enumerate(selected)]
        self.expressions = [each for each in self.expressions if _converters(each[1])]

    def instances(self, rows):
        """Return the instances of rows, with what is selected beside their columns."""
        if not rows:
            return []
        converters = [(place, each, _converters(each)) for place, each in self.expressions]
        return [self._instance(list(row), converters) for row in rows]

    def _instance(self, row, converters):
        for place, expression, converting in converters:
            for convert in converting:
                row[place] = convert(row[place], expression, connection)
        instance = self.model.from_db(connection.alias, self.names, row[self.columns])
        for each in self.joined:
            each.populate(row, instance)
        for name, place in self.annotations:
            setattr(instance, name, row[place])
        return instance


class _Known(threading.local):
    """The converters of fields for the connection of this thread, by the identity of a field.

    What models inherit from one field has one hash.
    """

    def __init__(self):
        self.by_field = {}


_known = _Known()


def _converters(expression):
    """Return what turns a value of the database into one of Python, asked of this connection."""
    field = expression.output_field
    if not isinstance(expression, Col) or expression.target is not field:
        return _asked(expression)
    known, converters = _known.by_field.get(id(field), (None, ()))
    if known is not field:
        converters = _asked(expression)
        _known.by_field[id(field)] = (field, converters)
    return converters


def _asked(expression):
    return [
        *connection.ops.get_db_converters(expression),
        *expression.get_db_converters(connection),
    ]
