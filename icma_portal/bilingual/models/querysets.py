"""Changes of many records at once, which pass by ``save()`` but not by the translations' states."""

from django.db import transaction

from icma_portal.publishing.versioned import VersionedQuerySet

from ..languages import columns
from ..reader import is_blank
from ..registry import translated_fields
from ..tracking import sync

SORT_KEYS = ("sort_key_en", "sort_key_zh")


class BilingualQuerySet(VersionedQuerySet):
    """Stores blank texts as NULL and keeps sort keys and translation units true in bulk."""

    def update(self, **values):
        fields = translated_fields(self.model)
        texts = {*fields, *columns(*fields)} & set(values)
        if not texts:
            return super().update(**values)
        for name in texts:
            if isinstance(values[name], str) and is_blank(values[name]):
                values[name] = None
        with transaction.atomic():
            pks = list(self.order_by().values_list("pk", flat=True))
            count = super().update(**values)
            renew_sort_keys(self.model, pks)
            sync(self.model, pks)
        return count

    update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        if not translated_fields(self.model):
            return super().bulk_create(objs, *args, **kwargs)
        objs = list(objs)
        for each in objs:
            each.prepare_texts()
        with transaction.atomic():
            created = super().bulk_create(objs, *args, **kwargs)
            pks = [each.pk for each in created]
            if None in pks:
                # Rows that were ignored for a conflict tell no key: look at all.
                pks = list(self.model._base_manager.values_list("pk", flat=True))
            sync(self.model, pks)
        return created

    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = list(objs)
        for each in objs if translated_fields(self.model) else ():
            each.prepare_texts()
        return super().bulk_update(objs, fields, *args, **kwargs)

    bulk_update.alters_data = True


def renew_sort_keys(model, pks):
    """Make the sort keys of these records anew, where the model has them."""
    if not hasattr(model, "renew_sort_keys"):
        return
    records = list(model._base_manager.filter(pk__in=pks))
    for record in records:
        record.renew_sort_keys()
    model._base_manager.bulk_update(records, SORT_KEYS)
