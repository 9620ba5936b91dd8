"""Forms that know as which version their record was read, and what others have saved since.

The page carries the versions of all that it shows (``SEEN``). Where a field was changed meanwhile,
nothing is saved: the form comes back with all that was typed, and with mine, theirs and what both
began with, to choose from.
"""

import json
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.words import word_diff

from ..history.comparing import Names, fields_of, label_of, shown
from ..history.snapshots import plain, snapshot, value_of
from ..models import Version

SEEN, JUDGED = "seen_versions", "judged_versions"
CHOICE = "choose"
MINE, THEIRS = "mine", "theirs"
CHANGED_MEANWHILE = _(
    "Somebody else has changed this since you opened the page; nothing was saved. Your own text is "
    "still in the form: choose above."
)
GONE_ROWS = _("Somebody else has deleted rows that stood in this form; nothing was saved.")


class FieldConflict(NamedTuple):
    """A field that somebody else has changed: three texts, and how both sides differ."""

    input_name: str
    label: str
    language: str
    base: str
    theirs: list
    mine: list
    chosen: str


class RecordConflict(NamedTuple):
    """A record or row with conflicts: what it is, who saved it meanwhile, and its fields."""

    title: str
    versions: list
    fields: list


def versions_in(data, name=SEEN):
    """Return key → version, as a posted page carries it; nothing that it does not hold."""
    try:
        found = json.loads(data.get(name) or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: number for key, number in found.items() if isinstance(number, int)}


def key_of(record):
    return f"{record._meta.label_lower}.{record.pk}"


class VersionedFormMixin:
    """Refuses to overwrite what somebody else has saved since the page was opened."""

    # A RecordConflict, once the check has found one.
    conflict = None
    has_gone_rows = False

    def clean(self):
        cleaned = super().clean()
        if self.has_gone_rows:
            self.add_error(None, GONE_ROWS)
        if self.instance.pk:
            self._compare()
        return cleaned

    def _compare(self):
        key, stored = key_of(self.instance), self.instance.version
        seen = versions_in(self.data).get(key)
        if seen is None or seen == stored:
            return
        is_judged = versions_in(self.data, JUDGED).get(key) == stored
        base, theirs = _data_of(self.instance, seen), snapshot(self.instance) or {}
        names, found, is_open = Names(), [], False
        for field in fields_of(type(self.instance)):
            if not self._is_conflict(field, base, theirs):
                continue
            choice = self.data.get(f"{CHOICE}-{self.add_prefix(field.name)}") if is_judged else ""
            if choice == THEIRS:
                self.cleaned_data[field.name] = self._their_value(field, theirs)
            elif choice != MINE:
                is_open = True
                self.add_error(field.name, CHANGED_MEANWHILE)
            found.append((field, choice))
        if is_open:
            self.conflict = self._told(found, base, theirs, names, seen)

    def _is_conflict(self, field, base, theirs):
        """Return whether others changed a field that would be saved with another value."""
        if field.name not in self.fields or field.name not in self.cleaned_data:
            return False
        if _same(base.get(field.name), theirs.get(field.name)):
            return False
        return not _same(self._mine(field), _normal(field, theirs.get(field.name)))

    def _mine(self, field):
        value = self.cleaned_data[field.name]
        if field.many_to_many:
            return sorted(each.pk for each in value or ())
        if field.is_relation:
            return getattr(value, "pk", value)
        if isinstance(field, models.FileField):
            return getattr(value, "name", value)
        return _normal(field, plain(value))

    def _their_value(self, field, theirs):
        """Return what the form would give, had their value been typed."""
        value = theirs.get(field.name)
        if field.many_to_many:
            return field.related_model._base_manager.filter(pk__in=value)
        if field.is_relation:
            return field.related_model._base_manager.filter(pk=value).first()
        return value_of(field, value)

    def _told(self, found, base, theirs, names, seen):
        fields = []
        # Told before the fields lose what was typed: an error takes it out of cleaned_data.
        for field, choice in found:
            before = shown(field, base.get(field.name), names)
            other = shown(field, theirs.get(field.name), names)
            own = shown(field, self._typed(field), names)
            is_untouched = _same(self._typed(field), _normal(field, base.get(field.name)))
            fields.append(
                FieldConflict(
                    self.add_prefix(field.name),
                    label_of(field),
                    HTML_TAGS.get(getattr(field, "language", None), ""),
                    before,
                    word_diff(before, other),
                    word_diff(before, own),
                    choice or (THEIRS if is_untouched else ""),
                )
            )
        versions = Version.objects.filter(
            content_type=ContentType.objects.get_for_model(self.instance),
            object_id=self.instance.pk,
            number__gt=seen,
        )
        title = f"{self.instance._meta.verbose_name}: {self.instance}"
        return RecordConflict(title, list(versions.select_related("user").order_by("pk")), fields)

    def _typed(self, field):
        """Return the typed value of a field, also after the check has refused it."""
        if field.name in self.cleaned_data:
            return self._mine(field)
        bound = self[field.name]
        value = bound.field.clean(bound.data)
        if field.many_to_many:
            return sorted(each.pk for each in value or ())
        if field.is_relation:
            return getattr(value, "pk", value)
        return plain(value)


def _data_of(record, number):
    """Return what the version ``number`` of ``record`` held, or the last one before it."""
    versions = Version.objects.filter(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        number__lte=number,
    )
    found = versions.exclude(data=None).order_by("-number").first()
    return found.data if found else {}


def _normal(field, value):
    """Return a plain value in the one spelling of its field (12 and 12.00 are the same number)."""
    if field.many_to_many or field.is_relation or value in (None, ""):
        return value
    made = value_of(field, value)
    return f"{made.normalize():f}" if hasattr(made, "normalize") else plain(made)


def _same(one, other):
    return (one or None) == (other or None)
