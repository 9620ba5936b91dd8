"""The one way to read translated text.

modeltranslation's own attribute (``record.name``) hides which language it gives, and the
column behind it holds whichever language was saved last. The reader reads the suffixed
columns only and says what it found.
"""

import re
from typing import NamedTuple

from django.utils.translation import get_language

from .languages import LANGUAGES, column, other_language, portal_language

BLANK_HTML = re.compile(r"(?:\s|&nbsp;|&#160;|\u200b|\ufeff|<br\s*/?>|</?p>|</?div>)*", re.I)


class Reading(NamedTuple):
    text: str
    language: str
    is_fallback: bool


def is_blank(text):
    """Return whether ``text`` is None, white space or HTML that shows nothing."""
    return text is None or BLANK_HTML.fullmatch(text) is not None


def read(record, field, language=None):
    """Return the ``Reading`` of a translated field, in ``language`` or the active one.

    Falls back to the other language, both ways. An empty text in both languages gives an
    empty reading in the wished language.
    """
    wished = portal_language(language or get_language())
    for candidate in (wished, other_language(wished)):
        text = getattr(record, column(field, candidate))
        if not is_blank(text):
            return Reading(text, candidate, candidate != wished)
    return Reading("", wished, False)


def text_of(record, field, language=None):
    """Return only the text of ``read()``: for titles, file names and ``__str__``."""
    return read(record, field, language).text


def is_translated(record, fields, language):
    """Return whether every one of ``fields`` that has a text at all has one in ``language``."""
    return all(
        not is_blank(getattr(record, column(field, language)))
        for field in fields
        if any(not is_blank(getattr(record, column(field, each))) for each in LANGUAGES)
    )
