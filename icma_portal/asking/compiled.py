"""A queryset compiled once: its SQL, and how instances are read from its rows."""

import threading

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.base import ModelState
from django.db.models.expressions import Col
from django.db.models.query import ModelIterable


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
        selected = compiler.select
        self.part = Part(compiler.klass_info, selected)
        self.annotations = [
            (name, place, selected[place][0]) for name, place in compiler.annotation_col_map.items()
        ]

    def instances(self, rows):
        """Return the instances of rows, with what is selected beside their columns."""
        if not rows:
            return []
        reader = Reader(self.part)
        records = [reader.instance(row) for row in rows]
        for name, place, expression in self.annotations:
            converting = _converters(expression)
            for record, row in zip(records, rows, strict=True):
                value = row[place]
                for convert in converting:
                    value = convert(value, expression, connection)
                setattr(record, name, value)
        return records


class Part:
    """The columns of one model in a row of a query, and the Parts that are joined to it.

    ``local_setter`` and ``remote_setter`` tie an instance to the one that it is joined to.
    """

    def __init__(self, info, selected):
        fields, self.model = info["select_fields"], info["model"]
        if info.get("from_parent"):
            raise ValueError(f"{self.model.__name__}: parents and children are not compiled.")
        # Django selects the columns of a model in one piece.
        self.columns = slice(fields[0], fields[-1] + 1)
        expressions = [each[0] for each in selected[self.columns]]
        self.names = [each.target.attname for each in expressions]
        self.key = self.names.index(self.model._meta.pk.attname)
        self.expressions = [
            (place, each) for place, each in enumerate(expressions) if _converters(each)
        ]
        self.local_setter, self.remote_setter = info.get("local_setter"), info.get("remote_setter")
        self.joined = [Part(each, selected) for each in info.get("related_klass_infos", ())]


class Reader:
    """Makes the instances of a Part from the rows of one answer.

    What several rows are joined to is made once for all of them.
    """

    def __init__(self, part):
        self.part, self.made, self.alias = part, {}, connection.alias
        self.converters = [
            (place, convert, each)
            for place, each in part.expressions
            for convert in _converters(each)
        ]
        self.joined = [Reader(each) for each in part.joined]

    def instance(self, row):
        """Return a new instance, with what is joined to it.

        As ``Model.from_db`` makes it, at a fraction of the time: no signal is sent.
        """
        part = self.part
        values = list(row[part.columns])
        for place, convert, expression in self.converters:
            values[place] = convert(values[place], expression, connection)
        instance = part.model.__new__(part.model)
        instance._state = state = ModelState()
        state.adding, state.db = False, self.alias
        instance.__dict__.update(zip(part.names, values, strict=True))
        for reader in self.joined:
            reader.join(row, instance)
        return instance

    def join(self, row, instance):
        """Give an instance what is joined to it in its row, or None."""
        part, found = self.part, None
        key = row[part.columns.start + part.key]
        if key is not None and (found := self.made.get(key)) is None:
            found = self.made[key] = self.instance(row)
        part.local_setter(instance, found)
        if found is not None:
            part.remote_setter(found, instance)


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
