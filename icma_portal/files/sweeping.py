"""Brings the storage and the rows that name its files back into agreement.

A killed worker or a lost transaction can leave a file that no row names, and one that never went
from aside to its place. Both are mended here; a file younger than the limit may belong to a
transaction that is still open, and is left alone. The files of deleted records go when these can no
longer be wanted back.
"""

from typing import NamedTuple

from django.apps import apps
from django.utils import timezone

from .removal import abandoned_versions, file_fields


class Sweep(NamedTuple):
    """The names of files: moved to their place, removed, and named by a row but not there."""

    settled: list
    removed: list
    lost: list


def sweep(storage, older_than, is_dry=False):
    """Return the Sweep of ``storage``; ``is_dry``: only tell what would be done.

    ``older_than`` is the age (a timedelta) from which on a file without a row is removed.
    """
    # First the files, then the rows: a row that comes in between finds its file spared.
    kept, named = list(storage.kept()), named_files()
    limit = timezone.now() - older_than
    settled = [each.name for each in kept if each.is_aside and each.name in named]
    removed = [each.name for each in kept if each.name not in named and each.modified_at < limit]
    lost = sorted(named - {each.name for each in kept})
    if not is_dry:
        for name in settled:
            storage.settle(name)
        for name in removed:
            storage.delete(name)
    return Sweep(settled, removed, lost)


def forget(deleted_before):
    """Remove the versions whose records were deleted before that moment; return how many.

    Their bytes go with them.
    """
    versions = list(abandoned_versions(deleted_before))
    for version in versions:
        version.delete()
    return len(versions)


def named_files():
    """Return the names of all files that a row names."""
    names = set()
    for model in apps.get_models():
        for field in file_fields(model):
            names.update(model._base_manager.values_list(field.name, flat=True).iterator())
    return names - {None, ""}
