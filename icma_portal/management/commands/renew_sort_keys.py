"""Make the stored sort keys anew, after the rules or the dictionary of readings have changed."""

from django.apps import apps
from django.core.management.base import BaseCommand

from icma_portal.bilingual.models import SortedModel

COLUMNS = ("sort_key_en", "sort_key_zh")


class Command(BaseCommand):
    help = "Makes the stored sort keys anew. Safe to repeat; touches only rows that change."

    def handle(self, *args, **options):
        models = [model for model in apps.get_models() if issubclass(model, SortedModel)]
        changed = sum(renew(model) for model in models)
        self.stdout.write(f"Sort keys: {changed} rows renewed.")


def renew(model):
    """Renew the keys of all rows of ``model``; return how many have changed."""
    changed = []
    for record in model._base_manager.all():
        before = [getattr(record, name) for name in COLUMNS]
        record.renew_sort_keys()
        if before != [getattr(record, name) for name in COLUMNS]:
            changed.append(record)
    model._base_manager.bulk_update(changed, COLUMNS, batch_size=500)
    return len(changed)
