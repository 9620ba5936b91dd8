"""Whoever waits for a database that has gone silent is let go."""

import socket
import threading
import time
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, connections

from icma_portal.web.page_cache import cutting, watching
from icma_portal.web.page_cache.cutting import cut_connections
from icma_portal.web.page_cache.watching import Watcher

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only a server can go silent")
def test_a_wait_ends_with_an_error_of_the_database(monkeypatch):
    found, pids, began = [], [], threading.Event()

    def wait():
        other = connections["default"]
        try:
            with other.cursor() as cursor:
                # That of the test itself, with its transaction, is not to be cut.
                monkeypatch.setattr("icma_portal.web.page_cache.cutting._known", {other})
                pids.append(other.connection.info.backend_pid)
                began.set()
                cursor.execute("SELECT pg_sleep(30)")
        except OperationalError as error:
            found.append(error)
        finally:
            other.close()

    waiting = threading.Thread(target=wait)
    started = time.monotonic()
    waiting.start()
    began.wait(10)
    time.sleep(0.3)
    number = cut_connections()
    waiting.join(10)
    # On the server it would sleep on.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", pids)

    assert number == 1
    assert len(found) == 1
    assert time.monotonic() - started < 20


class Closing:
    """A connection of Django's whose owner closes it while it is being cut."""

    vendor = "postgresql"
    wrap_database_errors = nullcontext()

    def __init__(self, error):
        self.connection, self.closed, self.error = self, False, error

    def fileno(self):
        raise self.error


@pytest.mark.parametrize("error", [OperationalError("lost"), OSError("closed")])
def test_a_connection_that_closes_meanwhile_does_not_save_the_others(monkeypatch, error):
    here, there = socket.socketpair()
    open_one = SimpleNamespace(
        vendor="postgresql",
        wrap_database_errors=nullcontext(),
        connection=SimpleNamespace(closed=False, fileno=here.fileno),
    )
    monkeypatch.setattr(cutting, "_known", [Closing(error), open_one])

    assert cut_connections() == 1
    assert there.recv(1) == b""
    here.close()
    there.close()


def test_the_guard_goes_on_after_an_error(monkeypatch):
    times, enough = [], threading.Event()

    def cut_it():
        times.append(1)
        if len(times) > 2:
            enough.set()
        raise RuntimeError("not this time")

    monkeypatch.setattr(watching, "cut_connections", cut_it)
    monkeypatch.setattr(watching, "CUT_AFTER", 0)
    watcher = Watcher(interval=0.01)
    watcher._began_at = time.monotonic() - 1
    threading.Thread(target=watcher._guard, daemon=True).start()

    assert enough.wait(20)
    watcher._began_at = None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
def test_there_is_nothing_to_cut_on_sqlite():
    assert cut_connections() == 0


def test_a_look_that_hangs_is_cut_and_counts_as_lost(monkeypatch):
    cut, woken = threading.Event(), threading.Event()

    def silent():
        if not cut.wait(20):
            raise AssertionError("nobody cut the connection")
        raise OperationalError("the connection was cut")

    def cut_it():
        cut.set()
        return 1

    monkeypatch.setattr(watching, "content_version", silent)
    monkeypatch.setattr(watching, "cut_connections", cut_it)
    monkeypatch.setattr(watching, "PATIENCE", 0.02)
    monkeypatch.setattr(watching, "CUT_AFTER", 0.1)
    watcher = Watcher(interval=0.02)
    # One look will do; later ones would ask the database beside other tests.
    watcher._run = lambda: None

    def look():
        watcher.generation()
        woken.set()

    threading.Thread(target=look, daemon=True).start()

    assert woken.wait(20)
    assert watcher.is_lost
