"""Base classes of records in two languages, and what is kept about their translations."""

from ..registry import translated_fields
from .bases import BilingualModel, Fact, SortedModel, sort_key_column
from .desk import LanguageProfile, TranslationImport
from .glossary import Term, TermArea, TermOverrule
from .querysets import BilingualQuerySet
from .translations import TranslationUnit

__all__ = [
    "BilingualModel",
    "BilingualQuerySet",
    "Fact",
    "LanguageProfile",
    "SortedModel",
    "Term",
    "TermArea",
    "TermOverrule",
    "TranslationImport",
    "TranslationUnit",
    "sort_key_column",
    "translated_fields",
]
