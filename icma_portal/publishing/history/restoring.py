"""A record as it stood at an earlier moment, with the rows within it, brought back."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from icma_portal.bilingual.registry import translated_fields

from ..models import Version
from ..versioned import ChangedMeanwhile
from .comparing import fields_of, label_of
from .parents import child_fields
from .recording import recording
from .snapshots import recorded_fields, recorded_relations, snapshots, value_of

Kind = Version.Kind


class Refused(Exception):
    """The earlier state cannot be brought back; ``reasons`` are sentences. Nothing was changed."""

    def __init__(self, reasons):
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Change(NamedTuple):
    """What has to be done to one record or row: ``now`` and ``then`` are data, None for absence."""

    model: type
    pk: int
    now: dict | None
    then: dict | None

    @property
    def key(self):
        return f"{self.model._meta.label_lower}.{self.pk}"


def moment_of(version):
    """Return the last key of the edit that ``version`` belongs to: the state after it."""
    return Version.objects.filter(edit=version.edit).aggregate(Max("pk"))["pk__max"]


def state_at(model, pk, moment):
    """Return (model, key) → data of the record and of the rows within it, as they stood.

    ``moment`` is the key of a Version. Parents come before their rows. Empty if the record was not
    there then.
    """
    version = _versions(model, moment).filter(object_id=pk).first()
    if version is None or version.data is None:
        return {}
    found = {(model, pk): version.data}
    for field in child_fields(model):
        for each in _rows_at(field.model, model, pk, moment):
            found.update(state_at(field.model, each, moment))
    return found


def state_now(model, pk):
    """Return the same of the record as it stands now."""
    own = snapshots(model, [pk])
    if not own:
        return {}
    found = {(model, pk): own[pk][1]}
    for field in child_fields(model):
        rows = field.model._base_manager.filter(**{field.name: pk}).order_by("pk")
        for each in rows.values_list("pk", flat=True):
            found.update(state_now(field.model, each))
    return found


def changes_between(now, then):
    """Return the Changes that make ``then`` of ``now``: what goes first, what comes last."""
    going = [Change(*key, data, None) for key, data in now.items() if key not in then]
    staying = [
        Change(*key, now[key], data)
        for key, data in then.items()
        if key in now and now[key] != data
    ]
    coming = [Change(*key, None, data) for key, data in then.items() if key not in now]
    return [*reversed(going), *staying, *coming]


def bring_back(changes, *, fields=None, kept=(), kind=Kind.REVERTED, **edit):
    """Carry out ``changes`` as one edit; return sentences about what could not come along.

    ``fields``: key of a Change → names of the fields to bring back; all of them without it.
    ``kept``: names of fields that stay as they are, or as a new record has them. ``edit`` is what
    ``recording`` takes. Raises Refused when the records of today do not allow it, and
    ChangedMeanwhile when one is no longer as its Change says.
    """
    notes = []
    try:
        with transaction.atomic(), recording(kind, **edit):
            for change in changes:
                names = None if fields is None else fields.get(change.key, ())
                _carry_out(change, names, kept, notes)
    except IntegrityError as error:
        raise Refused([_("A record of today stands in the way, with the same values.")]) from error
    except models.ProtectedError as error:
        raise Refused([str(each) for each in error.args[:1]]) from error
    return notes


def _carry_out(change, names, kept, notes):
    record = _as_it_was(change)
    if change.then is None:
        record.delete()
        return
    data = {
        name: value
        for name, value in change.then.items()
        if name not in kept and (names is None or name in names)
    }
    put(record, data, notes)
    _validate(record)
    record.save(force_insert=change.now is None)
    _put_moments(record, data)
    put_relations(record, data, notes)


def _as_it_was(change):
    """Return the locked record that the Change was made for, or a new one in its place.

    Raises ChangedMeanwhile when it is no longer as the Change has it.
    """
    new = change.model(pk=change.pk)
    if change.now is None:
        new.version = _last_number(change.model, change.pk)
        return new
    record = change.model._base_manager.select_for_update().filter(pk=change.pk).first()
    if record is None or snapshots(change.model, [change.pk])[change.pk][1] != change.now:
        raise ChangedMeanwhile(record or new)
    return record


def put(record, data, notes):
    """Set the recorded columns of ``data`` on ``record``; related records must still be there."""
    for field in recorded_fields(type(record)):
        if field.name not in data:
            continue
        value = value_of(field, data[field.name])
        if field.is_relation and value is not None and not _existing(field, [value]):
            if not field.null:
                text = _("%(field)s: what it named has been deleted. Restore that first.")
                raise Refused([text % {"field": label_of(field)}])
            notes.append(_left_out(field))
            value = None
        setattr(record, field.attname, value)


def put_relations(record, data, notes):
    """Set the recorded relations of ``data`` on the stored ``record``."""
    for field in recorded_relations(type(record)):
        if field.name not in data:
            continue
        found = _existing(field, data[field.name])
        if len(found) < len(data[field.name]):
            notes.append(_left_out(field))
        getattr(record, field.name).set(found)


def _put_moments(record, data):
    """Moments that a model sets by itself when it is made come back as they were."""
    values = {
        field.name: value_of(field, data[field.name])
        for field in recorded_fields(type(record))
        if getattr(field, "auto_now_add", False) and field.name in data
    }
    if values:
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def _validate(record):
    try:
        record.full_clean(exclude=translated_fields(type(record)))
    except ValidationError as error:
        raise Refused(_reasons(record, error)) from error


def _reasons(record, error):
    known = {field.name: label_of(field) for field in fields_of(type(record))}
    return [
        f"{known[name]}: {' '.join(texts)}" if name in known else " ".join(texts)
        for name, texts in error.message_dict.items()
    ]


def _existing(field, pks):
    rows = field.related_model._base_manager.filter(pk__in=pks)
    return sorted(rows.values_list("pk", flat=True))


def _left_out(field):
    text = _("%(field)s: what it named has been deleted and was left out.")
    return text % {"field": label_of(field)}


def _last_number(model, pk):
    versions = _versions(model).filter(object_id=pk)
    return versions.aggregate(Max("number"))["number__max"] or 0


def _versions(model, moment=None):
    content_type = ContentType.objects.get_for_model(model)
    found = Version.objects.filter(content_type=content_type).order_by("-pk")
    return found if moment is None else found.filter(pk__lte=moment)


def _rows_at(row_model, model, pk, moment):
    """Return the keys of the rows that stood within the record at that moment."""
    content_type = ContentType.objects.get_for_model(model)
    versions = _versions(row_model, moment)
    ever = versions.filter(root_type=content_type, root_id=pk).order_by().values("object_id")
    newest = versions.filter(object_id__in=ever).order_by().values("object_id")
    last = newest.annotate(last=Max("pk")).values("last")
    rows = Version.objects.filter(pk__in=last, root_type=content_type, root_id=pk)
    return list(rows.exclude(data=None).order_by("object_id").values_list("object_id", flat=True))
