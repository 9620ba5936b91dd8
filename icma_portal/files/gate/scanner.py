"""The virus scanner, where one is configured: clamd, asked by INSTREAM (``man clamd``).

It fails closed: a scanner that is configured and does not answer lets nothing in.
"""

import re
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TIMEOUT = 20
CHUNK = 64 * 1024
LONGEST_REPLY = 4096
FOUND = re.compile(r"stream: (.+) FOUND")
CLEAN = "stream: OK"


class NoScanner(Exception):
    """The scanner cannot be reached, or gave an answer that is no judgment."""


def scan(file):
    """Return the name of the virus in ``file``, or None; raise NoScanner.

    Without CLAMD_ADDRESS nothing is asked.
    """
    if not settings.CLAMD_ADDRESS:
        return None
    try:
        reply = _ask(file)
    except OSError as error:
        raise NoScanner from error
    finally:
        file.seek(0)
    match = FOUND.fullmatch(reply)
    if match:
        return match[1]
    if reply != CLEAN:
        raise NoScanner(reply)
    return None


def _ask(file):
    file.seek(0)
    with _connection(settings.CLAMD_ADDRESS) as connection:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            connection.sendall(len(chunk).to_bytes(4) + chunk)
        connection.sendall((0).to_bytes(4))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
            piece = connection.recv(LONGEST_REPLY)
            if not piece:
                break
            reply += piece
    return reply.rstrip(b"\0\n").decode(errors="replace")


def _connection(address):
    """Return a socket to ``tcp://host:port`` or ``unix:///path``."""
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), TIMEOUT)
    raise ImproperlyConfigured(
        f"CLAMD_ADDRESS must be tcp://host:port or unix:///path, not {address!r}."
    )
