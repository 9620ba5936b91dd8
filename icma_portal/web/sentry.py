"""Tells Sentry of errors, where SENTRY_DSN names one; imported nowhere else.

An error goes out as types, places in the code and the names that the portal itself gives: the view
and the number of the request, by which the portal's own log has the rest. Texts stay here, as they
quote what people typed: PostgreSQL's "Key (email)=(…) already exists", the path of a preview.
"""

import logging

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from .logs import request_number

OFF = {"mode": "off"}
# What once was send_default_pii=False; before_send picks from the rest.
NOTHING = {
    "user_info": False,
    "cookies": OFF,
    "http_headers": {"request": OFF},
    "http_bodies": [],
    "url_query_params": OFF,
    "database_query_data": False,
    "stack_frame_variables": False,
}
KEPT = ("event_id", "timestamp", "platform", "level", "logger", "environment", "release", "sdk")
KEPT_OF_FRAME = (
    "module", "filename", "function", "lineno", "in_app", "pre_context", "context_line",
    "post_context",
)  # fmt: skip


def start(dsn, environment, **options):
    """Send what is logged as an error, and what ends a command; ``options`` are Sentry's own.

    Sentry's integration of Django is left out: it reads requests, and wraps the responses that
    the page cache looks into. So are those that put headers on requests to other sites.
    """
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR),
            ExcepthookIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),
            DedupeIntegration(),
        ],
        data_collection=NOTHING,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=without_persons,
        **options,
    )


def without_persons(event, hint):
    """Return what of an event may leave; None for requests that Django has refused."""
    if event.get("logger", "").startswith("django.security."):
        return None
    told = {name: event[name] for name in KEPT if name in event}
    # As written in the code: what was filled in is in the portal's own log.
    if message := event.get("logentry", {}).get("message"):
        told["logentry"] = {"message": message}
    if exceptions := event.get("exception", {}).get("values"):
        told["exception"] = {"values": [without_values(each) for each in exceptions]}
    told["tags"] = {"request": request_number(), "view": view_of(hint.get("log_record"))}
    return told


def without_values(exception):
    """Return an exception of an event as its type and where it was raised, without its text."""
    frames = (exception.get("stacktrace") or {}).get("frames", [])
    places = [{name: each[name] for name in KEPT_OF_FRAME if name in each} for each in frames]
    kept = {name: exception[name] for name in ("type", "module") if name in exception}
    return {**kept, "stacktrace": {"frames": places}}


def view_of(record):
    """Return the name of the view that a record of Django's is about, "" for others."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match.view_name if match else ""
