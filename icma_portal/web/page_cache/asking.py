"""What of a request counts: everything else never reaches the view that makes a page for all."""

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from .declaring import parameters_of

# Longer addresses are no reader's; they are answered, and not kept.
LONGEST_QUERY = 1000
# The server's own words about itself; none comes from the reader.
OF_THE_SERVER = (
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.version",
    "wsgi.errors",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
    "wsgi.url_scheme",
)


class Key(NamedTuple):
    """What a page depends on, as it stands in the request."""

    is_secure: bool
    host: str
    path: str
    query: str


def key_of(environ):
    """Return the Key of a request that may be answered with a page for all, else None.

    Whoever has a session, a message that waits, or brings a password gets a page of their own.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
        return None
    cookies = environ.get("HTTP_COOKIE")
    # Part of a name or value is enough: a page too many made anew is no harm.
    if cookies and (settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies):
        return None
    host, query = environ.get("HTTP_HOST"), environ.get("QUERY_STRING", "")
    if not host or environ.get("SCRIPT_NAME") or len(query) > LONGEST_QUERY:
        return None
    return Key(is_secure(environ), host, environ.get("PATH_INFO", ""), query)


def is_secure(environ):
    """Return whether the request came over HTTPS, as Django will find it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        # As HttpRequest.scheme reads it: the first of several.
        return environ.get(name, "").split(",", 1)[0].strip() == value
    return environ.get("wsgi.url_scheme") == "https"


def canonical(key):
    """Return the Key without what its view does not know; None where no page for all stands."""
    try:
        path = key.path.encode("latin-1").decode()
        # A NUL or broken UTF-8 is refused elsewhere.
        pairs = parse_qsl(key.query, keep_blank_values=False, errors="strict", max_num_fields=100)
    except ValueError:
        return None
    if "\x00" in path or any("\x00" in part for pair in pairs for part in pair):
        return None
    known = parameters_of(path)
    if known is None:
        return None
    query = urlencode(sorted({pair for pair in pairs if pair[0] in known}))
    return key._replace(query=query)


def bare_environ(environ, key):
    """Return the WSGI environment of a request that holds the Key and nothing of a reader."""
    bare = {name: environ[name] for name in OF_THE_SERVER if name in environ}
    if settings.SECURE_PROXY_SSL_HEADER and key.is_secure:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        bare[name] = value
    return {
        **bare,
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "HTTP_HOST": key.host,
        "wsgi.input": BytesIO(),
    }


@lru_cache(maxsize=256)
def best_encoding(accepted):
    """Return "br", "gzip" or "" for an Accept-Encoding header (RFC 9110, 12.5.3)."""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        quality = parameters.replace(" ", "").removeprefix("q=") or "1"
        try:
            wanted[name.strip()] = float(quality)
        except ValueError:
            wanted[name.strip()] = 0.0
    offered = {each: wanted.get(each, wanted.get("*", 0.0)) for each in ("br", "gzip")}
    best = max(offered, key=offered.get)
    return best if offered[best] > 0 else ""
