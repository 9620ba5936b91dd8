"""Writes a Version for every change, whoever makes it.

Outside of ``recording()`` each save stands for itself. Inside, all changes are one edit: each
record gets one version, at the end, in the same transaction.
"""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from icma_portal.bilingual.tracking import current_edit, editing

from ..models import Version
from ..versioned import versions_written
from .parents import parent_field
from .snapshots import snapshots

Kind = Version.Kind
# SQLite takes this many values in one query without complaint.
BATCH = 500


class Block:
    """What one edit has touched: model → key → kind."""

    def __init__(self, kind):
        self.kind, self.edit, self.touched = kind, uuid.uuid4(), {}

    def touch(self, model, pks, kind):
        rows = self.touched.setdefault(model, {})
        for pk in pks:
            before = rows.get(pk)
            # Made and then changed in one edit is still made.
            rows[pk] = Kind.CREATED if before == Kind.CREATED and kind == Kind.CHANGED else kind

    def write(self):
        for model, rows in self.touched.items():
            kinds = {}
            for pk, kind in rows.items():
                kinds.setdefault(kind, []).append(pk)
            for kind, pks in kinds.items():
                for start in range(0, len(pks), BATCH):
                    self._write(model, pks[start : start + BATCH], kind)

    def _write(self, model, pks, kind):
        now = snapshots(model, pks)
        last = _last_versions(model, pks) if kind != Kind.CREATED else {}
        gone = [pk for pk in pks if pk not in now and pk in last] if kind == Kind.DELETED else []
        rows = [
            _version(model, pk, number, data, self._kind(kind, last.get(pk)), self.edit)
            for pk, (number, data) in now.items()
            if pk not in last or last[pk].data != data
        ]
        rows += [_deletion(last[pk], self.edit) for pk in gone]
        Version.objects.bulk_create(rows)
        versions_written.send(model, written=[(each, last.get(each.object_id)) for each in rows])

    def _kind(self, kind, last):
        if last is not None and last.kind == Kind.DELETED:
            return Kind.RESTORED
        if kind == Kind.CREATED:
            return Kind.RESTORED if self.kind in (Kind.REVERTED, Kind.RESTORED) else kind
        return self.kind or Kind.CHANGED


_block = ContextVar("recording", default=None)


@contextmanager
def recording(kind=None, **edit):
    """Let all changes inside be one edit in the history, in one transaction.

    ``edit`` is what ``bilingual.tracking.editing`` takes: user, origin and so on. ``kind`` says
    what the changes are, when they are not plain ones. A block within another joins it.
    """
    with transaction.atomic(), editing(**edit):
        outer = _block.get()
        if outer is not None:
            outer.kind = kind or outer.kind
            yield
            return
        block = Block(kind)
        token = _block.set(block)
        try:
            yield
        finally:
            _block.reset(token)
        # Taken back as a whole, as a dry run is: there is nothing to tell.
        if not connection.needs_rollback:
            block.write()


def touch(model, pks, kind):
    """Tell the history that these rows of ``model`` were changed, made or deleted."""
    block = _block.get()
    if block is not None:
        block.touch(model, pks, kind)
        return
    with transaction.atomic(savepoint=False):
        block = Block(None)
        block.touch(model, pks, kind)
        block.write()


def begin(model, pks):
    """Record how rows stand that have no history yet, before their first change."""
    pks = list(pks)
    for start in range(0, len(pks), BATCH):
        rows = model._base_manager.filter(pk__in=pks[start : start + BATCH], version=0)
        new = list(rows.values_list("pk", flat=True))
        if new:
            _begin(model, new)


def _begin(model, pks):
    known = _last_versions(model, pks)
    Version.objects.bulk_create(
        _version(model, pk, 0, data, Kind.FOUND, uuid.uuid4(), is_known=False)
        for pk, (_number, data) in snapshots(model, pks).items()
        if pk not in known
    )


def _last_versions(model, pks):
    versions = Version.objects.filter(content_type=_type(model), object_id__in=list(pks))
    newest = versions.order_by().values("object_id").annotate(newest=Max("pk"))
    return {each.object_id: each for each in Version.objects.filter(pk__in=newest.values("newest"))}


def _version(model, pk, number, data, kind, edit, *, is_known=True):
    parent = parent_field(model)
    who = current_edit() if is_known else None
    user = getattr(who, "user", None)
    return Version(
        content_type=_type(model),
        object_id=pk,
        number=number,
        kind=kind,
        edit=edit,
        made_at=timezone.now(),
        user=user,
        user_name=user.get_username() if user else "",
        origin=who.origin if who else "",
        comment=who.comment if who else "",
        root_type=_type(parent.related_model) if parent else None,
        root_id=data.get(parent.name) if parent else None,
        data=data,
    )


def _deletion(last, edit):
    gone = _version(
        last.content_type.model_class(), last.object_id, last.number + 1, {}, Kind.DELETED, edit
    )
    gone.root_type_id, gone.root_id, gone.data = last.root_type_id, last.root_id, None
    return gone


def _type(model):
    return ContentType.objects.get_for_model(model)
