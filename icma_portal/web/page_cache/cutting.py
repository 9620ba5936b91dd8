"""Ends what waits for a server of the database that has gone silent.

No time limit reaches such a wait: the server that would keep it is not at work, and a connection by
a socket of the same machine is never given up by the system. Four readers would take all threads of
a process, and nobody would get even the pages that are kept.
"""

import os
import socket
import threading
import weakref

from django.db import Error
from django.db.backends.signals import connection_created

_known, _knowing = weakref.WeakSet(), threading.Lock()


def _know(sender, connection, **kwargs):
    with _knowing:
        _known.add(connection)


connection_created.connect(_know, dispatch_uid="connections that may be cut")


def cut_connections():
    """Shut the sockets of all connections of this process; return how many there were.

    Whoever waits on one gets an OperationalError, and so a 503. What was not committed is rolled
    back by the server when it wakes up.
    """
    with _knowing:
        known = list(_known)
    return sum(_cut(each) for each in known if each.vendor == "postgresql")


def _cut(wrapper):
    """Shut the socket below a connection of Django's, which another thread may be reading."""
    raw = wrapper.connection
    if raw is None or raw.closed:
        return False
    try:
        # The thread that it belongs to may close it at this very moment.
        with wrapper.wrap_database_errors:
            descriptor = raw.fileno()
        # A copy of the descriptor: the connection closes its own.
        with socket.socket(fileno=os.dup(descriptor)) as found:
            found.shutdown(socket.SHUT_RDWR)
    except (OSError, Error):
        return False
    return True
