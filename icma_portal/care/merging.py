"""Two records that are the same thing, made one: everything that hangs on one goes to the other."""

from typing import NamedTuple

from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields
from icma_portal.bilingual.reader import is_blank
from icma_portal.publishing.history.recording import recording
from icma_portal.publishing.models import Version

# What makes a record itself; it is never taken over from another one.
OWN = {"slug", "state", "published_at", "expires_at", "created_at", "updated_at", "version"}
OWN |= {"sort_key_en", "sort_key_zh", "sort_as_en", "sort_as_zh", "stale_columns"}


class CannotMerge(Exception):
    """The two cannot be made one; the message says why. Nothing was changed."""


class Hanging(NamedTuple):
    """What hangs on a record by one relation: how it is called, and how many rows."""

    label: str
    count: int


def relations_to(model):
    """Return the relations that lead to ``model``: foreign keys and many-to-many fields.

    Where the rows in between are records themselves, these are moved, with all that they say.
    """
    return [
        relation.field
        for relation in model._meta.related_objects
        if not relation.related_model._meta.auto_created
        and (not relation.many_to_many or relation.through._meta.auto_created)
    ]


def hanging_on(record):
    """Return what hangs on ``record``, for a person to see before it is moved."""
    found = []
    for field in relations_to(type(record)):
        count = field.model._base_manager.filter(**{field.name: record.pk}).count()
        if count:
            found.append(Hanging(capfirst(field.model._meta.verbose_name_plural), count))
    return found


def merge(kept, gone, user):
    """Move all that hangs on ``gone`` to ``kept``, fill what ``kept`` lacks, and delete ``gone``.

    One edit in the history, which can bring the deleted record back. Returns sentences about rows
    that both had. Raises CannotMerge when a row allows neither.
    """
    if type(kept) is not type(gone) or kept.pk == gone.pk:
        raise CannotMerge(_("Two different records of one kind are needed."))
    notes = []
    try:
        with (
            transaction.atomic(),
            recording(user=user, origin=Version.Origin.ACTION),
        ):
            for field in relations_to(type(kept)):
                _move(field, kept, gone, notes)
            # As it stands now: what was moved may have changed it.
            kept = type(kept)._base_manager.get(pk=kept.pk)
            _move_own_relations(kept, gone)
            _fill(kept, gone)
            kept.save()
            type(gone)._base_manager.get(pk=gone.pk).delete()
    except models.ProtectedError as error:
        raise CannotMerge(str(error.args[0])) from error
    return notes


def _move(field, kept, gone, notes):
    rows = field.model._base_manager.filter(**{field.name: gone.pk}).order_by("pk")
    for row in rows.distinct():
        if field.many_to_many:
            relation = getattr(row, field.name)
            relation.add(kept)
            relation.remove(gone)
            continue
        # A record is no part of itself.
        setattr(row, field.name, None if row == kept else kept)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            # Both stand in the same place: that of the record that stays is enough.
            again = field.model._base_manager.get(pk=row.pk)
            text = _("%(kind)s “%(row)s” stood with both; one of them was left out.")
            kind = capfirst(field.model._meta.verbose_name)
            notes.append(text % {"kind": kind, "row": again})
            again.delete()


def _move_own_relations(kept, gone):
    for field in type(kept)._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            getattr(kept, field.name).add(*getattr(gone, field.name).all())


def _fill(kept, gone):
    """Take over texts and values that ``kept`` does not have, and remember the other's names."""
    names = {each for name in translated_fields(type(kept)) for each in columns(name)}
    bases = set(translated_fields(type(kept)))
    for field in type(kept)._meta.concrete_fields:
        if field.primary_key or field.name in OWN | bases or field.unique:
            continue
        value, other = getattr(kept, field.attname), getattr(gone, field.attname)
        is_empty = is_blank(value) if field.name in names else value in (None, "")
        if is_empty and other not in (None, ""):
            setattr(kept, field.attname, other)
    if hasattr(kept, "aliases"):
        kept.aliases = _with_names(kept, gone)


def _with_names(kept, gone):
    """Return the other names of ``kept`` with those of ``gone``: search finds it by both."""
    own = {getattr(kept, each) for each in columns("name")}
    known = [each.strip() for each in (kept.aliases or "").split(";") if each.strip()]
    new = [getattr(gone, each) for each in columns("name")]
    new += [each.strip() for each in (gone.aliases or "").split(";")]
    found = dict.fromkeys([*known, *(each for each in new if each and each not in own)])
    length = type(kept)._meta.get_field("aliases").max_length
    while length and len("; ".join(found)) > length:
        found.popitem()
    return "; ".join(found)
