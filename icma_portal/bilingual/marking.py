"""Text in the other language, marked as such, and what a page remembers of it for its notice."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .languages import HTML_TAGS, portal_language
from .reader import plain_text, read
from .truncation import language_of


class MarkedText(SafeString):
    """Words in the other language, inside an element that names it."""


def marked(record, field, reading):
    """Return the words of a Reading; those in the other language in a span with its ``lang``."""
    words = plain_text(record, field, reading)
    if not reading.is_fallback:
        return words
    return MarkedText(format_html('<span lang="{}">{}</span>', HTML_TAGS[reading.language], words))


def marked_text_of(record, field, language=None):
    """Return the words of a translated field for a label that a template prints later."""
    return marked(record, field, read(record, field, language))


def marked_by_script(text, page_language):
    """Return a text that is not translated (names of people), marked by the script it is in."""
    language = language_of(text or "")
    if not text or language == page_language:
        return text
    return MarkedText(format_html('<span lang="{}">{}</span>', HTML_TAGS[language], text))


def in_page_language(html):
    """Return what stands inside a text of the other language, in the language of the page again."""
    if not html:
        return ""
    tag = HTML_TAGS[portal_language(get_language())]
    return format_html('<span lang="{}">{}</span>', tag, html)


def note(request, reading):
    """Remember for the page's notice that a text is in the other language, or not up to date."""
    if request is None:
        return
    if reading.is_fallback:
        request.shows_other_language = True
    elif reading.is_stale:
        request.shows_stale_text = True


def note_labels(request, labels):
    """Remember for the page's notice whether any of the labels is in the other language."""
    if any(isinstance(label, MarkedText) for label in labels):
        request.shows_other_language = True
