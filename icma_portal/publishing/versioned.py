"""Records that count their versions, so that nobody overwrites what somebody else has saved.

Knows nothing of languages or of publication: the base of all models of content stands here.
"""

from functools import cache

from django.db import models, transaction
from django.db.models import F
from django.dispatch import Signal
from django.utils.encoding import force_str

# Columns that follow from others: no version of a record holds them.
DERIVED = frozenset({"version", "updated_at", "stale_columns", "sort_key_en", "sort_key_zh"})
# Sent around changes that pass by save(); ``pks`` is None where the database told no keys.
before_bulk_change = Signal()
after_bulk_change = Signal()
# Sent with ``written``: a list of (Version, the one before it of the same record or None).
versions_written = Signal()
# Sent when a prepared revision will not be made live; ``state``: (model, key) → data.
revision_discarded = Signal()


class ChangedMeanwhile(Exception):
    """Somebody else has saved or deleted ``record`` since it was read; nothing was written."""

    def __init__(self, record):
        super().__init__(f"{record._meta.label} {record.pk}")
        self.record = record


class VersionedQuerySet(models.QuerySet):
    """Counts the versions of rows that are changed in bulk, and tells the history of them."""

    def update(self, **values):
        if not set(values) - DERIVED or "version" in values:
            return super().update(**values)
        with transaction.atomic():
            pks = list(self.order_by().values_list("pk", flat=True))
            before_bulk_change.send(self.model, pks=pks)
            count = super().update(version=F("version") + 1, **values)
            after_bulk_change.send(self.model, pks=pks)
        return count

    update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for each in objs:
            each.version = 1
        with transaction.atomic():
            created = super().bulk_create(objs, *args, **kwargs)
            pks = [each.pk for each in created]
            after_bulk_change.send(self.model, pks=None if None in pks else pks, created=True)
        return created

    def bulk_update(self, objs, fields, *args, **kwargs):
        """Write ``fields`` of ``objs``; raise ChangedMeanwhile if one is not as it was read."""
        objs = list(objs)
        with transaction.atomic():
            require_current(self.model, objs)
            count = super().bulk_update(objs, fields, *args, **kwargs)
        for each in objs if set(fields) - DERIVED else ():
            each.version += 1
        return count

    bulk_update.alters_data = True


def require_current(model, records):
    """Lock the rows of ``records``; raise ChangedMeanwhile if one has another version."""
    rows = model._base_manager.select_for_update().filter(pk__in=[each.pk for each in records])
    stored = dict(rows.order_by("pk").values_list("pk", "version"))
    for each in records:
        if stored.get(each.pk) != each.version:
            raise ChangedMeanwhile(each)


class VersionedModel(models.Model):
    """A record whose ``save()`` writes only over the version that it was read as."""

    version = models.PositiveIntegerField(default=0, editable=False)

    objects = VersionedQuerySet.as_manager()

    # Many-to-many fields that the portal sets itself from other records.
    derived_relations = ()
    _is_counting = False

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Store the record as its next version.

        Raises ChangedMeanwhile, and writes nothing, when the row is not the version that this
        instance was read as.
        """
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        seen = self.version
        self.version, self._is_counting = seen + 1, True
        try:
            with transaction.atomic(savepoint=False):
                super().save(*args, **kwargs)
        except BaseException:
            self.version = seen
            raise
        finally:
            self._is_counting = False

    def _do_update(self, base_qs, using, pk_val, values, *args):
        # Django's own place for the condition of the UPDATE: there is no public one.
        if not self._is_counting:
            return super()._do_update(base_qs, using, pk_val, values, *args)
        expected = base_qs.filter(version=self.version - 1)
        updated = super()._do_update(expected, using, pk_val, values, *args)
        if not updated and (not self._state.adding or base_qs.filter(pk=pk_val).exists()):
            raise ChangedMeanwhile(self)
        return updated

    def _get_FIELD_display(self, field):  # noqa: N802 (Django calls it so)
        # As Django has it, but for the hashes: to make one of a label it is translated, and Django
        # makes those of all labels each time.
        value = getattr(self, field.attname)
        return force_str(_labels_of(field).get(value, value), strings_only=True)


@cache
def _labels_of(field):
    return dict(field.flatchoices)
