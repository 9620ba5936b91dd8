"""Whoever waits for a database that has gone silent is let go."""

import threading
import time

import pytest
from django.db import OperationalError, connection, connections

from icma_portal.web.page_cache import watching
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
