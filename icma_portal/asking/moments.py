"""The moment for which records are asked."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment = ContextVar("moment", default=None)


def present_moment():
    """Return the moment for which records are asked now: an aware datetime."""
    return _moment.get() or timezone.now()


@contextmanager
def moment_of(moment):
    """Let ``present_moment()`` be another one within."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
