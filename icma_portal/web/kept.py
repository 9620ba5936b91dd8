"""What was made of the content, kept in the memory of the process while it is true.

A change of the content ends what was made of the tables that it touched, or of single records.
"""

import threading
from typing import NamedTuple

from django.utils import timezone

from .changed_rows import EVERYTHING, Changes, changes_between, noted_rows
from .changes import content_version
from .moments import next_moment
from .tables_read import note_tables, tables_so_far, unnoted

# What many records have changed of is made anew.
MOST_RENEWED = 500
# So many things of one kind are kept, where each record may have one.
MOST_OF_A_KIND = 2_000


class KeptByRecord:
    """Something made of many records, which outlives a change of some: subclasses renew it.

    ``table`` is that of the records; ``tables`` are all that it was made of, those that it reads
    later on among them.
    """

    table, tables = "", frozenset()

    def after(self, changes):
        """Return what is true after Changes, another object; None where all is to be made anew."""
        keys = changes.keys(self.table, self.tables)
        return None if keys is None or len(keys) > MOST_RENEWED else self.renewed(keys)

    def renewed(self, keys):
        """Return a copy without what is no longer true of the records with these keys, if any.

        Threads that still use the former may add to it: nothing that changes is shared.
        """
        raise NotImplementedError


class Store(KeptByRecord):
    """Things of one kind by their keys, ``most`` of them.

    With a ``table``, the keys are those of its records, and a change of some ends what was made of
    these. Any other change of what one of the things was made of ends them all.
    """

    def __init__(self, most, table="", tables=(), things=()):
        self.most, self.table, self.tables, self.things = most, table, set(tables), dict(things)

    def renewed(self, keys):
        """Return a store without what was made of the records with these keys."""
        left = {key: each for key, each in list(self.things.items()) if key not in keys}
        return Store(self.most, self.table, self.tables, left)

    def add(self, things, tables):
        """Add things by their keys, made of the tables given."""
        # First the tables: a change of one that is not known would leave the things as they are.
        self.tables |= tables
        if len(self.things) + len(things) > self.most:
            self.things.clear()
        self.things.update(things)


class Thing(NamedTuple):
    """What was made, the tables that it was made of, and the Changes that it is to be renewed by.

    It is renewed when it is asked for: a change costs nothing for what nobody reads. ``tables`` are
    None where nobody has noted them: each change may touch it.
    """

    value: object
    tables: set | None
    changes: Changes | None = None

    def after(self, changes):
        """Return the Thing that is true after Changes, None where it is to be made anew."""
        if isinstance(self.value, KeptByRecord):
            return self._replace(changes=changes.joined(self.changes))
        return None if self.tables is None or changes.touch(self.tables) else self


class Snapshot:
    """Things made of the content of one version: lists of ids, labels, pieces of pages.

    They hold until a moment comes at which something is published or ends, or until midnight.
    """

    def __init__(self, version=None, made_at=None, noted=None):
        self.version, self.made_at, self.noted = version, made_at or timezone.now(), noted
        self._until = None
        self._things = {}
        self._making = threading.RLock()

    def is_true(self, version, now):
        """Return whether the content is still that of which the things were made."""
        return version == self.version and self.is_within_moments(now)

    def is_within_moments(self, now):
        """Return whether nothing has been published or ended by itself since it began."""
        if now < self.made_at:
            return False
        if self._until is None:
            with unnoted():
                self._until = next_moment(self.made_at)
        return now.timestamp() < self._until

    def after(self, version, now):
        """Return the Snapshot of a later version, with what is still true of this one."""
        # First the moments: what the change brings ends what is kept by being a change.
        is_within = self.noted is not None and self.is_within_moments(now)
        later = Snapshot(version, now, noted_rows())
        changes = changes_between(self.noted, later.noted) if is_within else EVERYTHING
        if not changes.is_everything:
            things = {key: each.after(changes) for key, each in list(self._things.items())}
            later._things = {key: each for key, each in things.items() if each}
        return later

    def get(self, key, make):
        """Return what ``make()`` gives; made once, while others who ask for it wait."""
        found = self._things.get(key)
        if found is None or found.changes is not None:
            with self._making:
                found = self._things.get(key)
                if found is None or found.changes is not None:
                    found = self._things[key] = _made(make, found)
        if found.tables is not None:
            note_tables(found.tables)
        return found.value

    def one_of(self, kind, key, make, most=MOST_OF_A_KIND):
        """Return what ``make()`` gives for a key, of which a kind has many: ``most`` are kept."""
        store = self.get(kind, lambda: Store(most))
        if (found := store.things.get(key)) is None:
            found = make()
            # Where nobody notes them, nobody would know what ends it.
            if (tables := tables_so_far()) is not None:
                store.add({key: found}, tables)
        return found


def _made(make, former):
    """Return a Thing: the former one renewed, or what ``make()`` gives.

    It may be made of what was read before in the same request: all of that counts.
    """
    value = former and former.value.after(former.changes)
    value = make() if value is None else value
    return Thing(value, value.tables if isinstance(value, KeptByRecord) else tables_so_far())


def snapshot_of(request):
    """Return the Snapshot for a page: the one of all readers, or an empty one.

    Whoever has signed in may see more than others, and a preview shows to somebody who has not
    signed in what is not public.
    """
    if getattr(request, "preview_addresses", None) is not None:
        return Snapshot()
    if not hasattr(request, "snapshot"):
        request.snapshot = snapshot() if request.user.is_anonymous else Snapshot()
    return request.snapshot


def snapshot():
    """Return the Snapshot of the content as it is now.

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
                self.kept = self.kept.after(version, now)
            return self.kept


_shelf = _Shelf()
