"""What of a record stands in a table, and what a cell says to the form of the record.

The columns are the fields of the record's form in the admin, as the person may change them there:
so no table reaches what a form would not.
"""

import re
from datetime import datetime
from decimal import Decimal
from functools import partial

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import LABELS
from icma_portal.bilingual.languages import LANGUAGES, in_every_language
from icma_portal.publishing.models import Publishable

from .tables import NO, YES

KEY, VERSION, STATE = "id", "version", "state"
# Publication is an act of its own: no cell publishes anything.
NOT_BY_TABLE = {STATE, "published_at", "expires_at"}
BETWEEN_SLUGS = ", "
SEPARATORS = re.compile(r"[,;，；、\n]+")
TRUE = {YES, "true", "1", "y", "x", "是", "√"}
FALSE = {NO, "false", "0", "n", "", "否"}


def columns_of(model_admin, request, record=None):
    """Return the names of the columns that the person may change, in the order of the form."""
    form = model_admin.get_form(request, record, change=True)
    return [name for name in form.base_fields if _is_column(model_admin.model, name)]


def told_columns(model):
    """Return the names of the columns that say which record it is; none of them is changed."""
    return [KEY, VERSION, *([STATE] if issubclass(model, Publishable) else [])]


def cell_of(record, name):
    """Return what a record has in a column, as text."""
    field = record._meta.get_field(name)
    if field.many_to_many:
        return BETWEEN_SLUGS.join(sorted(_key_of(each) for each in getattr(record, name).all()))
    value = getattr(record, name)
    if value is None:
        return ""
    return _key_of(value) if field.is_relation else _text_of(value)


def label_of(model, name):
    """Return language → the name of a column for people."""
    told = {KEY: "id", VERSION: _("Version of the record")}
    if name in told:
        return in_every_language(told[name])
    return in_every_language(partial(_label, model._meta.get_field(name)))


def holds(model, name):
    """Return language → what may stand in a column: "" where any text may."""
    field = model._meta.get_field(name)
    if field.choices:
        return in_every_language(
            lambda: "; ".join(f"{value} = {label}" for value, label in field.flatchoices)
        )
    if field.is_relation:
        kind = field.related_model._meta
        text = SEVERAL if field.many_to_many else ONE
        return in_every_language(lambda: text % {"kind": kind.verbose_name})
    if isinstance(field, models.BooleanField):
        return in_every_language(lambda: f"{YES} / {NO}")
    return dict.fromkeys(LANGUAGES, "")


# Translators: what may stand in a column of a table of records.
ONE = _("The last part of the address of one record: %(kind)s")
SEVERAL = _("The last parts of the addresses of records, with commas between: %(kind)s")
UNKNOWN = _("There is no record “%(key)s” of this kind.")
NOT_YES_OR_NO = _("Write “yes” or “no”.")


class Relations:
    """Finds the records that cells name: by the last part of the address, else by the number."""

    def __init__(self):
        self._known = {}

    def key(self, model, text):
        """Return the id of the record that a text names. Raise ValidationError."""
        if model not in self._known:
            rows = model._base_manager.all()
            self._known[model] = {_key_of(each): each.pk for each in rows}
        if text not in self._known[model]:
            raise ValidationError(UNKNOWN, params={"key": text[:80]})
        return self._known[model][text]


def typed(form_field, field, cell, relations):
    """Return what a browser would send of a form field, were this cell typed: {suffix: value}."""
    if isinstance(form_field, forms.ModelMultipleChoiceField):
        keys = [each.strip() for each in SEPARATORS.split(cell) if each.strip()]
        return {"": [str(relations.key(field.related_model, each)) for each in keys]}
    if isinstance(form_field, forms.ModelChoiceField):
        return {"": str(relations.key(field.related_model, cell.strip())) if cell.strip() else ""}
    if isinstance(form_field, forms.BooleanField):
        return {"": _yes_or_no(cell)}
    if isinstance(form_field, forms.MultiValueField):
        date, _space, time = cell.strip().replace("T", " ").partition(" ")
        return {"_0": date, "_1": time}
    if field.choices:
        return {"": _choice(field, cell.strip())}
    return {"": cell}


def _is_column(model, name):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return name not in NOT_BY_TABLE and not isinstance(field, models.FileField)


def _text_of(value):
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return str(value).replace("\r\n", "\n")


def _key_of(record):
    return getattr(record, "slug", "") or str(record.pk)


def _label(field):
    language = getattr(field, "language", None)
    if language in LANGUAGES:
        return LABELS[language] % {"field": capfirst(field.translated_field.verbose_name)}
    return capfirst(field.verbose_name)


def _yes_or_no(cell):
    said = cell.strip().casefold()
    if said not in TRUE | FALSE:
        raise ValidationError(NOT_YES_OR_NO)
    return said in TRUE


def _choice(field, cell):
    """Return the value of a choice that is given by its value or by its name in any language."""
    named = {
        name: str(value)
        for value, label in field.flatchoices
        for name in in_every_language(label).values()
    }
    return named.get(cell, cell)
