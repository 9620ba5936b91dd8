"""A backup while all write, and what comes back of it; a mail server that is gone."""

import json
import re
import secrets
import tarfile
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

from cases import editors_at_work, judged, require
from lxml import html
from portal import Portal

MESSAGES = """
import json
from icma_portal.models import ContactMessage
print(json.dumps(list(ContactMessage.objects.values_list("message", flat=True))))
"""
# What a form knows of its reader, and of the moment at which it was made.
HIDDEN = re.compile(rb'<input type="hidden"[^>]*>')


def mail_gone(portal):
    """The mail server is gone: a message is taken and kept, and the visitor is thanked."""
    with ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory())
        other = Portal(
            directory,
            stack,
            portal.environment["DATABASE_URL"],
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1:9",
            CONTACT_EMAIL="office@portal.example",
        )
        other.manage("collectstatic", "--noinput", "-v0")
        other.start()
        page = other.ask("/en/contact/")
        [form] = [
            each for each in html.fromstring(page.body).forms if each.method.upper() == "POST"
        ]
        words = f"Words {secrets.token_hex(8)}"
        data = dict(form.form_values()) | {
            "name": "Wei Li",
            "email": "li@city.example",
            "subject": "other",
            "message": words,
        }
        cookie = page.headers["set-cookie"].partition(";")[0]
        origin = other.environment["SITE_ADDRESS"]
        # Whoever writes within three seconds is a machine.
        time.sleep(3.2)
        headers = {"Cookie": cookie, "Referer": f"{origin}/en/contact/", "Origin": origin}
        began = time.monotonic()
        reply = other.ask(
            "/en/contact/",
            "POST",
            urlencode(data),
            Content_Type="application/x-www-form-urlencoded",
            **headers,
        )
        took = time.monotonic() - began
        kept = words in other.told(MESSAGES)
    require(reply.status == 302, f"{reply.status}: {re.findall('errorlist.*', reply.text)[:3]}")
    require(kept, "the message is lost")
    return f"answered after {took:.1f} s: 0 lost"


def backup_under_load(portal):
    """A backup is taken while twenty editors save; what comes back elsewhere is whole and exact."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        under_load, at_rest, again = (
            directory / f"{name}.tar" for name in ("load", "rest", "again")
        )
        with editors_at_work(portal) as editors:
            time.sleep(2)
            known = {each.number: len(each.acknowledged) for each in editors}
            began = time.monotonic()
            portal.manage("backup", str(under_load))
            took = time.monotonic() - began
            time.sleep(1)
        saved = sum(len(each.acknowledged) - known[each.number] for each in editors)
        # What was acknowledged before the backup began must be in it, and nothing by halves.
        for each in editors:
            del each.acknowledged[known[each.number] :]
        first = restored(under_load, directory / "first", stack)
        _number, lost, half = judged(first, editors)
        require(not lost and not half, f"lost {lost[:5]}, half done {half[:5]}")

        portal.manage("backup", str(at_rest))
        second = restored(at_rest, directory / "second", stack)
        second.manage("backup", str(again))
        require(digests(at_rest) == digests(again), differing(at_rest, again))
        pages, unlike = crawled(portal, second)
        require(not unlike, f"{len(unlike)} pages are others: {unlike[:5]}")
        number = len(digests(again))
    return (
        f"{took:.1f} s, {saved} savings meanwhile: 0 lost, 0 half done; {number} tables and files"
        f" of the same digests, {pages} pages the same byte for byte"
    )


def restored(path, directory, stack):
    """Return a running portal of its own, on SQLite, made of a backup."""
    directory.mkdir()
    portal = Portal(directory, stack)
    portal.manage("migrate", "-v0")
    portal.manage("restore", str(path), "--replace")
    portal.manage("collectstatic", "--noinput", "-v0")
    portal.start()
    return portal


def digests(path):
    """Return the digest of each table and file of a backup."""
    with tarfile.open(path) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    return {
        (kind, part["name"]): part["sha256"]
        for kind in ("tables", "files")
        for part in manifest[kind]
    }


def differing(one, other):
    one, other = digests(one), digests(other)
    return sorted(each for each in {*one, *other} if one.get(each) != other.get(each))


def crawled(one, other):
    """Return (number of pages, those that two portals show differently).

    Each database ranks hits in its own way: searches are compared within one kind.
    """
    kinds = {each.environment["DATABASE_URL"].partition(":")[0] for each in (one, other)}
    searches = ["/en/search/?q=water", "/zh-hans/search/?q=%E6%B0%B4"] if len(kinds) == 1 else []
    paths = [*one.pages(), "/sitemap.xml", *searches]
    unlike = []
    for path in paths:
        shown = [HIDDEN.sub(b"", each.ask(path).body) for each in (one, other)]
        if shown[0] != shown[1]:
            unlike.append(path)
    return len(paths), unlike
