"""Keeps a TranslationUnit per translated field true to what the records hold.

Whoever writes a record (a form, an importer, ``load_content``, the shell) need not know of it:
``BilingualModel.save()`` and the bulk methods of ``BilingualQuerySet`` call ``sync()`` in the
same transaction. ``editing()`` says who is at work and what kind of change it is.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from .languages import LANGUAGES, column
from .models.translations import TranslationUnit
from .registry import translated_fields

# SQLite takes this many values in one query without complaint.
BATCH = 500


@dataclass(frozen=True)
class Edit:
    """Who changes texts, and what a change means for the other language.

    ``is_minor``: a source that changes (a typing error) leaves its translation up to date.
    ``copies_are_meant``: a translation that repeats the source does so on purpose.
    ``origin`` and ``comment``: where the change comes from and what it is, for the history.
    """

    user: object = None
    is_minor: bool = False
    copies_are_meant: bool = False
    origin: str = ""
    comment: str = ""


_current = ContextVar("bilingual_edit", default=Edit())  # noqa: B039  (an Edit is frozen)


@contextmanager
def editing(**changes):
    """Let every change of texts inside count as the described Edit; nested ones add to it."""
    token = _current.set(replace(_current.get(), **changes))
    try:
        yield
    finally:
        _current.reset(token)


def current_edit():
    return _current.get()


@transaction.atomic
def sync(model, pks):
    """Bring the units of these records of ``model`` and their ``stale_columns`` up to date.

    Returns the stale columns by primary key. The texts are read from the database, so that no
    instance in memory can say otherwise.
    """
    fields, pks, stale = translated_fields(model), list(pks), {}
    if fields:
        for start in range(0, len(pks), BATCH):
            stale |= _sync_batch(model, fields, pks[start : start + BATCH])
    return stale


def units_of(record):
    """Return the units of ``record`` by the name of their field."""
    content_type = ContentType.objects.get_for_model(record)
    units = TranslationUnit.objects.filter(content_type=content_type, object_id=record.pk)
    return {unit.field: unit for unit in units}


def new_unit(content_type, pk, field):
    """Return an unsaved unit that has seen no text yet."""
    return TranslationUnit(
        content_type=content_type,
        object_id=pk,
        field=field,
        source_language="",
        state="",
        edited_at=timezone.now(),
    )


def _sync_batch(model, fields, pks):
    content_type = ContentType.objects.get_for_model(model)
    # Two writers of one record wait for each other here, so that no unit is made twice.
    units = TranslationUnit.objects.select_for_update().filter(
        content_type=content_type, object_id__in=pks
    )
    known = {(unit.object_id, unit.field): unit for unit in units}
    names = [column(field, language) for field in fields for language in LANGUAGES]
    rows = model._base_manager.filter(pk__in=pks).values("pk", "stale_columns", *names)
    result, new = {}, []
    for row in rows:
        stale = []
        for field in fields:
            key = (row["pk"], field)
            unit = known.get(key) or new_unit(content_type, *key)
            _follow(unit, {each: row[column(field, each)] for each in LANGUAGES}, new)
            if unit.state == TranslationUnit.State.STALE:
                stale.append(unit.column)
        result[row["pk"]] = " ".join(stale)
        if row["stale_columns"] != result[row["pk"]]:
            model._base_manager.filter(pk=row["pk"]).update(stale_columns=result[row["pk"]])
    TranslationUnit.objects.bulk_create(new)
    return result


def _follow(unit, texts, new):
    """Let ``unit`` take in the texts, and write it; a new one only goes to the list ``new``."""
    before = _values(unit)
    is_kept = unit.follow(texts, current_edit())
    if unit.pk is None:
        new += [unit] if is_kept else []
    elif not is_kept:
        unit.delete()
        unit.state = ""
    elif _values(unit) != before:
        unit.save()


def _values(unit):
    return [getattr(unit, field.attname) for field in TranslationUnit._meta.concrete_fields]
