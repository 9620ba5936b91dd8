"""The one way to read translated text.

modeltranslation's own attribute (``record.name``) hides which language it gives, and the
column behind it holds whichever language was saved last. The reader reads the suffixed
columns only and says what it found.
"""

import re
from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language

from .languages import LANGUAGES, column, other_language, portal_language

# White space, also as entities, invisible characters, comments and the tags of elements that show
# nothing by themselves. A picture or a rule (img, hr) is something.
BLANK_HTML = re.compile(
    r"""(?>\s | [\u200b-\u200f\u2060\ufeff\u00ad] | &(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy);
    | &\#(?:160|8203|x0*a0|x200b); | <!--(?>(?:(?!-->).)*)-->
    | </?(?:p|br|div|span|section|article|strong|b|em|i|u|s|a|font|sub|sup|small|h[1-6]|ul|ol|li|dl
    |dt|dd|blockquote|pre|code|table|caption|colgroup|col|thead|tbody|tfoot|tr|th|td|figure
    |figcaption|center|o:p)(?:\s[^<>]*)?/?>)*+""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


class Reading(NamedTuple):
    text: str
    language: str
    is_fallback: bool
    # The text is older than the source that it was translated from.
    is_stale: bool = False


def is_blank(text):
    """Return whether ``text`` is None, white space or HTML that shows nothing."""
    if text is None:
        return True
    # Nearly every text begins with a letter, which shows: the pattern need not be asked.
    return not text[:1].isalnum() and BLANK_HTML.fullmatch(text) is not None


def read(record, field, language=None):
    """Return the ``Reading`` of a translated field, in ``language`` or the active one.

    Falls back to the other language, both ways. An empty text in both languages gives an
    empty reading in the wished language.
    """
    wished = portal_language(language or get_language())
    for candidate, name in _columns_of(field, wished):
        text = getattr(record, name)
        if not is_blank(text):
            is_stale = name in getattr(record, "stale_columns", "").split()
            return Reading(text, candidate, candidate != wished, is_stale)
    return Reading("", wished, False)


@cache
def _columns_of(field, language):
    """Return (language, column) in the order in which they are read."""
    return [(each, column(field, each)) for each in (language, other_language(language))]


def text_of(record, field, language=None):
    """Return only the text of ``read()``, without markup: for titles, feeds and ``__str__``."""
    return plain_text(record, field, read(record, field, language))


def plain_text(record, field, reading):
    """Return the text of a ``Reading`` as words: rich text without its markup."""
    rich = _rich_field(type(record), field, reading.language)
    return rich.plain_text(reading.text) if rich else reading.text


@cache
def _rich_field(model, field, language):
    """Return the field of a column, None where it does not hold rich text."""
    stored = model._meta.get_field(column(field, language))
    return stored if is_rich(stored) else None


def is_rich(field):
    """Return whether a field of a model holds rich text (it gives the words of its values)."""
    return hasattr(field, "plain_text")


def is_translated(record, fields, language):
    """Return whether every one of ``fields`` that has a text at all has one in ``language``."""
    return all(
        not is_blank(getattr(record, column(field, language)))
        for field in fields
        if any(not is_blank(getattr(record, column(field, each))) for each in LANGUAGES)
    )
