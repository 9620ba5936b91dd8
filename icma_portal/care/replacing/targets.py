"""In which columns of which models a person may replace texts: those that the forms offer them."""

from typing import NamedTuple

from django.contrib import admin
from django.db import models
from modeltranslation.fields import TranslationField

from icma_portal.bilingual.desk.rights import languages_of
from icma_portal.bilingual.registry import translated_fields
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.publishing.history.parents import parent_field
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.versioned import VersionedModel

# Slugs, addresses, dates and codes are fields of kinds of their own.
KINDS_OF_TEXT = (models.CharField, models.TextField, RichTextField)
# A text without a language that holds no more is a code or a mark: a currency, an acronym.
SHORTEST = 100
# How a name is spelt to be sorted, which nobody reads.
NOT_READ = {"sort_as_en", "sort_as_zh"}


class Target(NamedTuple):
    """Columns of a model, and the model of the record on whose page they are edited.

    ``key`` leads from a row to that record.
    """

    model: type
    root: type
    key: str
    columns: tuple


def may_replace(request):
    """Return whether there is anything that the person may replace in; cheaper than all Targets."""
    return bool(languages_of(request.user)) and any(
        holds_own_words(model) and model_admin.has_change_permission(request)
        for model, model_admin in admin.site._registry.items()
    )


def targets_for(request):
    """Return the Targets that the person of ``request`` may write in, by the rules of the forms."""
    found = []
    for model, model_admin in admin.site._registry.items():
        if not holds_own_words(model) or not model_admin.has_change_permission(request):
            continue
        form = model_admin.get_form(request, change=True)
        found.append(Target(model, model, "pk", text_columns(model, form)))
        found += _targets_of_rows(request, model_admin)
    return [each for each in found if each.columns]


def narrowed(targets, roots, language):
    """Return ``targets`` on the pages of ``roots`` only, in ``language`` only (all with "")."""
    found = []
    for target in targets:
        columns = [
            name
            for name in target.columns
            if not language or language_of(target.model._meta.get_field(name)) == language
        ]
        if columns and target.root in roots:
            found.append(target._replace(columns=tuple(columns)))
    return found


def holds_own_words(model):
    """Return whether the texts of ``model`` are the portal's own.

    A source, a letter, a certificate or a term says what others have written.
    """
    if not issubclass(model, VersionedModel):
        return False
    return bool(translated_fields(model)) or issubclass(model, Publishable)


def text_columns(model, form):
    """Return the names of those fields of a form class that hold texts to read."""
    return tuple(name for name in form.base_fields if _is_text(model, name))


def language_of(field):
    """Return the language of a column; "" for a text that belongs to none."""
    return field.language if isinstance(field, TranslationField) else ""


def inline_for(request, record, model):
    """Return the inline in which the person edits rows of ``model`` within ``record``, or None."""
    model_admin = admin.site.get_model_admin(type(record))
    for inline in model_admin.get_inline_instances(request, record):
        if inline.model is model and inline.has_change_permission(request, record):
            return inline
    return None


def _targets_of_rows(request, model_admin):
    for inline in model_admin.get_inline_instances(request):
        model = inline.model
        key = parent_field(model)
        # A row with a page of its own is a record of its own.
        if admin.site.is_registered(model) or key.related_model is not model_admin.model:
            continue
        if holds_own_words(model) and inline.has_change_permission(request):
            form = inline.get_formset(request).form
            yield Target(model, model_admin.model, key.attname, text_columns(model, form))


def _is_text(model, name):
    if name in NOT_READ or name not in {field.name for field in model._meta.concrete_fields}:
        return False
    field = model._meta.get_field(name)
    own = getattr(field, "translated_field", field)
    if type(own) not in KINDS_OF_TEXT or own.choices or own.unique:
        return False
    return bool(language_of(field)) or own.max_length is None or own.max_length >= SHORTEST
