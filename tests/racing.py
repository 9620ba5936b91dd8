"""Code that races with itself, in a process of its own, on a real database of the kind in use.

The test's own connection would not do: it is one transaction, and on SQLite it lives in memory.
"""

import shutil

from django.db import connection

from . import prepared

START = """
import threading
from django.db import connections
from django.test import Client
from django.test.utils import setup_test_environment

setup_test_environment()


def at_once(*acts):
    '''Run functions at the same moment, each in a thread; return what they gave, in order.'''
    given, barrier = {}, threading.Barrier(len(acts))

    def run(number, act):
        try:
            barrier.wait(10)
            given[number] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [given.get(number) for number in range(len(acts))]
"""


def race(code, directory, prepared_portal):
    """Run ``code``, which may call ``at_once(*acts)`` and asserts for itself; raise if it fails.

    It must leave no rows behind: on PostgreSQL the database is that of the worker.
    """
    shutil.copy(prepared_portal / "secret_key", directory)
    url = ""
    if connection.vendor == "sqlite":
        shutil.copy(prepared_portal / "db.sqlite3", directory)
    else:
        url = prepared.renamed(prepared.DATABASE_URL, connection.settings_dict["NAME"])
    prepared.run(START + code, prepared.environment(directory, url))
