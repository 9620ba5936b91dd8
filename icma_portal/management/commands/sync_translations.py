"""Bring the states of all translations up to date with the texts."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand

from icma_portal.bilingual.models import TranslationUnit, translated_fields
from icma_portal.bilingual.tracking import sync


class Command(BaseCommand):
    help = (
        "Makes the units of translations that have none yet, and lets the others take in texts "
        "that were written past the portal (a restored backup, SQL). Safe to repeat."
    )

    def handle(self, *args, **options):
        before = TranslationUnit.objects.count()
        for model in apps.get_models():
            if translated_fields(model):
                pks = set(model._base_manager.values_list("pk", flat=True))
                delete_orphans(model, pks)
                sync(model, pks)
        after = TranslationUnit.objects.count()
        still = TranslationUnit.objects.filter(state__in=TranslationUnit.OPEN).count()
        self.stdout.write(
            f"Translations: {after} units ({after - before:+d}), {still} missing or out of date."
        )


def delete_orphans(model, pks):
    """Delete the units of records of ``model`` that are gone."""
    content_type = ContentType.objects.get_for_model(model)
    units = TranslationUnit.objects.filter(content_type=content_type)
    gone = set(units.values_list("object_id", flat=True).distinct()) - pks
    units.filter(object_id__in=gone).delete()
