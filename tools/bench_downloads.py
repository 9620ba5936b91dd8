"""Print what downloads at the same time cost the portal: `python tools/bench_downloads.py`.

A portal with one file is made in a directory of its own and served as `make run` serves it. One
download warms it up; then all readers fetch the file at once, each holding its connection open
until the last one has the first bytes. Figures are printed, never judged: the exit code tells only
whether every reader got every byte.
"""

import argparse
import hashlib
import http.client
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from deployment import manage
from portal_pages import portal_process

MEGABYTE = 1_000_000
ADDRESS = "/en/publications/large/download/en/"
AGENT = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
SECONDS = 300
SET_UP = """
import sys
from django.core.files import File
from publications.models import Document, Publication
publication = Publication.objects.create(
    slug="large", title_en="Large", kind="tool", state="published"
)
with open({path!r}, "rb") as file:
    Document.objects.create(
        publication=publication, language="en", state="published", file=File(file, name="large.pdf")
    )
"""
COUNTED = """
from publications.models import DownloadCount
print(DownloadCount.objects.all().total())
"""


def large_pdf(megabytes):
    """Return a PDF of one empty page with a stream of that size that compresses badly."""
    stream = os.urandom(megabytes * MEGABYTE)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Root 1 0 R/Size %d>>" % (len(bodies) + 1)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, rows)
    return data + table + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(data)


def memory(pid, name="VmRSS"):
    """Return the memory of a process in MB; ``name`` VmHWM gives the most since it was reset."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    line = next(each for each in lines if each.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024 / MEGABYTE


def fetch(base_url, barrier=None):
    """Download the file; return its SHA-256. Waits at ``barrier`` with the first bytes in hand."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=SECONDS)
    try:
        connection.request("GET", ADDRESS, headers=AGENT)
        response = connection.getresponse()
        digest = hashlib.sha256(response.read(1000))
        if barrier is not None:
            barrier.wait(SECONDS)
        while chunk := response.read(64 * 1024):
            digest.update(chunk)
        return digest.hexdigest()
    finally:
        connection.close()


def measure(base_url, pid, readers, wanted):
    """Print the figures of ``readers`` downloads at once; return how many were whole."""
    before = memory(pid)
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    started = time.monotonic()
    barrier = threading.Barrier(readers)
    with ThreadPoolExecutor(readers) as pool:
        digests = list(pool.map(lambda _each: fetch(base_url, barrier), range(readers)))
    seconds = time.monotonic() - started
    whole = digests.count(wanted)
    most = memory(pid, "VmHWM")
    print(f"{readers} readers at once: {whole} whole downloads in {seconds:.1f} s")
    print(f"memory of the portal: {before:.0f} MB before, {most:.0f} MB at the most")
    print(f"added: {most - before:.1f} MB, {(most - before) * 1000 / readers:.0f} kB for each")
    return whole


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--megabytes", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        environment = {**os.environ, "ICMA_PORTAL_ENV": "local", "ICMA_PORTAL_VAR_DIR": directory}
        environment.pop("DATABASE_URL", None)
        data = large_pdf(options.megabytes)
        path = Path(directory, "large.pdf")
        path.write_bytes(data)
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        manage(environment, "shell", "--command", SET_UP.format(path=str(path)))
        with portal_process(environment) as (server, base_url):
            wanted = hashlib.sha256(data).hexdigest()
            warm = fetch(base_url)
            whole = measure(base_url, server.pid, options.readers, wanted)
        counted = manage(environment, "shell", "--verbosity", "0", "--command", COUNTED)
    print(f"downloads counted: {counted} of {options.readers + 1}")
    return 0 if warm == wanted and whole == options.readers else 1


if __name__ == "__main__":
    sys.exit(main())
