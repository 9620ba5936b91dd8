"""Logs that can be searched: one JSON object a line, with the number of the request.

Nothing of a person is in them: no address, no account, no query; the path only where the portal
itself knows it.
"""

import json
import logging
import re
import time
import uuid
from contextvars import ContextVar

HEADER = "X-Request-ID"
# What a proxy in front may give; anything else is replaced.
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
NO_REQUEST = "-"

_number = ContextVar("request_number", default=NO_REQUEST)
logger = logging.getLogger("icma_portal.requests")


def numbered_requests(get_response):
    """Give each request a number, in the logs and in the answer, and log how it was answered."""

    def middleware(request):
        given = request.headers.get(HEADER, "")
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        token, start = _number.set(number), time.perf_counter()
        try:
            response = get_response(request)
            response.headers[HEADER] = number
            match = request.resolver_match
            logger.info(
                "answered",
                extra={
                    "method": request.method if request.method.isalpha() else "?",
                    "view": match.view_name if match else "",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - start) * 1000, 1),
                },
            )
            return response
        finally:
            _number.reset(token)

    return middleware


def request_number():
    """Return the number of the request in hand, "-" where there is none."""
    return _number.get()


class RequestNumber(logging.Filter):
    """Puts the number of the request in hand on each record."""

    def filter(self, record):
        record.request_number = _number.get()
        return True


class Refusal(logging.Filter):
    """Makes a warning without a trace of what Django logs of a request that it refuses.

    Anybody can send a thousand of them: the fault is theirs, and the trace tells nothing.
    """

    def filter(self, record):
        if record.name.startswith("django.security."):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.exc_info = record.exc_text = None
        return True


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; an exception is its trace as one text."""

    FIELDS = ("method", "view", "status", "ms")

    def format(self, record):
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_number", NO_REQUEST),
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in self.FIELDS if hasattr(record, name)}
        # Django puts a reply's status, or nothing that JSON knows, on its own records.
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def logging_configuration(is_production):
    """Return the setting LOGGING: lines of JSON, and of every request, in production only."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request": {"()": "icma_portal.web.logs.RequestNumber"},
            "refusal": {"()": "icma_portal.web.logs.Refusal"},
        },
        "formatters": {"json": {"()": "icma_portal.web.logs.JsonFormatter"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["request", "refusal"],
                **({"formatter": "json"} if is_production else {}),
            }
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # The security log tells of every sign-in.
            "axes": {"level": "WARNING"},
            # Elsewhere the server itself tells of its requests.
            "icma_portal.requests": {"level": "INFO" if is_production else "WARNING"},
        },
    }
