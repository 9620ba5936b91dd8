"""Middleware for every request: what may be kept, what cannot be answered, where a page stands."""

import re
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponsePermanentRedirect

from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES

from .errors import DATABASE_LOST, unavailable
from .page_cache.declaring import declared_parameters
from .tables_read import tables_read

LANGUAGE_PREFIX = re.compile(r"/(en|zh)((?:-[a-z0-9]{2,8})*)(?=/|$)", re.I)
PREFIXES = {"en": ENGLISH, "zh": CHINESE}

# These answer without the database.
WITHOUT_DATABASE = ("/static/", "/healthz", "/readyz", "/robots.txt", "/favicon.ico")


def private_unless_said(get_response):
    """Let no cache keep what no view has spoken of, nor a page for all that a session asked for.

    How long the others may be kept the page cache says, where it stands in front.
    """

    def middleware(request):
        response = get_response(request)
        match = request.resolver_match
        is_for_all = (
            response.status_code == 200
            and match is not None
            and declared_parameters(match.func) is not None
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )
        if not is_for_all:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def unavailable_without_database(get_response):
    """Answer 503 where the page cache has found that the database does not answer."""

    def middleware(request):
        if DATABASE_LOST in request.META and not request.path_info.startswith(WITHOUT_DATABASE):
            return unavailable(request)
        return get_response(request)

    return middleware


def refuse_malformed_requests(get_response):
    """Answer 400 to a NUL in the address or invalid UTF-8 in the query: no column takes them.

    Django re-quotes invalid UTF-8 in the path, which then matches no page and gives 404.
    """

    def middleware(request):
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if "\x00" in request.path_info or is_malformed(query):
            raise BadRequest("NUL or invalid UTF-8 in the address")
        return get_response(request)

    return middleware


def is_malformed(raw):
    """Return whether the bytes hold a NUL or are no UTF-8."""
    try:
        return "\x00" in raw.decode("utf-8")
    except UnicodeDecodeError:
        return True


def canonical_language_prefix(get_response):
    """Send /zh/, /zh-cn/, /zh-Hans/ and /en-us/ to the one address that a page has."""

    def middleware(request):
        match = LANGUAGE_PREFIX.match(request.path_info)
        if match and match.group()[1:] not in LANGUAGES:
            prefix = f"/{PREFIXES[match.group(1).lower()]}"
            target = prefix + (request.get_full_path()[match.end() :] or "/")
            return HttpResponsePermanentRedirect(target)
        return get_response(request)

    return middleware


def note_tables_read(get_response):
    """Note which tables a page for a visitor is made of: what is kept of it ends with them."""

    def middleware(request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        with tables_read():
            return get_response(request)

    return middleware
