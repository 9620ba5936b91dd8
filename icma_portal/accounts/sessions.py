"""How long a session lasts: half an hour without a sign of life, twelve hours at most."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.utils import timezone

from . import audit

IDLE_SECONDS = 30 * 60
# A sign of life is stored once in so many seconds: not every page is to write to the database.
GRAIN = 60
# A form that only tells of itself shows no sign of life of its writer.
COURTESY = "X-Courtesy"
STARTED, SEEN = "session_started", "session_seen"


def bounded_sessions(get_response):
    """End a session that is too old or too long without a sign of life; the request goes on."""

    def middleware(request):
        # Who brings no cookie has no session, and gets none by being asked.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _bound(request)
        return get_response(request)

    return middleware


def begin(request):
    """Start the clocks of a session; at the sign-in."""
    now = int(time.time())
    request.session[STARTED] = request.session[SEEN] = now


def end_sessions(user_pks):
    """End the sessions of these users: their rights are no longer what they signed in with."""
    wanted = {str(pk) for pk in user_pks}
    # Few people sign in; what a session holds is signed and cannot be asked for in SQL.
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) in wanted:
            session.delete()


def _bound(request):
    session, now = request.session, int(time.time())
    if SESSION_KEY not in session:
        return
    started = session.get(STARTED, 0)
    seen = session.get(SEEN, started)
    if now - started > settings.SESSION_COOKIE_AGE or now - seen > IDLE_SECONDS:
        audit.record(audit.Event.SESSION_ENDED, request=request)
        logout(request)
    elif now - seen > GRAIN and COURTESY not in request.headers:
        session[SEEN] = now
