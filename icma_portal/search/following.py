"""Keeps the index true to the records, in the transaction of whatever changes them.

Signals of the models that declarations name tell of saves, deletions, changes of many-to-many
relations and of rows changed in bulk. Entries are written at once, or when ``deferring()`` ends.
"""

import threading
from collections import defaultdict
from contextlib import contextmanager

from django.db import connection
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from icma_portal.publishing.versioned import DERIVED, after_bulk_change, before_bulk_change

from .declarations import followed, followed_throughs, searched_models
from .indexing import index


class _Work(threading.local):
    """The records of this thread whose entries are to be written."""

    def __init__(self):
        self.depth = 0
        self.pending = defaultdict(set)


_work = _Work()


@contextmanager
def deferring():
    """Write the entries of all that changes inside when the outermost block ends.

    For changes of many rows; stands inside the transaction of the changes.
    """
    _work.depth += 1
    try:
        yield
    except BaseException:
        # The changes are taken back with their transaction; outside of one they stand.
        if _work.depth == 1 and connection.in_atomic_block:
            _work.pending.clear()
        raise
    finally:
        _work.depth -= 1
        flush()


def flush():
    """Write the entries of what has changed, unless a block of ``deferring()`` is open."""
    if not _work.depth and connection.needs_rollback:
        # A dry run: all of it is about to be taken back.
        _work.pending.clear()
    while _work.pending and not _work.depth:
        model, pks = _work.pending.popitem()
        index(model, pks)


def connect():
    """Follow every model that declarations name; called when all of them are known."""
    models = {*searched_models(), *followed()}
    for model in models:
        name = f"search {model._meta.label}"
        for signal, receiver in (
            (pre_save, before_save),
            (post_save, after_save),
            (pre_delete, before_delete),
            (post_delete, after_delete),
            (before_bulk_change, before_rows_change),
            (after_bulk_change, after_rows_change),
        ):
            signal.connect(receiver, sender=model, dispatch_uid=name)
    for through in followed_throughs():
        m2m_changed.connect(relation_changed, sender=through, dispatch_uid=f"search {through}")


def before_save(sender, instance, **kwargs):
    """Note what will change; where a relation of the row's own will, also who shows it now."""
    changed = changed_names(sender, instance)
    instance._search_changed = changed
    if any(sender._meta.get_field(name).is_relation for name in changed):
        note_owners(sender, [instance.pk], changed)


def after_save(sender, instance, created, **kwargs):
    note(sender, [instance.pk])
    changed = instance.__dict__.pop("_search_changed", ())
    if created or changed:
        note_owners(sender, [instance.pk], None if created else changed)
    flush()


def before_delete(sender, instance, **kwargs):
    instance._search_owners = list(owners(sender, [instance.pk]))


def after_delete(sender, instance, **kwargs):
    note(sender, [instance.pk])
    for model, pks in instance.__dict__.pop("_search_owners", ()):
        note(model, pks)
    flush()


def before_rows_change(sender, pks, **kwargs):
    _note_all_owners(sender, _all_if_unknown(sender, pks))


def after_rows_change(sender, pks, **kwargs):
    pks = _all_if_unknown(sender, pks)
    note(sender, pks)
    _note_all_owners(sender, pks)
    flush()


def relation_changed(sender, instance, action, pk_set, **kwargs):
    """Note the records that show a many-to-many relation, whichever side changed it."""
    for step in followed_throughs()[sender]:
        sources = _sources(step, instance, pk_set)
        if step.base:
            sources = _showing(step.declared.model, step.base, sources)
        note(step.declared.model, sources)
    if action.startswith("post"):
        flush()


def note(model, pks):
    """Remember that records of a searched model are to be indexed."""
    pks = set(pks) - {None}
    if model in searched_models() and pks:
        _work.pending[model] |= pks


def note_owners(model, pks, changed):
    """Note the records that show rows of which the fields ``changed`` change; None: new rows."""
    for step in followed().get(model, ()):
        if step.shows_new() if changed is None else step.shows(changed):
            note(step.declared.model, _showing(step.declared.model, step.prefix, pks))


def owners(model, pks):
    """Yield (searched model, ids of its records that show any of these rows)."""
    pks = [pk for pk in pks if pk is not None]
    for step in followed().get(model, ()) if pks else ():
        yield step.declared.model, _showing(step.declared.model, step.prefix, pks)


def changed_names(model, instance):
    """Return the names of the fields that a save will change; none for a new row."""
    if instance._state.adding:
        return set()
    fields = [each for each in model._meta.concrete_fields if each.name not in DERIVED]
    names = [each.attname for each in fields]
    stored = model._base_manager.filter(pk=instance.pk).values(*names).first()
    return {
        each.name
        for each in fields
        if stored is None or str(stored[each.attname]) != str(getattr(instance, each.attname))
    }


def _note_all_owners(model, pks):
    for owner, owner_pks in owners(model, pks):
        note(owner, owner_pks)


def _all_if_unknown(model, pks):
    """Rows that were ignored for a conflict tell no key: it may be any."""
    return list(model._base_manager.values_list("pk", flat=True)) if pks is None else pks


def _showing(model, path, pks):
    rows = model._base_manager.filter(**{f"{path}__in": pks}).order_by()
    return set(rows.values_list("pk", flat=True))


def _sources(step, instance, pk_set):
    """Return the ids of the rows from which the step leads over the changed relation."""
    found = set()
    if isinstance(instance, step.source):
        found.add(instance.pk)
    if isinstance(instance, step.relation.related_model):
        last = step.prefix.rpartition("__")[2]
        found |= set(pk_set or _showing(step.source, last, [instance.pk]))
    return found
