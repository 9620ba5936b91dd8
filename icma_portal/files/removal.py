"""What becomes of files when a row is deleted.

The versions of a deleted record's file wait, for the history can bring the record back; the sweep
removes them when nobody did. The bytes go with the row that names them.
"""

from functools import partial

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .fields import PrivateFileField
from .models import FileVersion, StoredFile


def owners():
    """Return the models whose records have files."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def file_fields(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, PrivateFileField)]


def abandon_versions(instance, using, **kwargs):
    """Note on the versions of a file since when no record has them."""
    versions = FileVersion.objects.using(using).filter(key=instance.key)
    versions.update(abandoned_at=timezone.now())


def abandon_prepared(state, **kwargs):
    """Note the same on versions that only a discarded revision named: ``state`` as it has it."""
    keys = {data["key"] for (model, _pk), data in state.items() if issubclass(model, StoredFile)}
    for model in owners():
        keys -= set(model._base_manager.filter(key__in=keys).values_list("key", flat=True))
    FileVersion.objects.filter(key__in=keys).update(abandoned_at=timezone.now())


def abandoned_versions(before):
    """Return the versions that no record has had since the moment ``before``."""
    versions = FileVersion.objects.filter(abandoned_at__lt=before)
    for model in owners():
        # A record that was brought back has its files again.
        versions = versions.exclude(key__in=model._base_manager.values("key"))
    return versions


def remove_bytes(instance, using, **kwargs):
    """Delete the bytes that a row named, once it is certain that the row is gone."""
    for field in file_fields(type(instance)):
        file = getattr(instance, field.attname)
        if file:
            delete = partial(file.storage.delete, file.name)
            transaction.on_commit(delete, using=using, robust=True)
