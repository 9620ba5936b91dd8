"""Addresses of pages, each put together once: Django goes through all patterns of a name."""

from functools import lru_cache

from django import urls
from django.utils.translation import get_language

# So many are kept, at about 250 bytes each: a page of a record names some twenty.
MOST_KEPT = 4_000


def reverse(name, args=()):
    """Return the path of a page by name, in the active language; as Django's, which it asks.

    ``args`` are texts or numbers. Raises NoReverseMatch where no page has this name and these.
    """
    return _path(name, tuple(args), get_language(), urls.get_script_prefix())


@lru_cache(MOST_KEPT)
def _path(name, args, _language, _prefix):
    return urls.reverse(name, args=args)
