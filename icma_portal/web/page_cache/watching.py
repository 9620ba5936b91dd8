"""When a page no longer holds: the content has changed, or a moment has come.

A page belongs to a generation. A new one begins when the version of the content moves, when
a record's moment of publication or expiry comes, and at midnight.
"""

import logging
import threading
import time

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from ..changes import content_version
from ..moments import next_moment
from .cutting import cut_connections

logger = logging.getLogger(__name__)

# Seconds between two looks at the database: what is changed shows within one second.
INTERVAL = 0.4
# A look that takes longer finds no database, and one that takes so much longer ends what waits.
PATIENCE = 1.0
CUT_AFTER = 2.0


class Watcher:
    """Looks at the version in a thread of its own; with ``interval`` 0 whenever it is asked."""

    def __init__(self, interval=INTERVAL):
        self.interval = interval
        self._generation = 0
        self._version = None
        self._next_moment = 0.0
        self._failed = False
        self._began_at = None
        self._lock = threading.Lock()
        self._thread = None

    def generation(self):
        """Return the number of the present generation."""
        if not self.interval:
            self.look()
        elif self._thread is None:
            self._start()
        if time.time() >= self._next_moment:
            self._moment_has_come()
        return self._generation

    @property
    def is_lost(self):
        """Whether the database does not answer."""
        began_at = self._began_at
        hangs = began_at is not None and time.monotonic() - began_at > PATIENCE
        return self._failed or hangs

    def look(self):
        """Ask the database for the version, and begin a new generation where it has moved."""
        self._began_at = time.monotonic()
        try:
            version = content_version()
            if version != self._version or self._next_moment == float("inf"):
                # Before the generation: a moment that comes within these lines ends its pages too.
                began_at = timezone.now()
                # First the generation: what is made meanwhile belongs to neither.
                self._begin_generation(version)
                # Asked again by the next look, if the database goes away just now.
                self._next_moment = float("inf")
                self._next_moment = next_moment(began_at)
            self._failed = False
        except (DatabaseError, InterfaceError):
            if not self._failed:
                logger.exception("The database does not answer; pages that are kept are served.")
            self._failed = True
            connection.close()
        finally:
            self._began_at = None

    def _begin_generation(self, version):
        with self._lock:
            self._version = version
            self._generation += 1

    def _moment_has_come(self):
        with self._lock:
            if time.time() >= self._next_moment:
                self._generation += 1
                # The next look finds the moment after this one.
                self._next_moment = float("inf")

    def _start(self):
        with self._lock:
            if self._thread is not None:
                return
            self._thread = threading.Thread(target=self._run, name="content watcher", daemon=True)
        threading.Thread(target=self._guard, name="database guard", daemon=True).start()
        # The first reader waits: nothing is known yet.
        self.look()
        self._thread.start()

    def _run(self):
        while True:
            time.sleep(self.interval)
            try:
                self.look()
            except Exception:
                # Without its watcher the process would show old pages for good.
                self._failed = True
                logger.exception("The version of the content cannot be told.")

    def _guard(self):
        """Cut the connections when a look hangs, which frees the looking thread as well."""
        while True:
            time.sleep(self.interval)
            began_at = self._began_at
            if began_at is None or time.monotonic() - began_at <= CUT_AFTER:
                continue
            try:
                logger.error("The database is silent; %d connections were cut.", cut_connections())
            except Exception:
                # Without its guard the process would hang at the next silence.
                logger.exception("Not all connections to the silent database were cut.")
