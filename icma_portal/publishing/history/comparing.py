"""Two states of a record, field by field and language by language, as people read them."""

from collections import defaultdict
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.reader import is_rich
from icma_portal.bilingual.rich_text.plain import to_plain_text
from icma_portal.bilingual.words import word_diff

from .snapshots import recorded_fields, recorded_relations, value_of


class Difference(NamedTuple):
    """A field that two states hold differently; ``pieces`` lead from the old text to the new."""

    name: str
    label: str
    language: str
    old: str
    new: str
    pieces: list


class Names:
    """What related records are called, each model asked once."""

    def __init__(self):
        self._wanted, self._found = defaultdict(set), defaultdict(dict)

    def want(self, model, pks):
        self._wanted[model].update(pk for pk in pks if pk not in self._found[model])

    def name(self, model, pk):
        self.want(model, [pk])
        missing = self._wanted.pop(model, set())
        if missing:
            self._found[model].update(model._base_manager.in_bulk(missing))
            self._found[model].update(
                (each, None) for each in missing if each not in self._found[model]
            )
        found = self._found[model][pk]
        return str(found) if found is not None else _("(deleted: %(number)s)") % {"number": pk}


def fields_of(model):
    return [*recorded_fields(model), *recorded_relations(model)]


def differences(model, old, new, names=None, skipped=()):
    """Return the Differences that lead from the data ``old`` to ``new`` of a record of ``model``.

    Either may be None, for a record that was not there. Fields that only one of the two knows,
    for the model has changed since, are passed over.
    """
    names = names or Names()
    found = []
    for field in fields_of(model):
        if field.name in skipped or not _is_known(field.name, old, new):
            continue
        before, after = (state.get(field.name) if state else None for state in (old, new))
        if (before or None) != (after or None) or type(before) is not type(after) is bool:
            found.append(_difference(model, field, before, after, names))
    return [each for each in found if each.old != each.new]


def _is_known(name, *states):
    return all(state is None or name in state for state in states)


def _difference(model, field, before, after, names):
    old, new = (shown(field, value, names) for value in (before, after))
    if old == new and is_rich(field) and before and after:
        # Only the markup differs: then that is what is shown.
        old, new = before, after
    language = HTML_TAGS[field.language] if isinstance(field, TranslationField) else ""
    return Difference(field.name, label_of(field), language, old, new, word_diff(old, new))


def label_of(field):
    """Return how forms call a field; a translated one without its language."""
    original = getattr(field, "translated_field", field)
    return capfirst(original.verbose_name)


def shown(field, value, names):
    """Return the recorded ``value`` of ``field`` as a person reads it."""
    if value is None or value == "":
        return ""
    if field.many_to_many:
        return "; ".join(names.name(field.related_model, pk) for pk in value)
    if field.is_relation:
        return names.name(field.related_model, value)
    return _shown_column(field, value)


def _shown_column(field, value):
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        moment = timezone.localtime(value_of(field, value))
        return date_format(moment, "DATETIME_FORMAT")
    return to_plain_text(value) if is_rich(field) else str(value)
