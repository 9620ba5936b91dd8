"""Ends what waits for a server of the database that has gone silent.

No time limit reaches such a wait: the server that would keep it is not at work, and a connection by
a socket of the same machine is never given up by the system. Four readers would take all threads of
a process, and nobody would get even the pages that are kept.
"""

import os
import socket
import weakref

from django.db.backends.signals import connection_created

_known = weakref.WeakSet()


def _know(sender, connection, **kwargs):
    _known.add(connection)


connection_created.connect(_know, dispatch_uid="connections that may be cut")


def cut_connections():
    """Shut the sockets of all connections of this process; return how many there were.

    Whoever waits on one gets an OperationalError, and so a 503. What was not committed is rolled
    back by the server when it wakes up.
    """
    return sum(_cut(each.connection) for each in list(_known) if each.vendor == "postgresql")


def _cut(raw):
    """Shut the socket below a psycopg connection, which another thread may be reading."""
    if raw is None or raw.closed:
        return False
    try:
        # A copy of the descriptor: the connection closes its own.
        with socket.socket(fileno=os.dup(raw.fileno())) as found:
            found.shutdown(socket.SHUT_RDWR)
    except OSError:
        return False
    return True
