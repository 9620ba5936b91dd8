"""A backup as one file: a tar with a manifest, a file for each table, and the stored files.

The manifest comes first and says of everything how long it is and what its SHA-256 is; nothing of
an archive is used before all of it has been read and found whole.
"""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from icma_portal.files.storage import CHUNK
from icma_portal.files.sweeping import named_files

from .tables import dumped_models, lines_of, snapshot

FORMAT = 1
MANIFEST, TABLES, FILES = "manifest.json", "tables/", "files/"
MAX_MANIFEST = 64 * 1024 * 1024


class Damaged(Exception):
    """The archive cannot be used; the message says why. Nothing was changed."""


class Part(NamedTuple):
    """What the manifest says of one member."""

    name: str
    size: int
    sha256: str


def write(path, tell=lambda words, done, whole: None):
    """Write a backup to ``path``, and only then under its name; return its manifest.

    ``tell`` hears of the progress: (words, done, whole). Raises FileExistsError when the name is
    taken, OSError when there is no room; then nothing stands under the name.
    """
    path = Path(path)
    if path.exists():
        raise FileExistsError(f"{path} is there already.")
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        tables, names, applied = _dump(Path(folder), tell)
        files, missing = _files(names)
        manifest = {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": connection.vendor,
            "migrations": applied,
            "tables": [part._asdict() for part in tables],
            "files": [part._asdict() for part in files],
            "missing": missing,
        }
        whole = Path(folder, "whole")
        with tarfile.open(whole, "w") as tar:
            _add(tar, MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
            for part in tables:
                with Path(folder, part.name.removeprefix(TABLES)).open("rb") as stream:
                    _add(tar, part.name, stream)
            for number, part in enumerate(files, start=1):
                with default_storage.open(part.name.removeprefix(FILES)) as stream:
                    _add(tar, part.name, stream, part.size)
                tell("files", number, len(files))
        with whole.open("rb+") as stream:
            os.fsync(stream.fileno())
        # Never over another file that came meanwhile.
        os.link(whole, path)
    return manifest


def check(path, tell=lambda words, done, whole: None):
    """Return the manifest of a whole archive; raise Damaged for any other file."""
    try:
        with tarfile.open(path) as tar:
            manifest = _manifest(tar)
            wanted = {part["name"]: part for part in [*manifest["tables"], *manifest["files"]]}
            whole = len(wanted)
            # The manifest itself comes first.
            for number, member in enumerate(islice(tar, 1, None), start=1):
                part = wanted.pop(member.name, None)
                if part is None or not member.isfile():
                    raise Damaged(f"It holds {member.name!r}, of which its manifest knows nothing.")
                if digest_of(tar.extractfile(member)) != (part["size"], part["sha256"]):
                    raise Damaged(f"{member.name} is not what its manifest says.")
                tell("checked", number, whole)
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError, EOFError) as error:
        raise Damaged(f"It is no whole archive of this portal ({error}).") from error
    if wanted:
        raise Damaged(f"{len(wanted)} parts are missing, {min(wanted)} first.")
    return manifest


def members(path, start):
    """Yield (name without ``start``, stream) of the members below ``start``."""
    with tarfile.open(path) as tar:
        for member in tar:
            if member.name.startswith(start):
                yield member.name.removeprefix(start), tar.extractfile(member)


def applied_migrations():
    """Return [app, name] of every migration that the database has."""
    return sorted([*key] for key in MigrationRecorder(connection).applied_migrations())


def digest_of(stream):
    """Return (size, SHA-256) of what is left of a stream."""
    size, digest = 0, hashlib.sha256()
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()


def _dump(folder, tell):
    """Write the tables into ``folder``; return (their Parts, names of files, migrations)."""
    parts, models = [], dumped_models()
    with snapshot():
        for number, model in enumerate(models, start=1):
            label = model._meta.label_lower
            path = folder / f"{label}.jsonl"
            with path.open("wb") as stream:
                stream.writelines(lines_of(model))
            with path.open("rb") as stream:
                parts.append(Part(f"{TABLES}{label}.jsonl", *digest_of(stream)))
            tell("tables", number, len(models))
        return parts, sorted(named_files()), applied_migrations()


def _files(names):
    """Return (Parts, names that are not there): a file may be swept while the backup is made."""
    parts, missing = [], []
    for name in names:
        try:
            with default_storage.open(name) as stream:
                parts.append(Part(FILES + name, *digest_of(stream)))
        except FileNotFoundError:
            missing.append(name)
    return parts, missing


def _add(tar, name, stream, size=None):
    info = tarfile.TarInfo(name)
    info.size = size if size is not None else stream.seek(0, os.SEEK_END)
    stream.seek(0)
    tar.addfile(info, stream)


def _manifest(tar):
    first = tar.next()
    if first is None or first.name != MANIFEST or first.size > MAX_MANIFEST:
        raise Damaged("It does not begin with a manifest.")
    manifest = json.load(tar.extractfile(first))
    if manifest["format"] != FORMAT:
        raise Damaged(f"It has the format {manifest['format']}, and this portal reads {FORMAT}.")
    return manifest
