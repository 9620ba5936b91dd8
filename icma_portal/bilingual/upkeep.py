"""Keeps what is known about translations with their records, when these go or are made anew."""

from django.contrib.contenttypes.models import ContentType

from .models import TermOverrule, TranslationUnit
from .tracking import sync

KEPT = (TranslationUnit, TermOverrule)


def forget(sender, instance, **kwargs):
    """Delete what belongs to a record that was deleted (a receiver of ``post_delete``)."""
    for rows in _rows_of(sender, [instance.pk]):
        rows.delete()


def take(model, pks):
    """Return copies in memory of what is kept about these records, for ``give()``."""
    return [row for rows in _rows_of(model, pks) for row in rows]


def give(model, copies, successors):
    """Store ``copies`` for the records that took the place of others (old key → new key).

    The units then take in the texts as they are now, so that a translation whose source has
    changed with the change of records is found to be out of date.
    """
    for rows in _rows_of(model, successors.values()):
        rows.delete()
    for kept in KEPT:
        rows = [row for row in copies if type(row) is kept and row.object_id in successors]
        for row in rows:
            row.pk, row.object_id = None, successors[row.object_id]
        kept.objects.bulk_create(rows)
    sync(model, successors.values())


def _rows_of(model, pks):
    content_type = ContentType.objects.get_for_model(model)
    for kept in KEPT:
        yield kept.objects.filter(content_type=content_type, object_id__in=list(pks))
