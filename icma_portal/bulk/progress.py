"""Long work behind a page: the page says how far it is, and the work goes on without it.

The work runs in a thread of its own, because a page that is sent piece by piece may be asked for
each piece by another thread, and a transaction belongs to one.
"""

import logging
import queue
import threading
import time

from django.db import connections
from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

# Work of so many steps at the most is waited for without a page about it.
FEW_STEPS = 50
# Seconds for which any work is waited for, and between two lines about it.
PATIENCE, PAUSE = 2, 1
MARK = "<!-- how far it is -->"
logger = logging.getLogger(__name__)


def answer_to(work, steps, page, context, request):
    """Return the response of ``work(tell)``, which calls ``tell`` with the number of steps done.

    When it takes long, a page (a template with MARK in it) tells how far it is and links to the
    address that the work's response, a redirect, leads to. Work that has begun is finished, whether
    or not somebody waits for the page.
    """
    if steps <= FEW_STEPS:
        return work(lambda _done: None)
    told = queue.SimpleQueue()
    language = translation.get_language()
    threading.Thread(target=_run, args=(work, told, language), daemon=False).start()
    try:
        response = _awaited(told, time.monotonic() + PATIENCE)
    except queue.Empty:
        text = render_to_string(page, context, request)
        response = StreamingHttpResponse(_pieces(text, told, steps, language))
        # A proxy is to send each line on.
        response["X-Accel-Buffering"] = "no"
    return response


def _run(work, told, language):
    try:
        with translation.override(language):
            told.put(work(told.put))
    except Exception as error:  # Whoever waits for it raises or tells it.
        told.put(error)
    finally:
        connections.close_all()


def _awaited(told, until):
    """Return the response that the work ends with. Raise what it raised; queue.Empty if late."""
    while True:
        found = told.get(timeout=max(until - time.monotonic(), 0.001))
        if isinstance(found, Exception):
            raise found
        if isinstance(found, HttpResponse):
            return found


def _pieces(text, told, steps, language):
    before, after = text.split(MARK)
    yield before
    line = ""
    while not isinstance(line, tuple):
        line = _next_line(told, steps, language)
        yield line[0] if isinstance(line, tuple) else line
    yield after


def _next_line(told, steps, language):
    """Return a line about the work; as a tuple, when it is the last one."""
    found = _latest(told, time.monotonic() + PAUSE)
    with translation.override(language):
        if isinstance(found, Exception):
            logger.error("Long work failed.", exc_info=found)
            return (format_html("<p>{}</p>", _("It failed; nothing was stored.")),)
        if isinstance(found, HttpResponse):
            words = _("Done. Look at what became of it")
            return (format_html('<p><a href="{}">{}</a></p>', found["Location"], words),)
        if found is None:
            # Whoever waits sees that the line is alive.
            return " "
        share = {"done": found, "steps": steps}
        return format_html("<p>{}</p>", _("%(done)s of %(steps)s records") % share)


def _latest(told, until):
    """Return the last that was told until a moment, or what the work ended with; None for none."""
    found = None
    while not isinstance(found, (Exception, HttpResponse)):
        try:
            found = told.get(timeout=max(until - time.monotonic(), 0.001))
        except queue.Empty:
            break
    return found
