"""Sentry and Prometheus: absent unless asked for; nothing of a person leaves by either."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import sentry_sdk
from django.db import connection
from sentry_sdk.transport import Transport

from icma_portal.web import metrics, sentry
from icma_portal.web.metrics import Metrics, timed_views
from icma_portal.web.page_cache.serving import PageCache

from .asking import ask

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "t" * 40
# Far from any line of code that a trace may quote.
PERSON = "li@example.org"
DSN = "http://key@127.0.0.1:9/1"
LOADED = """
import sys
from icma_portal.wsgi import application
print(type(application).__name__, *sorted({"sentry_sdk", "prometheus_client"} & set(sys.modules)))
"""


def started(tmp_path, code, **environment):
    """Run code in a portal of its own; return (exit code, output)."""
    clean = {"PATH": os.environ["PATH"], "ICMA_PORTAL_VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={**clean, "ICMA_PORTAL_ENV": "test", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("environment", "loaded"),
    [
        ({}, "WSGIHandler\n"),
        ({"SENTRY_DSN": DSN}, "WSGIHandler sentry_sdk\n"),
        ({"METRICS_TOKEN": TOKEN}, "Metrics prometheus_client\n"),
    ],
)
def test_library_is_loaded_only_where_it_is_asked_for(tmp_path, environment, loaded):
    assert started(tmp_path, LOADED, **environment) == (0, loaded)


def test_token_that_can_be_guessed_is_refused(tmp_path):
    code, output = started(tmp_path, "from icma_portal import settings", METRICS_TOKEN="t" * 31)

    assert code != 0
    assert "METRICS_TOKEN must have at least 32 characters." in output
    assert "t" * 31 not in output


def page(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"page"]


@pytest.mark.parametrize("given", [None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "é"])
def test_metrics_are_refused_without_the_token(given):
    reply = ask(Metrics(page, TOKEN), "/metrics", HTTP_AUTHORIZATION=given)

    assert (reply.status, reply.body) == (401, b"")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_metrics_count_replies_and_are_kept_by_nobody():
    application = Metrics(page, TOKEN)
    before = metrics.replies.labels("GET", "200")._value.get()

    assert ask(application, "/en/").body == b"page"
    ask(application, "/en/", method="BREW")
    reply = ask(application, "/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}")

    assert reply.status == 200
    line = f'portal_replies_total{{method="GET",status="200"}} {before + 1}'
    assert line in reply.body.decode()
    assert "BREW" not in reply.body.decode()
    assert reply.headers["Cache-Control"] == "private, no-store"


def test_metrics_never_reach_the_page_cache():
    asked = []
    cache = PageCache(lambda environ, begin: asked.append(environ), 1, SimpleNamespace())
    for given in (None, f"Bearer {TOKEN}"):
        ask(Metrics(cache, TOKEN), "/metrics", HTTP_AUTHORIZATION=given)

    assert (asked, len(cache._pages)) == ([], 0)


def test_without_the_setting_there_is_no_such_address(client):
    assert client.get("/metrics").status_code == 404


def test_views_are_told_by_name_alone(rf):
    request = rf.get("/en/preview/secret/?email=li@example.org")
    request.resolver_match = None
    timed_views(lambda request: None)(request)

    told = metrics.generate_latest(metrics.registry()).decode()
    assert 'portal_view_seconds_count{view="none"}' in told
    assert "secret" not in told


def test_processes_that_share_a_directory_are_added_up(tmp_path):
    (tmp_path / "figures").mkdir()
    code = """
from icma_portal.web.metrics import generate_latest, registry, replies
replies.labels("GET", "200").inc()
print(generate_latest(registry()).decode())
"""
    shared = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "figures")}
    started(tmp_path, code, **shared)
    _code, output = started(tmp_path, code, **shared)

    assert 'portal_replies_total{method="GET",status="200"} 2.0' in output


class Kept(Transport):
    """Keeps what would be sent."""

    events = []

    def capture_envelope(self, envelope):
        self.events.append(envelope.get_event())


@pytest.fixture
def events():
    """What goes to Sentry during a test."""
    Kept.events.clear()
    scope = sentry_sdk.get_global_scope()
    before = scope.client
    sentry.start(DSN, "test", transport=Kept)
    try:
        yield Kept.events
    finally:
        scope.set_client(before)


def failing(execute, sql, params, many, context):
    raise RuntimeError(f"Key (email)=({PERSON}) already exists")


@pytest.mark.django_db
def test_error_leaves_without_anything_of_a_person(client, events):
    client.raise_request_exception = False
    client.cookies["note"] = "cookie-secret"
    with connection.execute_wrapper(failing):
        reply = client.post(
            "/admin/login/?next=/admin/query-secret/",
            {"username": PERSON, "password": "body-secret"},
            headers={"user-agent": "agent-secret", "x-request-id": "number-12345"},
            REMOTE_ADDR="192.0.2.77",
        )

    assert reply.status_code == 500
    [event] = events
    text = json.dumps(event, default=str)
    secrets = (PERSON, "-secret", "192.0.2.77", "/admin/login")
    assert [each for each in secrets if each in text] == []
    assert event["tags"] == {"request": "number-12345", "view": "admin:login"}
    [*_, error] = event["exception"]["values"]
    assert error["type"] == "RuntimeError"
    assert error["stacktrace"]["frames"][-1]["function"] == "failing"
    assert "user" not in event
    assert "request" not in event


def test_refused_requests_are_not_told(events):
    """Whether or not the console's filter has made a warning of them before."""
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header")
    assert events == []
    assert sentry.without_persons({"logger": "django.security.DisallowedHost"}, {}) is None

    logging.getLogger("icma_portal.web").error("Something of %s", PERSON)
    [event] = events
    assert event["logentry"] == {"message": "Something of %s"}
