"""Speak broken HTTP to the real servers, byte by byte: `make fuzz-sockets`.

Thousands of connections, made of a seed, to the portal's processes and to nginx with the shipped
configuration, plain and over TLS. Looked for are replies of 5xx, connections that are not ended
within two seconds of their end of sending, processes that died, and tracebacks in their logs.
Beside and after all that honest requests must be answered, each with its own page: a smuggled
request would put another one in its place. Ends with 1 where anything is found.
"""

import argparse
import http.client
import os
import random
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from deployment import NAME, Deployment, from_address, over_tls

# A reply of these says that the request is not understood, which it is not.
HONEST = {501, 505}
MOST_SECONDS = 2
AT_ONCE = 20
PATHS = ("/en/", "/zh-hans/partnerships/", "/en/search/?q=water", "/admin/", "/healthz", "/en/x%")
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "TRACE", "CONNECT", "PUT", "BREW", "get", "G\x00T")
VERSIONS = (
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/2.0",
    "HTTP/9.9",
    "HTTP/1.1.1",
    "ICMA/1.1",
    "",
)
ENDS = ("\r\n", "\n", "\r", "\n\r", "\x00")
HEADERS = (
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999",
    "Content-Length: 5\r\nContent-Length: 6",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nContent-Length: 5",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding:\x0bchunked",
    "Transfer-Encoding : chunked",
    "Expect: 100-continue",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x",
    "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
    "Connection: close",
    "Connection: keep-alive, close, \x00",
    "Host: other.example",
    "Host: a\r\nHost: b",
    "X-Long: " + "a" * 70_000,
    "X" * 9_000 + ": 1",
    " folded: line",
    "\x00: \x00",
    "no colon",
    ": no name",
    "Cookie: " + "a=b; " * 2_000,
    "Range: bytes=" + ",".join(f"{n}-{n + 1}" for n in range(0, 2_000, 2)),
    "Accept-Encoding: " + "br;q=0.1," * 500,
    "X-Request-ID: \x1b[31m\nlog line",
)
CHUNKS = (
    b"5\r\nhello\r\n0\r\n\r\n",
    b"-1\r\nx\r\n",
    b"FFFFFFFFFFFFFFFF\r\nx",
    b"5;x=y\r\nhel",
    b"0\r\n",
)
PREFACES = (
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    b"",
    b"\r\n" * 100,
    b"\x00" * 1_000,
)


def bytes_of(rng):
    """Return what one connection sends: one or several requests, most of them broken."""
    if rng.random() < 0.1:
        return rng.choice(PREFACES)
    if rng.random() < 0.1:
        return rng.randbytes(rng.randrange(1, 3_000))
    sent = b"".join(request_of(rng) for _each in range(rng.choice((1, 1, 1, 2, 5))))
    if rng.random() < 0.2:
        sent = sent[: rng.randrange(len(sent))]
    if rng.random() < 0.2:
        place = rng.randrange(len(sent) + 1)
        sent = sent[:place] + rng.randbytes(rng.randrange(1, 5)) + sent[place:]
    return sent


def request_of(rng):
    end = "\r\n" if rng.random() < 0.8 else rng.choice(ENDS)
    path = rng.choice(PATHS)
    if rng.random() < 0.15:
        path = rng.choice(
            ("*", "", "//", "/" + "a" * 20_000, "http://x/en/", "/\x00", "/../..", "/é")
        )
    method = "GET" if rng.random() < 0.5 else rng.choice(METHODS)
    version = "HTTP/1.1" if rng.random() < 0.7 else rng.choice(VERSIONS)
    lines = [f"{method} {path} {version}"]
    if rng.random() < 0.9:
        lines.append(f"Host: {NAME}")
    if rng.random() < 0.7:
        lines.append("X-Forwarded-Proto: https")
    lines += rng.sample(HEADERS, rng.choice((0, 0, 1, 2, 4)))
    body = rng.choice((b"", b"hello", *CHUNKS))
    return f"{end.join(lines)}{end}{end}".encode("utf-8", "surrogatepass") + body


def speak(connect, sent, rng):
    """Send bytes, in pieces, and read to the end; return (what came, seconds since the end)."""
    with connect() as connection:
        try:
            pieces = rng.choice((1, 1, 1, 3))
            for start in range(pieces):
                connection.sendall(
                    sent[start * len(sent) // pieces : (start + 1) * len(sent) // pieces]
                )
            if rng.random() < 0.1:
                return b"", 0
            if not isinstance(connection, ssl.SSLSocket):
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            # The server has heard enough.
            pass
        began, came = time.monotonic(), []
        connection.settimeout(MOST_SECONDS + 1)
        try:
            while piece := connection.recv(65_536):
                came.append(piece)
                # Over TLS there is no half end: a reply is an end.
                if isinstance(connection, ssl.SSLSocket):
                    break
        except TimeoutError:
            # Over TLS the end of sending is not seen: half a request may wait for its rest.
            is_due = is_whole(sent) or not isinstance(connection, ssl.SSLSocket)
            return b"".join(came), MOST_SECONDS + 1 if is_due else 0
        except OSError:
            pass
        return b"".join(came), time.monotonic() - began


def is_whole(sent):
    """Return whether the first request has all its headers, and no body to wait for."""
    head, end, _ = sent.partition(b"\r\n\r\n")
    waits = re.search(rb"content-length|transfer-encoding|upgrade", head, re.IGNORECASE)
    return bool(end and head.strip() and not waits)


def statuses_of(came):
    """Return the status of each reply to one connection; [0] where there is none."""
    return [int(each) for each in re.findall(rb"HTTP/1\.[01] (\d{3}) ", came)] or [0]


def children(pid):
    """Return the ids of the processes that a server has started."""
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False
    )
    return set(told.stdout.split())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int, nargs="?", default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not shutil.which("nginx") or not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print("make fuzz-sockets needs nginx (Debian: nginx-light) and tools/with_postgres.py.")
        return 1
    with ExitStack() as stack:
        deployment = Deployment(Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)
        deployment.start()
        workers = {port: children(each.pid) for port, each in deployment.processes.items()}
        stop_it, honest = threading.Event(), []
        beside = threading.Thread(target=ask_honestly, args=(deployment, honest, stop_it))
        beside.start()
        faults = look(deployment, options.number, options.seed)
        stop_it.set()
        beside.join()
        print(f"{len(honest)} honest requests beside, slowest {max(s for _, s in honest):.2f} s")
        faults += [told for told, seconds in honest if told or seconds > MOST_SECONDS]
        for port, process in deployment.processes.items():
            if children(process.pid) != workers[port]:
                faults.append(f"the process on {port} died")
            if "Traceback" in (log := deployment.log_of(port)):
                faults.append(f"traceback: {log[log.index('Traceback') :][:2_000]}")
        began = time.monotonic()
        after = [deployment.ask("/healthz", port=each).status for each in (*deployment.ports, None)]
        print(f"afterwards /healthz said {after} in {time.monotonic() - began:.2f} s")
        faults += [] if set(after) == {200} else ["not healthy afterwards"]
    print(*faults[:20], sep="\n")
    print(f"{len(faults)} faults")
    return 1 if faults else 0


def ask_honestly(deployment, told, stop_it):
    """Ask for pages that nobody else asks for; add (what is wrong with the reply, seconds)."""
    while not stop_it.is_set():
        for port in (*deployment.ports, None):
            word, began = secrets.token_hex(6), time.monotonic()
            try:
                reply = deployment.ask(f"/en/search/?q={word}", port=port)
                is_own = reply.status == 200 and word in reply.text
                wrong = "" if is_own else f"honest: {reply.status} {reply.body[:200]}"
            except (OSError, http.client.HTTPException) as error:
                wrong = f"honest: {error!r}"
            told.append((wrong, time.monotonic() - began))
        time.sleep(0.05)


def look(deployment, number, seed):
    """Speak to each server in turn; print what came, and return what may not be."""
    servers = {
        "portal": lambda n: socket.create_connection(("127.0.0.1", deployment.ports[n % 2])),
        "nginx": lambda n: from_address(n, deployment.http),
        "nginx, TLS": lambda n: over_tls(from_address(n, deployment.https)),
    }
    faults = []
    for name, connect in servers.items():
        began, statuses, slowest = time.monotonic(), Counter(), 0

        def one(n, name=name, connect=connect):
            # The same bytes for the same seed; nothing is kept secret with it.
            rng = random.Random(f"{seed} {name} {n}")  # noqa: S311
            sent = bytes_of(rng)
            try:
                return sent, *speak(lambda: connect(n), sent, rng)
            except OSError as error:
                return sent, f"no connection: {error}".encode(), MOST_SECONDS + 1

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for sent, came, seconds in pool.map(one, range(number // len(servers))):
                statuses.update(replies := statuses_of(came))
                slowest = max(slowest, seconds)
                is_bad = any(each >= 500 and each not in HONEST for each in replies)
                if is_bad or seconds > MOST_SECONDS:
                    faults.append(
                        f"{name}: {replies} after {seconds:.1f} s: {came[:80]} to {sent[:300]}"
                    )
        shown = ", ".join(f"{each or 'none'} × {n}" for each, n in sorted(statuses.items()))
        took = time.monotonic() - began
        print(
            f"{name}: {number // len(servers)} connections in {took:.0f} s: {shown};"
            f" slowest {slowest:.2f} s"
        )
    return faults


if __name__ == "__main__":
    sys.exit(main())
