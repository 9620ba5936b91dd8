"""Where stored files live: outside any web root, under names that say nothing.

A new file is written aside and synced to the disk. It goes to its place when the transaction of
the row that names it has been committed (``fields.py``). Whatever breaks off before leaves
nothing in place; what it leaves aside, ``sweeping.py`` removes. Between the commit and the move a
file is read from aside, so that no row ever names what cannot be found.
"""

import errno
import logging
import os
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from .refusals import CannotStore, NoRoom

ASIDE = "quarantine"
CHUNK = 64 * 1024
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

logger = logging.getLogger(__name__)


def opaque_name(instance, filename):
    """Return a random path for a new file; only the extension of ``filename`` is kept."""
    extension = PurePosixPath(filename).suffix.lower()
    return path_of(f"{opaque_key()}{extension}")


def opaque_key():
    """Return 32 random hexadecimal digits."""
    return secrets.token_hex(16)


def path_of(base_name):
    """Return the name in the storage that ends in ``base_name``."""
    return f"{base_name[:2]}/{base_name}"


class Kept(NamedTuple):
    """A file that the storage holds; ``is_aside``: it has not been moved to its place."""

    name: str
    modified_at: datetime
    is_aside: bool = False


def read_span(storage, name, start, stop):
    """Yield the bytes of a file from ``start`` up to ``stop``, in pieces of CHUNK at the most."""
    with storage.open(name, "rb") as file:
        file.seek(start)
        left = stop - start
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


class PrivateStorage(FileSystemStorage):
    """Files below MEDIA_ROOT, the new ones aside until ``settle()``."""

    def path(self, name):
        """Return where the file is: in its place, or aside while it waits there."""
        settled = super().path(name)
        aside = self._aside(name)
        return str(aside) if not os.path.exists(settled) and aside.exists() else settled

    def settle(self, name):
        """Move a file that stands aside to its place; do nothing where none does."""
        aside, place = self._aside(name), Path(super().path(name))
        if aside.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(place)
            sync_directory(place.parent)

    def span(self, name, start, stop):
        """Return the bytes of a file from ``start`` up to ``stop``, in pieces."""
        return read_span(self, name, start, stop)

    def accel_address(self, name):
        """Return where nginx finds the file by itself, None where it does not."""
        if not settings.FILES_ACCEL_PREFIX or not os.path.exists(super().path(name)):
            return None
        return f"{settings.FILES_ACCEL_PREFIX}{name}"

    def kept(self):
        """Yield all that is stored, as Kept."""
        root = Path(self.location)
        for path in root.glob("*/*"):
            is_aside = path.parent.name == ASIDE
            modified_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield Kept(path_of(path.name), modified_at, is_aside)

    def _open(self, name, mode="rb"):
        try:
            return super()._open(name, mode)
        except FileNotFoundError:
            # It may have been moved between the look and the opening.
            return super()._open(name, mode)

    def _save(self, name, content):
        path = self._aside(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_synced(path, content)
        except OSError as error:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            if error.errno in NO_ROOM:
                raise NoRoom from error
            logger.exception("The storage takes no files.")
            raise CannotStore from error
        return name

    def _aside(self, name):
        return Path(self.location, ASIDE, PurePosixPath(name).name)


def write_synced(path, content):
    """Write a new file whose bytes are on the disk when this returns."""
    with path.open("xb") as file:
        path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        for chunk in content.chunks():
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    sync_directory(path.parent)


def sync_directory(path):
    """Bring the names in a directory to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
