"""Text filters over the columns of both languages."""

from functools import reduce
from operator import and_, or_

from django.db.models import Q

from icma_portal.bilingual.languages import columns

MAX_WORDS = 10


def matches_words(text, fields, plain_fields=()):
    """Return a Q that keeps records with every word of ``text`` in any of the fields.

    ``fields`` are translated names, relations allowed (``cities__name``): both languages
    are searched, so that what a page shows as a fallback is found too. ``plain_fields``
    are untranslated. Words past the tenth are not looked at.
    """
    names = [*columns(*fields), *plain_fields]
    words = text.split()[:MAX_WORDS]
    return reduce(and_, (_any_contains(names, word) for word in words), Q())


def _any_contains(names, word):
    return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in names))
