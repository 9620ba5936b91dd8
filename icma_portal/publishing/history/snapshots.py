"""What a version holds of a record: every column that says something, and its relations.

Columns that follow from others are left out, and so is the base column of a translated field, for
it repeats whichever language was saved last.
"""

from collections import defaultdict
from functools import cache

from django.db import models

from icma_portal.bilingual.registry import translated_fields

from ..versioned import DERIVED

PLAIN = (bool, int, float, str, list, dict)


@cache
def recorded_fields(model):
    """Return the concrete fields of ``model`` that a version holds."""
    left_out = DERIVED | set(translated_fields(model))
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in left_out and not field.primary_key
    ]


@cache
def recorded_relations(model):
    """Return the many-to-many fields that a version holds.

    Relations with rows of their own in between are left out: these rows have versions themselves.
    """
    return [
        field
        for field in model._meta.many_to_many
        if field.remote_field.through._meta.auto_created
        and field.name not in model.derived_relations
    ]


def snapshots(model, pks, *, are_new=False):
    """Return key → (version, data) of the rows as the database holds them now.

    ``are_new``: no relation can have been made yet.
    """
    fields = recorded_fields(model)
    names = [field.attname for field in fields]
    rows = model._base_manager.filter(pk__in=list(pks)).values("pk", "version", *names)
    found = {}
    for row in rows:
        data = {field.name: plain(row[field.attname]) for field in fields}
        found[row["pk"]] = (row["version"], data)
    for field in recorded_relations(model):
        related = defaultdict(list) if are_new else _related(field, list(found))
        for pk, (_version, data) in found.items():
            data[field.name] = related[pk]
    return found


def snapshot(record):
    """Return the data of ``record`` as the database holds it; None if it is not there."""
    found = snapshots(type(record), [record.pk]).get(record.pk)
    return found[1] if found else None


def plain(value):
    """Return ``value`` as JSON can hold it, without loss: ``value_of`` gives it back."""
    if value is None or isinstance(value, PLAIN):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def value_of(field, value):
    """Return what ``plain`` was made from, for a column or a foreign key of a model."""
    if value is None or isinstance(field, models.FileField):
        return value
    return field.to_python(value)


def _related(field, pks):
    """Return key → keys of the related rows, in their order, in one query."""
    through = field.remote_field.through
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    rows = through._base_manager.filter(**{f"{field.m2m_field_name()}__in": pks})
    found = defaultdict(list)
    names = [f.attname for c in (own, other) for f in through._meta.fields if f.column == c]
    for pk, related in rows.order_by("pk").values_list(*names):
        found[pk].append(related)
    return defaultdict(list, {pk: sorted(keys) for pk, keys in found.items()})
