"""Whether translations use the approved terms: finding, checking, overruling with a reason."""

from .matching import Finding, GlossaryTerm, Hit, Kind, check, terms_in
from .records import digest_of, findings_for, open_findings, overrule, owner_of, terms_for_display
from .store import load_terms, register_terms

__all__ = [
    "Finding",
    "GlossaryTerm",
    "Hit",
    "Kind",
    "check",
    "digest_of",
    "findings_for",
    "load_terms",
    "open_findings",
    "overrule",
    "owner_of",
    "register_terms",
    "terms_for_display",
    "terms_in",
]
