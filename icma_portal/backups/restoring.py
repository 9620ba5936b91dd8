"""A backup brought back, as a whole or not at all, into a database of either kind."""

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from . import archive
from .archive import Damaged
from .tables import dumped_models, empty_tables, renew_sequences, write_rows


def restore(path, tell=lambda words, done, whole: None):
    """Put the backup at ``path`` in the place of database and storage; return its manifest.

    Raises Damaged, and changes nothing, for an archive that is not whole or was made by another
    version of the portal.
    """
    manifest = archive.check(path, tell)
    if manifest["migrations"] != archive.applied_migrations():
        raise Damaged(
            "It was made by another version of the portal: its migrations are not those of this "
            "database. Restore it with that version, then migrate."
        )
    stored = []
    try:
        _store_files(path, len(manifest["files"]), stored, tell)
        with transaction.atomic():
            _write_tables(path, manifest, tell)
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
    ContentType.objects.clear_cache()
    return manifest


def _store_files(path, whole, stored, tell):
    """Put every file in its place that is not there; add the names of the new ones to ``stored``.

    Names are random and content never changes, so that one that is there is the same.
    """
    for number, (name, stream) in enumerate(archive.members(path, archive.FILES), start=1):
        if not default_storage.exists(name):
            default_storage.save(name, File(stream))
            stored.append(name)
            default_storage.settle(name)
        tell("files", number, whole)


def _write_tables(path, manifest, tell):
    models = {f"{model._meta.label_lower}.jsonl": model for model in dumped_models()}
    unknown = {part["name"].removeprefix(archive.TABLES) for part in manifest["tables"]} ^ {*models}
    if unknown:
        raise Damaged(f"Its tables are not those of this portal: {', '.join(sorted(unknown))}.")
    empty_tables(list(models.values()))
    for number, (name, stream) in enumerate(archive.members(path, archive.TABLES), start=1):
        write_rows(models[name], stream)
        tell("tables", number, len(models))
    renew_sequences(list(models.values()))
