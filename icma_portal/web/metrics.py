"""Figures for Prometheus, where METRICS_TOKEN is set; imported nowhere else.

They are those of the process that is asked. Processes behind one port are added up where
PROMETHEUS_MULTIPROC_DIR names an empty directory, as prometheus-client itself reads it.
"""

import os
import secrets
import time

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

PATH = "/metrics"
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
replies = Counter("portal_replies", "Replies, finished pages included.", ("method", "status"))
seconds = Histogram("portal_view_seconds", "Time that Django took, by view.", ("view",))


class Metrics:
    """Stands in front of a WSGI application: counts its replies, and answers /metrics itself.

    So no host name, session, database or cache has a part in that address.
    """

    def __init__(self, application, token):
        self.application = application
        self.wanted = f"Bearer {token}".encode()

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO") == PATH:
            return self.answer(environ, start_response)
        method = environ["REQUEST_METHOD"]
        method = method if method in METHODS else "other"

        def counted(status, headers, *error):
            replies.labels(method, status[:3]).inc()
            return start_response(status, headers, *error)

        return self.application(environ, counted)

    def answer(self, environ, start_response):
        given = environ.get("HTTP_AUTHORIZATION", "").encode()
        headers = [("Cache-Control", "private, no-store"), ("X-Content-Type-Options", "nosniff")]
        if not secrets.compare_digest(given, self.wanted):
            refused = [("WWW-Authenticate", "Bearer"), ("Content-Length", "0")]
            start_response("401 Unauthorized", [*headers, *refused])
            return [b""]
        body = generate_latest(registry())
        kind = [("Content-Type", CONTENT_TYPE_LATEST), ("Content-Length", str(len(body)))]
        start_response("200 OK", [*headers, *kind])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def registry():
    """Return what is told: of this process, or of all that share a directory."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    added_up = CollectorRegistry()
    MultiProcessCollector(added_up)
    return added_up


def timed_views(get_response):
    """Measure how long each view takes, what stands around it included."""

    def middleware(request):
        start = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        name = match.view_name if match else "none"
        seconds.labels(name).observe(time.perf_counter() - start)
        return response

    return middleware
