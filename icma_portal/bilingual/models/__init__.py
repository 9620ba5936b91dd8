"""Base classes of records in two languages, and what is kept about their translations."""

from .bases import BilingualModel, Fact, SortedModel, sort_key_column, translated_fields
from .glossary import Term, TermArea, TermOverrule

__all__ = [
    "BilingualModel",
    "Fact",
    "SortedModel",
    "Term",
    "TermArea",
    "TermOverrule",
    "sort_key_column",
    "translated_fields",
]
