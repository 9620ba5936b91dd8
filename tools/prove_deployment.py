"""Start the portal as deploy/ says, and look whether it holds: `make test-deploy`.

Two processes on granian, PostgreSQL (DATABASE_URL, as tools/with_postgres.py gives it) and a real
nginx with the shipped configuration, of which only paths, ports, name and account are changed.
Prints what was seen and how long it took; ends with 1 if anything was not as it must be.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deployment import NAME, Deployment, from_address, kill_group, over_tls, wait_until
from prove_moments import prove_moments

PAGES = ("/en/", "/zh-hans/", "/en/partnerships/", "/zh-hans/china-center/")
SLOW_CLIENTS = 500
# What a client may claim, and nobody else may get to see.
POISON = {
    "X_Forwarded_Host": "poison.example",
    "X_Forwarded_Proto": "http, poison",
    "X_Original_URL": "/en/poison/",
    "X_Rewrite_URL": "/en/poison/",
    "X_Host": "poison.example",
    "Forwarded": "host=poison.example;proto=http",
    "Accept_Language": "zh-CN, poison;q=0.1",
    "Accept_Encoding": "poison, zstd",
    "Cookie": "csrftoken=poison; django_language=zh-hans",
    "Range": "bytes=0-9",
    "If_None_Match": "*",
}


def main():
    if not shutil.which("nginx"):
        print("make test-deploy needs nginx (Debian: apt-get install nginx-light).")
        return 1
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print("make test-deploy needs a PostgreSQL: run it by tools/with_postgres.py.")
        return 1
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        deployment = Deployment(directory, stack)
        deployment.start()
        failed = 0
        for check in CHECKS:
            try:
                print(f"ok      {check.__doc__} {check(deployment) or ''}".rstrip(), flush=True)
            except Exception as error:
                failed += 1
                print(f"FAILED  {check.__doc__} {type(error).__name__}: {error}", flush=True)
        print(f"{len(CHECKS) - failed} of {len(CHECKS)} hold")
    return 1 if failed else 0


# What must hold; a word that is returned is printed. ---------------------------------------------


def plain_http_leads_to_tls(deployment):
    """HTTP leads to HTTPS."""
    reply = deployment.ask_without_tls("/en/")
    require(reply.status == 301, reply.status)
    require(reply.headers["location"].startswith(f"https://{NAME}"), reply.headers)


def pages_come_with_their_headers(deployment):
    """Pages in both languages, compressed as stored, with the headers of security."""
    for path in PAGES:
        plain = deployment.ask(path)
        require(plain.status == 200, f"{path}: {plain.status}")
        for name in ("strict-transport-security", "content-security-policy"):
            require(plain.headers.get(name), f"{path} lacks {name}")
        for encoding in ("br", "gzip"):
            small = deployment.ask(path, Accept_Encoding=f"{encoding}, deflate")
            require(small.headers.get("content-encoding") == encoding, f"{path} not as {encoding}")
            require(len(small.body) < len(plain.body) / 2, f"{path} is not smaller")


def static_files_are_kept_for_a_year(deployment):
    """Static files come from nginx, compressed and to be kept for good."""
    page = deployment.ask("/en/").text
    path = re.search(r'href="(/static/css/[^"]+)"', page).group(1)
    reply = deployment.ask(path, Accept_Encoding="gzip")
    require(reply.status == 200, reply.status)
    require("immutable" in reply.headers["cache-control"], reply.headers)
    require(reply.headers.get("content-encoding") == "gzip", reply.headers)


def documents_are_sent_by_nginx(deployment):
    """A document comes by way of nginx; the way past the portal is closed."""
    page = deployment.ask("/en/publications/factsheet-shimla-boulder/").text
    path = re.search(r'href="([^"]+/download/[^"]*|[^"]+\.pdf)"', page).group(1)
    reply = deployment.ask(urlsplit(path).path)
    require(reply.status == 200, f"{path}: {reply.status}")
    require(reply.body.startswith(b"%PDF-"), "no PDF")
    require("x-accel-redirect" not in reply.headers, reply.headers)
    by_portal = deployment.ask(urlsplit(path).path, port=deployment.ports[0])
    stored = unquote(by_portal.headers.get("x-accel-redirect", ""))
    require(stored.startswith("/stored/"), "the portal sent the file itself")
    require(deployment.ask(stored).status == 404, f"{stored} is open")


def huge_uploads_are_refused(deployment):
    """An upload beyond the limit is refused before the portal sees it."""
    reply = deployment.ask("/en/contact/", "POST", Content_Length=str(65 * 1024 * 1024), body=b"x")
    require(reply.status == 413, reply.status)


def a_change_is_seen_everywhere(deployment):
    """What staff do is seen at both processes within a second, at nginx within two, never early."""
    return prove_moments(deployment)


def nobody_gets_the_page_of_somebody_else(deployment):
    """A reply to somebody with a session, or with poisoned headers, is never kept for others."""
    path = f"/en/search/?q={secrets.token_hex(4)}"
    for _time in range(2):
        deployment.ask(path, Cookie="__Host-sessionid=abc")
    for name, value in POISON.items():
        path = f"/en/search/?q={secrets.token_hex(4)}"
        deployment.ask(path, **{name: value})
        reply = deployment.ask(path)
        require(reply.status == 200, f"{name}: {reply.status}")
        require("poison" not in f"{reply.headers}{reply.text}", f"{name} was kept")
        require(reply.body == deployment.ask(path, port=deployment.ports[0]).body, name)
    reply = deployment.ask("/admin/login/")
    require("set-cookie" in reply.headers, "no token of its own")
    again = deployment.ask("/admin/login/")
    require(reply.headers["set-cookie"] != again.headers["set-cookie"], "one token for two")


def a_flood_from_one_address_is_slowed(deployment):
    """A flood from one address is answered with 429, and nobody else notices."""
    statuses = [deployment.ask("/en/", visitor="127.9.9.9").status for _number in range(400)]
    require(set(statuses) == {200, 429}, set(statuses))
    require(deployment.ask("/en/", visitor="127.9.9.8").status == 200, "somebody else was slowed")
    return f"({statuses.count(200)} of {len(statuses)} were answered)"


def slow_clients_hold_nobody_up(deployment):
    """Hundreds of clients that send a byte at a time, or never read, hold nobody up."""
    alone = percentile(timings(deployment, 100), 95)
    stop_it = threading.Event()
    sockets = [slow_client(deployment, number) for number in range(SLOW_CLIENTS)]
    # Those that do not read have said all.
    talking = [each for number, each in enumerate(sockets) if number % 4 != 3]
    dripping = threading.Thread(target=drip, args=(talking, stop_it))
    dripping.start()
    try:
        beside = percentile(timings(deployment, 200), 95)
    finally:
        stop_it.set()
        dripping.join()
        for each in sockets:
            each.close()
    require(beside <= 0.3, f"p95 {beside * 1000:.0f} ms")
    return f"({SLOW_CLIENTS} of them: p95 {beside * 1000:.0f} ms, {alone * 1000:.0f} ms without)"


def a_killed_process_is_not_noticed(deployment):
    """With one process killed every page is answered by the other."""
    port = deployment.ports[0]
    kill_group(deployment.processes[port])
    replies = [deployment.ask(f"/en/search/?q=kill{number}").status for number in range(50)]
    require(set(replies) == {200}, replies)
    deployment.start_process(port)


def without_database_kept_pages_stay(deployment):
    """Without the database kept pages stay, and all else says so with 503, in both languages."""
    let_pages_be_kept(deployment)
    kill_database()
    kept = [deployment.ask(path, port=port) for path in PAGES for port in deployment.ports]
    require({each.status for each in kept} == {200}, [each.status for each in kept])
    for language, tag in (("en", "en"), ("zh-hans", "zh-Hans")):
        reply = deployment.ask(f"/{language}/search/?q={secrets.token_hex(4)}")
        require(reply.status == 503, reply.status)
        require("retry-after" in reply.headers, reply.headers)
        require(f'<html lang="{tag}"' in reply.text, "the page speaks another language")


def a_database_that_hangs_holds_nobody_up(deployment):
    """While the database hangs kept pages come, all else is 503; soon after it all is well."""
    let_pages_be_kept(deployment)
    slowest, statuses = 0, []

    def read(number):
        nonlocal slowest
        began = time.monotonic()
        words = f"/en/search/?q=hang{number}" if number % 2 else PAGES[number // 2 % len(PAGES)]
        port = deployment.ports[number // 2 % 2]
        statuses.append((number % 2, deployment.ask(words, port=port).status))
        slowest = max(slowest, time.monotonic() - began)

    with database_stopped():
        readers = [threading.Thread(target=read, args=(number,)) for number in range(40)]
        for each in readers:
            each.start()
            time.sleep(0.15)
        for each in readers:
            each.join()
    began = time.monotonic()
    wait_until(lambda: deployment.ask(f"/en/search/?q={secrets.token_hex(4)}").status == 200, 10)
    recovered = time.monotonic() - began
    kept = [status for is_search, status in statuses if not is_search]
    require(set(kept) == {200}, f"kept pages: {kept}")
    require({status for is_search, status in statuses if is_search} <= {200, 503}, statuses)
    require(slowest <= 5, f"the slowest took {slowest:.1f} s")
    require(recovered <= 2, f"well after {recovered:.1f} s")
    return f"(the slowest reply took {slowest:.1f} s; well after {recovered:.2f} s)"


CHECKS = (
    plain_http_leads_to_tls,
    pages_come_with_their_headers,
    static_files_are_kept_for_a_year,
    documents_are_sent_by_nginx,
    huge_uploads_are_refused,
    a_change_is_seen_everywhere,
    nobody_gets_the_page_of_somebody_else,
    a_flood_from_one_address_is_slowed,
    slow_clients_hold_nobody_up,
    a_killed_process_is_not_noticed,
    a_database_that_hangs_holds_nobody_up,
    # The last: nothing works after it.
    without_database_kept_pages_stay,
)


# Help ---------------------------------------------------------------------------------------------


def require(condition, told):
    if not condition:
        raise AssertionError(str(told)[:500])


def let_pages_be_kept(deployment):
    """Ask each process once for PAGES."""
    for path in PAGES:
        for port in deployment.ports:
            deployment.ask(path, port=port)


def timings(deployment, count):
    """Return the seconds that each of ``count`` pages took."""
    taken = []
    for number in range(count):
        began = time.monotonic()
        require(deployment.ask(PAGES[number % len(PAGES)]).status == 200, "not answered")
        taken.append(time.monotonic() - began)
    return taken


def percentile(values, percent):
    return statistics.quantiles(values, n=100)[percent - 1]


def slow_client(deployment, number):
    """Return a connection from an address of its own that is slow in one of four ways.

    With its headers, plain or over TLS; with the body of a form; or in reading what it gets.
    """
    kind = number % 4
    port = deployment.https if kind else deployment.http
    connection = from_address(number, port, network=3)
    connection.settimeout(2)
    if kind == 3:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    if kind:
        connection = over_tls(connection)
    if kind == 2:
        words = "POST /en/contact/ HTTP/1.1\r\nHost: {}\r\nContent-Length: 100000\r\n\r\n"
        connection.sendall(words.format(NAME).encode())
    if kind == 3:
        connection.sendall(f"GET /en/partnerships/ HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
    return connection


def drip(sockets, stop_it):
    """Send on each socket, a byte every now and then, without ever ending a request."""
    request = f"GET /en/ HTTP/1.1\r\nHost: {NAME}\r\nX-Slow: ".encode()
    for number in range(10_000):
        byte = request[number : number + 1] or b"x"
        for each in sockets:
            try:
                each.sendall(byte)
            except OSError:
                continue
        if stop_it.wait(0.2):
            return


@contextmanager
def database_stopped():
    """Let the server of DATABASE_URL and all its processes stand still."""
    server = server_of_database()
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    processes = [server, *map(int, children)]
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)


def kill_database():
    os.kill(server_of_database(), signal.SIGKILL)
    time.sleep(1)


def server_of_database():
    """Return the process of DATABASE_URL, which listens on a socket in a directory of its own."""
    directory = unquote(urlsplit(os.environ["DATABASE_URL"]).netloc.rpartition("@")[2])
    if not directory.startswith("/"):
        query = dict(
            part.split("=", 1) for part in urlsplit(os.environ["DATABASE_URL"]).query.split("&")
        )
        directory = unquote(query["host"])
    (lock,) = Path(directory).glob(".s.PGSQL.*.lock")
    return int(lock.read_text().splitlines()[0])


if __name__ == "__main__":
    sys.exit(main())
