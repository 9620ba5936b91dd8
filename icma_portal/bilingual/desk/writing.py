"""Storing a translation: the one way in for the side-by-side form and for imported files."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from icma_portal.publishing.history.recording import recording

from ..glossary import load_terms, overrule
from ..glossary.records import findings_in, texts_of, unanswered
from ..models import TranslationUnit
from ..reader import is_blank
from ..tracking import units_of

# The code of what the glossary refuses: a reason overrules it.
GLOSSARY = "glossary"


class ChangedSince(Exception):
    """The source or the translation is another one than the writer has seen.

    ``unit`` and ``record`` are as they stand now.
    """

    def __init__(self, unit, record):
        super().__init__(str(unit))
        self.unit, self.record = unit, record


def version_of(unit):
    """Return what names the two texts that ``unit`` has now: what a writer has seen."""
    return f"{unit.source_digest}-{unit.translation_digest}"


def current_texts(unit, record):
    """Return (source, translation) as ``record`` holds them; an empty text is ''."""
    texts = (getattr(record, name) for name in (unit.source_column, unit.column))
    return tuple("" if is_blank(text) else text for text in texts)


@transaction.atomic
def write(unit, text, *, user, seen, reason="", terms=None):
    """Store ``text`` as the translation of ``unit``; return (unit, reminders) as they are then.

    ``seen`` is ``version_of(unit)`` when the writer read it. Reminders are Findings of the
    glossary that stop nobody. Raises ChangedSince when either text is another one by now, and
    ValidationError when the field refuses the text or the glossary does and no reason is given
    (code GLOSSARY). Nothing is stored then.
    """
    unit, record = locked(unit, seen)
    value = record._meta.get_field(unit.column).clean(text or None, record)
    setattr(record, unit.column, None if is_blank(value) else value)
    record.prepare_texts()
    _check_record(record, unit)
    errors, reminders = _check_terms(record, unit, terms)
    if errors and not reason.strip():
        # Lazily: whoever is told may read another language than the writer does.
        said = [lazy(each.message, str)() for each in errors]
        raise ValidationError([ValidationError(each, code=GLOSSARY) for each in said])
    with recording(user=user):
        record.save()
    for each in errors:
        overrule(record, unit.field, each, reason, user)
    return units_of(record).get(unit.field, unit), reminders


@transaction.atomic
def decide(unit, decision, *, user, seen):
    """Store what ``user`` says of a translation as it stands; return the unit.

    ``decision`` is "confirm" (it is still right), "same" (it repeats the source on purpose),
    "review" or "lead" (the translation becomes the source). Raises ChangedSince as ``write``
    does, and ValidationError where the decision makes no sense for these texts.
    """
    unit, record = locked(unit, seen)
    source, translation = current_texts(unit, record)
    if not translation:
        raise ValidationError(_("There is no translation yet that this could be said of."))
    if decision == "same" and source.strip() != translation.strip():
        raise ValidationError(_("The translation does not repeat the source."))
    if decision == "review" and unit.is_open:
        raise ValidationError(_("Bring the translation up to date before it counts as reviewed."))
    _take(decision, unit, user, source, translation)
    unit.save()
    # The record's own column of stale texts follows from the unit.
    with recording(user=user):
        record.save()
    return units_of(record)[unit.field]


def locked(unit, seen):
    """Return (unit, record) read anew and locked; raise ChangedSince if they are other texts."""
    fresh = TranslationUnit.objects.select_for_update().get(pk=unit.pk)
    record = (
        fresh.content_type.model_class()._base_manager.select_for_update().get(pk=fresh.object_id)
    )
    if version_of(fresh) != seen:
        raise ChangedSince(fresh, record)
    return fresh, record


def _take(decision, unit, user, source, translation):
    if decision == "confirm":
        unit.confirm(source)
    elif decision == "same":
        unit.is_same_on_purpose = True
        unit.confirm(source)
    elif decision == "review":
        unit.review(user)
    elif decision == "lead":
        unit.lead_from(unit.target_language, translation)
    else:
        raise ValueError(decision)


def _check_record(record, unit):
    """Raise what the model's own check says of this text; older faults are not the writer's."""
    try:
        record.clean()
    except ValidationError as error:
        found = error.update_error_dict({}).get(unit.column)
        if found:
            raise ValidationError(found) from error


def _check_terms(record, unit, terms):
    """Return (errors, reminders): the Findings that no stored reason answers."""
    texts = texts_of(record, unit.field)
    terms = load_terms() if terms is None else terms
    findings = findings_in(texts, unit.target_language, terms, record)
    findings = unanswered(findings, record, unit.field, texts)
    errors = [each for each in findings if each.is_error]
    return errors, [each for each in findings if not each.is_error]
