"""The parity gate: in which languages a record's page stands, and when it may be published.

A page counts as being in a language when every field of the gate that has a text at all has one in
that language. One state publishes both languages together; what a model asks for is its rule.
"""

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES, column
from icma_portal.bilingual.reader import is_translated
from icma_portal.bilingual.registry import translated_fields

# What ``Publishable.languages_to_publish`` may say.
EITHER, BOTH = "either", "both"

REASONS = {
    BOTH: {
        ENGLISH: _(
            "%(field)s: the English text is missing. Records of this kind are published in both "
            "languages together, or not at all."
        ),
        CHINESE: _(
            "%(field)s: the Chinese text is missing. Records of this kind are published in both "
            "languages together, or not at all."
        ),
    },
    EITHER: {
        ENGLISH: _(
            "%(field)s: the English text is missing. A record must be complete in at least one "
            "language before it is published."
        ),
        CHINESE: _(
            "%(field)s: the Chinese text is missing. A record must be complete in at least one "
            "language before it is published."
        ),
    },
}


def fields_of_gate(model):
    """Return the translated fields that the gate looks at, in the order of their declaration.

    These are the fields that need a text, the one that names the record, and what
    ``model.gate_fields`` adds.
    """
    named = {*model.gate_fields, getattr(model, "sort_field", None)}
    return [
        name
        for name in translated_fields(model)
        if name in named or not model._meta.get_field(name).blank
    ]


def passes_gate(record, language):
    """Return whether the page of ``record`` counts as being in ``language``."""
    return is_translated(record, fields_of_gate(type(record)), language)


def languages_of(record):
    """Return the languages in which ``record`` passes its gate."""
    return [language for language in LANGUAGES if passes_gate(record, language)]


def missing_texts(record):
    """Return the (field, language) pairs for want of which ``record`` may not be published."""
    found = languages_of(record)
    if len(found) == len(LANGUAGES) or (found and record.languages_to_publish == EITHER):
        return []
    return [
        (field, language)
        for field in fields_of_gate(type(record))
        for language in LANGUAGES
        if not is_translated(record, [field], language)
    ]


def parity_errors(record):
    """Return column → ValidationError for each text that must be there before publication."""
    reasons = REASONS[record.languages_to_publish]
    return {
        column(field, language): ValidationError(
            reasons[language], code="missing_language", params={"field": label(record, field)}
        )
        for field, language in missing_texts(record)
    }


def label(model, field):
    """Return how forms call a field of ``model`` (or of a record)."""
    return capfirst(model._meta.get_field(field).verbose_name)
