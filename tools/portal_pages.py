"""The pages that stand for the whole portal, and a portal to ask them from.

`python tools/portal_pages.py DIRECTORY` starts the portal, saves the HTML of each page there and
stops it.
"""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT / "var" / "portal.log"
LANGUAGES = ("en", "zh-hans")
START_SECONDS = 60
PAGE_SECONDS = 30

# One page of each kind; {lang} is one of LANGUAGES.
NOT_FOUND = "/{lang}/no-such-page/"
WRONG_FILTER = "/{lang}/partnerships/?year=1"
PAGES = (
    "/{lang}/",
    "/{lang}/programs/",
    "/{lang}/programs/citylinks/",
    "/{lang}/partnerships/",
    "/{lang}/partnerships/dar-es-salaam-durban/",
    "/{lang}/partnerships/durban-southeast-florida/",
    "/{lang}/cities/",
    "/{lang}/cities/durban/",
    "/{lang}/countries/",
    "/{lang}/countries/south-africa/",
    "/{lang}/topics/",
    "/{lang}/topics/climate-change-adaptation/",
    "/{lang}/projects/",
    "/{lang}/publications/",
    "/{lang}/publications/citylinks-in-review/",
    "/{lang}/publications/factsheet-shimla-boulder/",
    "/{lang}/china-center/",
    "/{lang}/about/",
    "/{lang}/figures/",
    "/{lang}/open-data/",
    "/{lang}/accessibility/",
    "/{lang}/contact/",
    NOT_FOUND,
)
# Other pages of the same kinds, other views of the same lists: worth looking at, not each run.
MORE_PAGES = (
    "/{lang}/programs/icma-china-center-program/",
    "/{lang}/projects/climate-adaptation-partnership-program-2015/",
    "/{lang}/china-center/agreements/",
    "/{lang}/china-center/agreements/?view=timeline",
    "/{lang}/china-center/agreements/agreement-cupl-2014/",
    "/{lang}/china-center/events/",
    "/{lang}/china-center/events/yangzhou-summit-2014/",
    "/{lang}/china-center/training/",
    "/{lang}/china-center/training/namc-joint-training/",
    "/{lang}/china-center/corporate-partners/",
    "/{lang}/china-center/ecopartnerships/",
    "/{lang}/china-center/request-assistance/",
    "/{lang}/china-center/certificates/",
    "/{lang}/china-center/certificates/verify/",
    "/{lang}/organizations/",
    "/{lang}/organizations/cupl/",
    "/{lang}/partnerships/?view=map",
    "/{lang}/partnerships/?view=table",
    "/{lang}/partnerships/?country=india",
    "/{lang}/partnerships/?q=zzzz",
    WRONG_FILTER,
    "/{lang}/publications/webinar-urban-intersections-1/",
    "/{lang}/publications/factsheet-durban-southeast-florida/read/en/",
    "/{lang}/search/",
    "/{lang}/search/?q=Durban",
    "/{lang}/programs/citylinks/fact-sheet/",
    "/{lang}/partnerships/durban-southeast-florida/fact-sheet/bilingual/",
)


def addresses(templates=PAGES):
    """Return (template, language, path) for each page in each language.

    A template without {lang} is one page, whose language is "".
    """
    found = []
    for template in templates:
        languages = LANGUAGES if "{lang}" in template else ("",)
        found += [(template, lang, template.replace("{lang}", lang)) for lang in languages]
    return found


def slug(template):
    """Name the files of a page: "/{lang}/programs/citylinks/" becomes "programs-citylinks"."""
    path, _, query = template.replace("{lang}", "").partition("?")
    words = [*path.split("/"), *query.replace("=", "-").split("&")]
    return "-".join(filter(None, words)) or "home"


def expected_status(template):
    """Return the HTTP status that a page should have."""
    return {NOT_FOUND: 404, WRONG_FILTER: 400}.get(template, 200)


@contextmanager
def running_portal(environment=None):
    """Serve this working copy on a free port; yield the base URL.

    ``environment`` replaces the variables of this process. Raise RuntimeError on failure.
    """
    with portal_process(environment) as (_server, base_url):
        yield base_url


@contextmanager
def portal_process(environment=None):
    """Do as running_portal(); yield the process (a Popen) and the base URL."""
    port = free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_until_ready(server, port)
        yield server, f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def free_port():
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_ready(server, port):
    """Return once the server accepts connections. Raise RuntimeError if it ends or is too slow."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The portal did not start:\n{LOG.read_text()}")


def html_of(address):
    """Return (status, bytes) of a page, also of one that is an error page."""
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=PAGE_SECONDS) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as response:
        return response.code, response.read()


def main(arguments):
    """Save the pages below a directory; return 1 if one has another status than expected."""
    directory = Path(arguments[0])
    directory.mkdir(parents=True, exist_ok=True)
    surprises = []
    with running_portal() as base_url:
        for template, lang, path in addresses():
            status, html = html_of(base_url + path)
            (directory / f"{slug(template)}-{lang}.html").write_bytes(html)
            if status != expected_status(template):
                surprises.append(f"{path}: status {status}, not {expected_status(template)}")
    if surprises:
        print("\n".join(surprises), f"What the portal said: {LOG}", sep="\n", file=sys.stderr)
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
