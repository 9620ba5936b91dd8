"""The portal's two languages, their columns and their tags."""

from django.utils import translation
from modeltranslation.utils import build_localized_fieldname

ENGLISH = "en"
CHINESE = "zh-hans"
LANGUAGES = (ENGLISH, CHINESE)

# What goes into HTML's lang attribute (BCP 47) and to Babel (CLDR).
HTML_TAGS = {ENGLISH: "en", CHINESE: "zh-Hans"}
CLDR_LOCALES = {ENGLISH: "en", CHINESE: "zh_Hans"}


def column(field, language):
    """Return the name of the column that holds ``field`` in ``language``: ``name_zh_hans``."""
    return build_localized_fieldname(field, language)


def columns(*fields):
    """Return the column names of ``fields`` in every language."""
    return [column(field, language) for field in fields for language in LANGUAGES]


def other_language(language):
    """Return the language that stands in when ``language`` has no text."""
    return CHINESE if language == ENGLISH else ENGLISH


def portal_language(code):
    """Return ``code`` when the portal speaks it, else English."""
    return code if code in LANGUAGES else ENGLISH


def in_every_language(text):
    """Return what a lazy text, or a function without arguments, says in each language.

    For words that are stored by one reader and read by others, as plain data.
    """
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(text() if callable(text) else text)
    return said
