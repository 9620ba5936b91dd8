"""What was made of the content, kept in the memory of the process while nothing has changed."""

import threading

from django.utils import timezone

from .changes import content_version
from .moments import next_moment


class Snapshot:
    """Things made of the content of one version: lists of ids, labels, pieces of pages.

    They hold until a moment comes at which something is published or ends, or until midnight.
    """

    def __init__(self, version=None, made_at=None):
        self.version, self.made_at = version, made_at or timezone.now()
        self._until = None
        self._things = {}
        self._making = threading.RLock()

    def is_true(self, version, now):
        """Return whether the content is still that of which the things were made."""
        if version != self.version or now < self.made_at:
            return False
        if self._until is None:
            self._until = next_moment(self.made_at)
        return now.timestamp() < self._until

    def get(self, key, make):
        """Return what ``make()`` gives; made once, while others who ask for it wait."""
        if (found := self._things.get(key)) is not None:
            return found
        with self._making:
            if (found := self._things.get(key)) is None:
                found = self._things[key] = make()
            return found


def snapshot_for(user):
    """Return the Snapshot of all readers, or an empty one for who has signed in.

    Whoever has signed in may see more than others, and it ends with the request.
    """
    return snapshot() if user.is_anonymous else Snapshot()


def snapshot_of(request):
    """Return the Snapshot for a page: the one of all readers, or an empty one.

    A preview shows to somebody who has not signed in what is not public.
    """
    if getattr(request, "preview_addresses", None) is not None:
        return Snapshot()
    if not hasattr(request, "snapshot"):
        request.snapshot = snapshot_for(request.user)
    return request.snapshot


def snapshot():
    """Return the Snapshot of the content as it is now, empty after each change.

    Nothing of a person may be kept in it: it serves all readers.
    """
    return _shelf.present(content_version(), timezone.now())


def forget():
    """Let the next request begin with nothing, for tests that change more than the content."""
    _shelf.kept = Snapshot()


class _Shelf:
    """The one Snapshot of the process."""

    def __init__(self):
        self.kept = Snapshot()
        self.changing = threading.Lock()

    def present(self, version, now):
        """Return the Snapshot of a version, which was read before: what is made may be newer."""
        kept = self.kept
        if kept.is_true(version, now):
            return kept
        with self.changing:
            if not self.kept.is_true(version, now):
                self.kept = Snapshot(version, now)
            return self.kept


_shelf = _Shelf()
