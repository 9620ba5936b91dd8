"""The check on records: their two texts, findings that no reason answers, and giving reasons."""

import hashlib
import json

from django.contrib.contenttypes.models import ContentType

from ..languages import CHINESE, ENGLISH, column, other_language
from ..models import TermOverrule, TranslationUnit
from ..reader import is_blank, is_rich
from .matching import check, terms_in, traditional_findings
from .store import load_terms


def findings_for(record, field, target_language, terms=None):
    """Return the Findings of a translated field as it stands on ``record`` (saved or not).

    Without a text in ``target_language`` there are none. ``terms`` come from ``load_terms()``.
    """
    texts = texts_of(record, field)
    return findings_in(texts, target_language, terms, record)


def open_findings(record, field, target_language, terms=None):
    """Return the Findings of ``findings_for`` that no TermOverrule answers: one query, if any."""
    findings = findings_for(record, field, target_language, terms)
    return unanswered(findings, record, field, texts_of(record, field))


def findings_in(texts, target_language, terms=None, record=None):
    """Return the Findings of plain texts, given by language.

    A name that is a term because ``record`` has it does not bind ``record`` itself: it may be
    given another one.
    """
    source_language = other_language(target_language)
    source, target = texts[source_language], texts[target_language]
    if not target.strip():
        return []
    if not source.strip():
        return traditional_findings(target) if target_language == CHINESE else []
    terms = load_terms() if terms is None else terms
    findings = check(source, target, source_language, terms)
    if record is None:
        return findings
    return [each for each in findings if not each.term or each.term.owner != owner_of(record)]


def unanswered(findings, record, field, texts):
    """Return those of ``findings`` for which no reason is stored, for just these texts."""
    if not findings or record.pk is None:
        return findings
    rows = TermOverrule.objects.filter(**_place(record, field), digest=digest_of(texts))
    answered = set(rows.values_list("term_key", flat=True))
    return [each for each in findings if each.key not in answered]


class AnsweredFindings:
    """All stored reasons, read once, for a check of many records."""

    def __init__(self):
        columns = ("content_type_id", "object_id", "field", "term_key", "digest")
        self.rows = set(TermOverrule.objects.values_list(*columns))

    def has(self, finding, record, field, texts):
        """Return whether a reason answers the finding, for just these texts."""
        place = _place(record, field)
        key = (place["content_type"].pk, record.pk, field, finding.key, digest_of(texts))
        return key in self.rows


class TranslationCheck:
    """Compares many stored translations, of all models or one; what it needs is read once."""

    def __init__(self, model=None):
        self.terms, self.answered = load_terms(), AnsweredFindings()
        units = TranslationUnit.objects.all()
        if model is not None:
            units = units.filter(content_type=ContentType.objects.get_for_model(model))
        columns = ("content_type_id", "object_id", "field", "target_language")
        # (content type, record, field) → the language that the other one was translated into.
        self.targets = {tuple(row): target for *row, target in units.values_list(*columns)}

    def target_of(self, record, field):
        """Return the language of the translation of a field; None where there is no text."""
        kind = ContentType.objects.get_for_model(record).pk
        return self.targets.get((kind, record.pk, field))

    def findings(self, texts, target, record):
        """Return the Findings of a translation, and Traditional characters also in its source."""
        found = findings_in(texts, target, self.terms, record)
        if target == CHINESE:
            return found
        return [*found, *traditional_findings(texts[CHINESE])]

    def open_errors(self, record, field):
        """Return the Findings of a field that are errors and that no reason answers."""
        target, texts = self.target_of(record, field), texts_of(record, field)
        found = [] if target is None else self.findings(texts, target, record)
        return [
            each
            for each in found
            if each.is_error and not self.answered.has(each, record, field, texts)
        ]


def overrule(record, field, term, reason, user=None):
    """Store why ``field`` of a saved record leaves the glossary; return the TermOverrule.

    ``term`` is a Finding, a GlossaryTerm or a key. The reason lapses when either text changes.
    Raises ValueError for an empty reason.
    """
    if not reason.strip():
        raise ValueError("a reason is needed to overrule the glossary")
    row, _is_new = TermOverrule.objects.update_or_create(
        **_place(record, field),
        term_key=getattr(term, "key", term),
        digest=digest_of(texts_of(record, field)),
        defaults={"reason": reason.strip(), "made_by": user},
    )
    return row


def terms_for_display(text, language, terms=None):
    """Return (term as written, approved rendering, other renderings, status, note) for each
    term of a plain text, each term once."""
    rows = {}
    for hit in terms_in(text, language, load_terms() if terms is None else terms):
        main, *others = hit.term.texts(other_language(language))
        row = (text[hit.start : hit.end], main, tuple(others), hit.term.status, hit.term.note)
        rows.setdefault(hit.term.key, row)
    return list(rows.values())


def texts_of(record, field):
    """Return the plain texts of a translated field by language; empty ones as ''."""
    return {
        language: words(
            type(record), column(field, language), getattr(record, column(field, language))
        )
        for language in (ENGLISH, CHINESE)
    }


def owner_of(record):
    """Return what a GlossaryTerm that comes from ``record`` has as its owner."""
    return (record._meta.label_lower, record.pk)


def words(model, column_name, value):
    """Return the words of a stored or typed value, without the markup of rich text."""
    if is_blank(value):
        return ""
    stored = model._meta.get_field(column_name)
    return stored.plain_text(value) if is_rich(stored) else value


def digest_of(texts):
    """Return the SHA-256 of a pair of plain texts."""
    return hashlib.sha256(json.dumps([texts[ENGLISH], texts[CHINESE]]).encode()).hexdigest()


def _place(record, field):
    content_type = ContentType.objects.get_for_model(record)
    return {"content_type": content_type, "object_id": record.pk, "field": field}
