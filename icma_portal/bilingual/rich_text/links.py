"""Where a link in rich text may lead."""

import re
import unicodedata
from urllib.parse import urlsplit

MAX_LENGTH = 2000
# White space, control characters and the backslash, which browsers read as a slash or leave out.
REFUSED = re.compile(
    r"[\s\\<>\"`\x00-\x20\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
)
MAILTO = re.compile(r"mailto:[^@?,]+@[^@?,]+(?:\?subject=[^&]*)?", re.IGNORECASE)
HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
# What the compatibility forms of other characters may turn into, and what must be typed itself.
SYNTAX = frozenset(":/\\?#@.%")


def safe_href(address):
    """Return the address if rich text may link to it, else None.

    Taken are http and https with a host, mailto, paths of this site (``/en/…``) and places on
    the page (``#…``). Never ``//host`` or ``/\\host``, a name and password before the host, or
    characters that a browser ignores or reads as syntax (``／``, ``．``).
    """
    address = (address or "").strip(" \t\r\n")
    if not address or len(address) > MAX_LENGTH or REFUSED.search(address) or _hides(address):
        return None
    if address.startswith("#"):
        return address if len(address) > 1 else None
    if address.startswith("/"):
        return address if "//" not in re.split(r"[?#]", address)[0] else None
    if address[:7].lower() == "mailto:":
        return address if MAILTO.fullmatch(address) else None
    return address if _is_web(address) else None


def is_external(address):
    return address[:4].lower() == "http"


def _hides(address):
    """Return whether a character of the address becomes syntax in its compatibility form."""
    return any(
        not char.isascii() and SYNTAX & set(unicodedata.normalize("NFKC", char) + _dot(char))
        for char in address
    )


def _dot(char):
    # The ideographic full stop parts the labels of a host as a dot does.
    return "." if char == "。" else ""


def _is_web(address):
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not re.match(r"https?://[^/]", address, re.I):
        return False
    host = parts.netloc.removesuffix(f":{port}") if port else parts.netloc
    return HOST.fullmatch(host) is not None
