"""Error pages in the reader's language. None of them touches the database."""

import re
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES, portal_language

from .language_links import language_links

# The longest text that a list takes.
MAX_WORDS = 200
SERVICE_UNAVAILABLE, RETRY_SECONDS = 503, 5
# In the WSGI environment: the database does not answer, do not ask it.
DATABASE_LOST = "icma_portal.database_lost"


def error_page(request, status):
    """Return the page for ``status`` in the language of the address, else of the reader."""
    prefix = request.path_info.lstrip("/").partition("/")[0]
    preferred = translation.get_language_from_request(request)
    language = prefix if prefix in LANGUAGES else portal_language(preferred)
    with translation.override(language):
        context = {
            "html_lang": HTML_TAGS[language],
            "language": language,
            "language_links": language_links(request, language),
            "is_error_page": True,
            "words": words_of(request.path_info),
        }
        body = render_to_string(f"{status}.html", context)
    response = HttpResponse(body, status=status)
    response.headers["Content-Language"] = HTML_TAGS[language]
    response.headers["Cache-Control"] = "private, no-store"
    return response


def words_of(path):
    """Return the words of the last part of a path, to look for: /en/cities/dar-es-salam/."""
    parts = [each for each in path.split("/") if each and each not in LANGUAGES]
    last = parts[-1] if parts else ""
    words = re.split(r"[\W_]+", last.rpartition(".")[0] or last)
    return " ".join(each for each in words if each)[:MAX_WORDS]


def bad_request(request, exception=None):
    return error_page(request, 400)


def permission_denied(request, exception=None):
    return error_page(request, 403)


def csrf_failure(request, reason=""):
    return error_page(request, 403)


def page_not_found(request, exception=None):
    return error_page(request, 404)


def server_error(request):
    """Answer an exception that nobody caught: 503 when the database is away or too busy."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return unavailable(request)
    return error_page(request, 500)


def unavailable(request):
    """Return the page that asks to come back in a moment; what was typed is still in the form."""
    response = error_page(request, SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
