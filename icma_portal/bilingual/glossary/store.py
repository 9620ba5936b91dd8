"""All terms of the portal: those of the glossary, and names that other rooms contribute."""

from ..models import Term
from ..models.glossary import lines
from .matching import GlossaryTerm

_providers = []


def register_terms(provider):
    """Let ``provider``, called at each check run, contribute further GlossaryTerms.

    To be called from ``AppConfig.ready``; nothing is asked of the database there.
    """
    if provider not in _providers:
        _providers.append(provider)


def load_terms():
    """Return all GlossaryTerms: one query for the glossary and what each provider needs.

    A check run calls this once and hands the terms on. Nothing is kept between runs, so that no
    process checks by an old glossary; the patterns made of the terms are kept by their text.
    """
    terms = [glossary_term(term) for term in Term.objects.all()]
    return (*terms, *(term for provider in _providers for term in provider()))


def glossary_term(term):
    """Return a row of the glossary as the checks use it."""
    return GlossaryTerm(
        key=term.slug,
        english=(term.english, *lines(term.other_english)),
        chinese=(term.chinese, *lines(term.other_chinese)),
        forbidden_english=tuple(lines(term.forbidden_english)),
        forbidden_chinese=tuple(lines(term.forbidden_chinese)),
        exempt=tuple(lines(term.exempt)),
        status=term.status,
        matches_case=term.matches_case,
        note=term.note,
    )
