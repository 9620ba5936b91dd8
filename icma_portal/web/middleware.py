"""Middleware for every request: malformed addresses and other spellings of a language."""

import re
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpResponsePermanentRedirect

from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES

LANGUAGE_PREFIX = re.compile(r"/(en|zh)((?:-[a-z0-9]{2,8})*)(?=/|$)", re.I)
PREFIXES = {"en": ENGLISH, "zh": CHINESE}


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
