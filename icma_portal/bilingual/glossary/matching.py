"""Finding terms in plain text and comparing a translation with its source. Asks no database."""

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from ..languages import CHINESE, ENGLISH, other_language
from ..traditional import pairs, traditional_in

TRADITIONAL_KEY = "traditional-characters"
WORKING = "working"
# What may part the words of an English term: city-to-city, city to city.
GAP = r"[\s\-‐‑]+"
LATIN = "A-Za-z0-9À-ɏ"
POSSESSIVE = "(?:['’]s?)?"


class Kind(Enum):
    MISSING = "missing"
    FORBIDDEN = "forbidden"
    TRADITIONAL = "traditional"


class GlossaryTerm(NamedTuple):
    """A term: its approved texts (the main one first), forbidden ones, and what hides it."""

    key: str
    english: tuple
    chinese: tuple
    forbidden_english: tuple = ()
    forbidden_chinese: tuple = ()
    exempt: tuple = ()
    status: str = "standard"
    matches_case: bool = False
    note: str = ""
    # The record that the term is the name of: (label of the model, pk).
    owner: tuple = ()

    def texts(self, language):
        return self.chinese if language == CHINESE else self.english

    def forbidden(self, language):
        return self.forbidden_chinese if language == CHINESE else self.forbidden_english


class Hit(NamedTuple):
    """A term as it stands in a text; no term for an exempt phrase."""

    term: GlossaryTerm | None
    start: int
    end: int

    def covers(self, other):
        return self.start <= other.start and other.end <= self.end


class Finding(NamedTuple):
    """What is wrong: ``position`` is in the source for a missing term, else in the translation."""

    kind: Kind
    term: GlossaryTerm | None
    accepted: tuple
    used: str
    position: int

    @property
    def key(self):
        return self.term.key if self.term else TRADITIONAL_KEY

    @property
    def is_error(self):
        """A term without a fixed rendering is only reminded of."""
        return self.kind != Kind.MISSING or self.term.status != WORKING

    def message(self):
        """Return the sentence for the editor, in the active language."""
        if self.kind == Kind.TRADITIONAL:
            return _("Traditional characters, with their Simplified forms: %(pairs)s") % {
                "pairs": self.used
            }
        values = {"used": self.used, "renderings": " / ".join(self.accepted)}
        if self.kind == Kind.FORBIDDEN:
            values["term"] = self.term.english[0]
            return _("“%(used)s” is not used for “%(term)s”. Approved: %(renderings)s.") % values
        return _("“%(used)s” has no approved rendering here. Approved: %(renderings)s.") % values


def terms_in(text, language, terms):
    """Return the Hits of ``terms`` in a plain text, in order; the longest match hides others."""
    found = []
    for term in terms:
        found += _hits(term, term.texts(language), text, language)
        if language == ENGLISH and term.exempt:
            found += [hit._replace(term=None) for hit in _hits(term, term.exempt, text, language)]
    # An exempt phrase wins over a term of its length.
    found.sort(key=lambda hit: (hit.start - hit.end, hit.term is not None, hit.start))
    kept = []
    for hit in found:
        if all(hit.end <= each.start or each.end <= hit.start for each in kept):
            kept.append(hit)
    return sorted((hit for hit in kept if hit.term), key=lambda hit: hit.start)


def check(source, translation, source_language, terms):
    """Return the Findings of a plain translation: missing or forbidden renderings, each term
    once, and Traditional characters. An empty translation has no findings."""
    if not translation.strip():
        return []
    language = other_language(source_language)
    hits = {}
    for hit in terms_in(source, source_language, terms):
        hits.setdefault(hit.term.key, hit)
    accepted = [
        each
        for hit in hits.values()
        for each in _hits(hit.term, hit.term.texts(language), translation, language)
    ]
    findings = []
    for hit in hits.values():
        findings += _findings_of(hit, accepted, source, translation, language)
    if language == CHINESE:
        findings += traditional_findings(translation)
    return findings


def traditional_findings(text):
    """Return one Finding that names all Traditional characters of a text, or none."""
    found = traditional_in(text)
    return [Finding(Kind.TRADITIONAL, None, (), pairs(found), found[0].position)] if found else []


def _findings_of(hit, accepted, source, translation, language):
    term, approved = hit.term, hit.term.texts(language)
    # 友好城市 is right where the source also speaks of a sister city.
    forbidden = [
        each
        for each in _hits(term, term.forbidden(language), translation, language)
        if not any(other.covers(each) for other in accepted)
    ]
    if forbidden:
        first = forbidden[0]
        used = translation[first.start : first.end]
        return [Finding(Kind.FORBIDDEN, term, approved, used, first.start)]
    if any(each.term is term for each in accepted):
        return []
    used = re.sub("['’]s?$", "", source[hit.start : hit.end])
    return [Finding(Kind.MISSING, term, approved, used, hit.start)]


def _hits(term, phrases, text, language):
    return [
        Hit(term, *match.span())
        for phrase in phrases
        for match in _pattern(phrase, language, term.matches_case).finditer(text)
    ]


@lru_cache(maxsize=4000)
def _pattern(phrase, language, matches_case):
    """Return the pattern of a phrase: plural and possessive, hyphens or spaces, word ends."""
    if language == CHINESE:
        body = r"\s*".join(map(re.escape, "".join(phrase.split())))
    else:
        *words, last = re.split(r"[\s\-‐‑]+", phrase)
        body = GAP.join([*map(re.escape, words), _numbers(last) + POSSESSIVE])
    before = f"(?<![{LATIN}])" if re.match(f"[{LATIN}]", phrase) else ""
    after = f"(?![{LATIN}])" if re.search(f"[{LATIN}]$", phrase) else ""
    return re.compile(before + body + after, 0 if matches_case else re.IGNORECASE)


def _numbers(word):
    """Return a pattern for the singular and the plural of the last word of a term."""
    if re.search("[^aeiou]ies$", word):
        return re.escape(word[:-3]) + "(?:y|ies)"
    if re.search("[^aeiou]y$", word):
        return re.escape(word[:-1]) + "(?:y|ies)"
    if re.search("(?:s|x|z|ch|sh)$", word) and not re.search("[^su]s$", word):
        return re.escape(word) + "(?:es)?"
    return re.escape(word.removesuffix("s")) + "s?"
