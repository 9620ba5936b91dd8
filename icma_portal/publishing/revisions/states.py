"""Revisions as states: prepared aside, tried out for a moment, made live."""

from contextlib import contextmanager

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from ..history.restoring import Change, bring_back, state_now
from ..history.snapshots import recorded_fields
from ..models import Publishable, Revision, Version
from ..versioned import ChangedMeanwhile, VersionedModel, revision_discarded


def open_revision(record):
    """Return the revision of ``record`` that waits, or None."""
    content_type = ContentType.objects.get_for_model(record)
    found = Revision.objects.filter(content_type=content_type, object_id=record.pk, decision="")
    return found.select_related("made_by").first()


def others_revision(record, user):
    """Return the waiting revision of ``record`` that somebody else has prepared, or None."""
    waiting = open_revision(record)
    is_others = waiting is not None and waiting.made_by_id not in (None, user.pk)
    return waiting if is_others else None


def keep(record, before, after, user):
    """Store what leads from the state ``before`` to ``after`` as the revision of ``record``.

    One that waited already is discarded, but kept: whoever asks has seen to it that it is not that
    of somebody else (``others_revision``).
    """
    with transaction.atomic():
        waiting = open_revision(record)
        if waiting is not None:
            decide(waiting, Revision.Decision.DISCARDED, user)
        return Revision.objects.create(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            before=_stored(before, before),
            after=_stored(after, before),
            made_by=user,
        )


def named_outside_history(state):
    """Return the rows that ``state`` names and that no history keeps: versions of files, above all.

    They are made while a change is tried out, and would be lost when it is taken back.
    """
    wanted = {}
    for (model, _pk), data in state.items():
        for field in recorded_fields(model):
            value = data.get(field.name)
            if field.is_relation and value and not issubclass(field.related_model, VersionedModel):
                wanted.setdefault(field.related_model, set()).add(value)
    return [
        row
        for model, pks in wanted.items()
        for row in model._base_manager.filter(pk__in=pks).order_by("pk")
    ]


def put_again(rows):
    """Store those of ``rows`` that are not there (any more), under the same keys."""
    for row in rows:
        if not type(row)._base_manager.filter(pk=row.pk).exists():
            row._state.adding = True
            row.save(force_insert=True)


def changes_of(revision):
    """Return (Changes, their fields, clashes) that would make ``revision`` live today.

    A clash is (Change, names): fields, or a whole row, that others have changed since it was
    prepared. They are not among the fields.
    """
    before, after = _read(revision.before), _read(revision.after)
    model = revision.content_type.model_class()
    now = state_now(model, revision.object_id)
    changes, fields, clashes = [], {}, []
    for key, base in before.items():
        change = Change(*key, now.get(key), after.get(key))
        if change.then == base:
            continue
        if change.then is None or change.now is None:
            # A row as a whole: deleted by one side.
            if change.now == base:
                changes.append(change)
            else:
                clashes.append((change, []))
            continue
        ours, both = _sides(base, change)
        fields[change.key] = ours
        changes.append(change)
        if both:
            clashes.append((change, both))
    for (row_model, number), data in after.items():
        if (row_model, number) not in before:
            change = Change(row_model, None, None, data)
            changes.append(change)
            fields[change.key] = list(data)
    return changes, fields, clashes


def _sides(base, change):
    """Return (names that only the revision changes, names that both sides changed)."""
    ours = [name for name, value in change.then.items() if value != base.get(name)]
    both = [
        name for name in ours if change.now.get(name) not in (base.get(name), change.then[name])
    ]
    return [name for name in ours if name not in both], both


def make_live(revision, user, chosen=()):
    """Write ``revision`` over the live record in one transaction; return notes for the person.

    ``chosen``: the (key of a Change, name) of clashes in which the revision wins. Raises
    ChangedMeanwhile when it was decided or the record changed in between, Refused when the rules
    of today forbid it.
    """
    with transaction.atomic():
        revision = Revision.objects.select_for_update().get(pk=revision.pk)
        if revision.decision:
            raise ChangedMeanwhile(revision)
        changes, fields, clashes = changes_of(revision)
        for change, names in clashes:
            taken = [name for name in names if (change.key, name) in chosen]
            fields.setdefault(change.key, []).extend(taken)
        changes = [each for each in changes if each.then is None or fields.get(each.key)]
        notes = bring_back(
            changes, fields=fields, kind=None, user=user, origin=Version.Origin.REVISION
        )
        decide(revision, Revision.Decision.LIVE, user)
    return notes


def decide(revision, decision, user):
    revision.decision, revision.decided_by = decision, user
    revision.decided_at = timezone.now()
    revision.save()
    if decision == Revision.Decision.DISCARDED:
        revision_discarded.send(Revision, state=_read(revision.after))


@contextmanager
def as_if_public(record, revision=None):
    """Let ``record`` be public for a moment, with its rows, and with what ``revision`` holds.

    Everything inside happens in a transaction that is taken back at its end. So a page that is
    shown from it is the real one.
    """
    with transaction.atomic():
        try:
            if revision is not None:
                changes, fields, _clashes = changes_of(revision)
                changes = [each for each in changes if each.then is None or fields.get(each.key)]
                bring_back(changes, fields=fields, kind=None)
            for model, pk in state_now(type(record), record.pk):
                if issubclass(model, Publishable):
                    _publish(model, pk)
            yield
        finally:
            transaction.set_rollback(True)


def _publish(model, pk):
    rows = model._base_manager.filter(pk=pk)
    rows.exclude(pk__in=model._default_manager.published().values("pk")).update(
        state=Publishable.State.PUBLISHED, published_at=timezone.now(), expires_at=None
    )


def _stored(state, before):
    return [
        [model._meta.label_lower, pk if (model, pk) in before else None, data]
        for (model, pk), data in state.items()
    ]


def _read(stored):
    found = {}
    for number, (label, pk, data) in enumerate(stored):
        found[apps.get_model(label), -number - 1 if pk is None else pk] = data
    return found
