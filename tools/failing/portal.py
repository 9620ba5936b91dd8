"""One portal to break: a process of granian in production's settings, and what staff do with it."""

import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

from lxml import html

from deployment import MEMORY, NAME, ROOT, Reply, free_port, is_open, kill_group, manage, wait_until

EDITORS = 20
PREPARE = """
import json, time
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from programs.models import Topic
keys = []
for number in range({editors}):
    user, _made = User.objects.get_or_create(
        username=f"editor-{{number}}", defaults={{"is_staff": True, "is_superuser": True}})
    topic, _made = Topic.objects.get_or_create(slug=f"failing-{{number}}", defaults={{
        "name_en": f"Token t{{number}}x0.", "name_zh_hans": f"记号t{{number}}x0。"}})
    session, now = SessionStore(), int(time.time())
    session.update({{SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
        BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
        "session_started": now, "session_seen": now}})
    session.create()
    keys.append([session.session_key, topic.pk])
print(json.dumps(keys))
"""


class Portal:
    """A running portal: ``directory`` holds all that is its own, ``database`` is its URL."""

    def __init__(self, directory, stack, database="", **environment):
        self.directory, self.port, self.process = Path(directory), free_port(), None
        inherited = {name: each for name, each in os.environ.items() if name != "DATABASE_URL"}
        self.environment = {
            **inherited,
            **MEMORY,
            "ICMA_PORTAL_ENV": "production",
            "ICMA_PORTAL_VAR_DIR": str(self.directory / "var"),
            "DATABASE_URL": database or f"sqlite:///{self.directory}/var/db.sqlite3",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": NAME,
            "SITE_ADDRESS": f"https://{NAME}",
            "STAFF_SECOND_FACTOR": "false",
            **environment,
        }
        (self.directory / "var").mkdir(parents=True, exist_ok=True)
        stack.callback(self.stop)

    @property
    def files(self):
        return self.directory / "var" / "files"

    def manage(self, *arguments):
        return manage(self.environment, *arguments)

    def told(self, code):
        """Return what Python code prints last, as JSON, when it is run in the portal."""
        return json.loads(self.manage("shell", "-v0", "-c", code).splitlines()[-1])

    def start(self):
        granian = Path(sys.executable).parent / "granian"
        options = ("--interface", "wsgi", "--host", "127.0.0.1", "--no-ws", "--workers", "1")
        options += ("--blocking-threads", "4", "--respawn-failed-workers")
        with (self.directory / "portal.log").open("ab") as log:
            self.process = subprocess.Popen(
                [granian, *options, "--port", str(self.port), "icma_portal.wsgi:application"],
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: is_open(self.port) and self.ask("/healthz").status == 200)

    def stop(self):
        if self.process is not None:
            kill_group(self.process)

    def editors(self, number=EDITORS):
        """Return editors who have signed in, each with a topic of their own."""
        keys = self.told(PREPARE.format(editors=number))
        return [Editor(self, n, *each) for n, each in enumerate(keys)]

    def workers(self):
        """Return the ids of the processes that answer."""
        told = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)],
            capture_output=True,
            check=False,
        )
        return [int(each) for each in told.stdout.split()]

    def ask(self, path, method="GET", body=None, timeout=30, **headers):
        given = {key.replace("_", "-"): each for key, each in headers.items()}
        given = {"Host": NAME, "X-Forwarded-Proto": "https", **given}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with closing(connection):
            connection.request(method, path, body=body, headers=given)
            response = connection.getresponse()
            return Reply(response.status, dict(response.getheaders()), response.read())

    def pages(self):
        """Return the paths of all public pages, as the sitemap tells them."""
        told = self.ask("/sitemap.xml").text
        return re.findall(rf"<loc>https://{NAME}([^<]+)</loc>", told)


class Editor:
    """A member of staff in a browser. ``acknowledged`` are the tokens of savings told as made."""

    def __init__(self, portal, number, session, topic):
        self.portal, self.number = portal, number
        self.token = secrets.token_hex(16)
        self.cookie = f"__Host-sessionid={session}; __Host-csrftoken={self.token}"
        self.address = f"/admin/programs/topic/{topic}/change/"
        self.acknowledged, self.refused, self.saves, self.statuses = [], 0, 0, set()

    def ask(self, path, method="GET", body=None, **headers):
        referer = f"https://{NAME}{path}"
        return self.portal.ask(
            path,
            method,
            body,
            Cookie=self.cookie,
            Referer=referer,
            Origin=f"https://{NAME}",
            **headers,
        )

    def form(self, address):
        """Return the fields of the form at an address, as a browser would send them."""
        reply = self.ask(address)
        if reply.status != 200:
            raise Refused(reply.status)
        forms = html.fromstring(reply.body).forms
        (form,) = [each for each in forms if each.get("id", "").endswith("_form")]
        return {**dict(form.form_values()), "csrfmiddlewaretoken": self.token}

    def save(self):
        """Save a new token as the topic's name, and publish or withdraw it; note how it ended."""
        self.saves += 1
        token = f"t{self.number}x{self.saves}."
        data = self.form(self.address) | {
            "name_en": f"Token {token}",
            "name_zh_hans": f"记号{token[:-1]}。",
            "state": ("published", "draft")[self.saves % 2],
            "_save": "1",
        }
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        reply = self.ask(self.address, "POST", urlencode(data), **kind)
        self.statuses.add(reply.status)
        if reply.status != 302:
            raise Refused(reply.status)
        self.acknowledged.append(token)

    def work(self, stop_it):
        """Save again and again until ``stop_it``; what is refused is tried anew."""
        while not stop_it.is_set():
            try:
                self.save()
            except (Refused, OSError, http.client.HTTPException):
                self.refused += 1
                time.sleep(0.05)

    def upload(self, address, data, name, content):
        """Send a form with a file; return the Reply."""
        body, kind = multipart(data, name, content)
        return self.ask(address, "POST", body, Content_Type=kind)


class Refused(Exception):
    """A form was not to be had, or not taken; ``args`` hold the status."""


def multipart(data, name, content):
    """Return (body, content type) of a form with a file called after its field."""
    boundary, parts = secrets.token_hex(16), []
    for key, value in data.items():
        head = f'Content-Disposition: form-data; name="{key}"'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n{value}\r\n".encode())
    head = f'Content-Disposition: form-data; name="{name}"; filename="{name}.png"'
    parts.append(f"--{boundary}\r\n{head}\r\nContent-Type: image/png\r\n\r\n".encode())
    parts += [content, f"\r\n--{boundary}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def seconds_until(is_so, limit=30):
    """Return how long it takes until something is so, asked every few milliseconds."""
    began = time.monotonic()
    while time.monotonic() - began < limit:
        with suppress(OSError, http.client.HTTPException):
            if is_so():
                return time.monotonic() - began
        time.sleep(0.01)
    raise AssertionError(f"not within {limit} s")
