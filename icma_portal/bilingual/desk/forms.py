"""The form that changes one translation, and what stands beside it."""

from django import forms
from django.template.defaultfilters import linebreaks_filter
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..admin import LABELS, BilingualAdmin
from ..glossary.records import terms_for_display, words
from ..glossary_forms import REASON
from ..languages import HTML_TAGS
from ..models import TranslationUnit
from ..reader import is_rich
from ..rich_text.rendering import render
from ..words import word_diff
from .writing import GLOSSARY, current_texts, version_of

State = TranslationUnit.State


def label_of(unit):
    """Return how forms call the field that ``unit`` translates, such as “Name [Chinese]”."""
    model = unit.content_type.model_class()
    name = capfirst(model._meta.get_field(unit.field).verbose_name)
    return LABELS[unit.target_language] % {"field": name}


class TranslationForm(forms.Form):
    """One translation. ``seen`` tells which texts the writer had before the eyes."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, unit, record, request, site, data=None):
        _source, translation = current_texts(unit, record)
        super().__init__(data, initial={"translation": translation, "seen": version_of(unit)})
        column = record._meta.get_field(unit.column)
        ordinary = BilingualAdmin(type(record), site)
        self.fields["translation"] = ordinary.formfield_for_dbfield(column, request)
        self.fields["translation"].required = False
        self.fields["translation"].help_text = ""
        self.fields["translation"].widget.attrs["autofocus"] = True
        self.fields[REASON] = forms.CharField(
            label=_("Reason to overrule the glossary"), max_length=500, required=False
        )
        # Shown once the glossary has refused the text.
        self.asks_reason = bool(data and data.get(REASON))

    def refuse(self, error):
        """Show what ``writing`` raised (a ValidationError) at the field for the text."""
        self.asks_reason |= any(each.code == GLOSSARY for each in error.error_list)
        self.add_error("translation", error.messages)


def beside(unit, record, user):
    """Return what the form shows of a translation: a dict for the template."""
    source, translation = current_texts(unit, record)
    model = type(record)
    plain_source = words(model, unit.source_column, source)
    context = {
        "source_tag": HTML_TAGS[unit.source_language],
        "target_tag": HTML_TAGS[unit.target_language],
        "source": shown(record, unit.source_column, source, unit.source_language, user),
        "translation": shown(record, unit.column, translation, unit.target_language, user),
        "terms": terms_for_display(plain_source, unit.source_language),
        "is_copy": bool(translation) and source.strip() == translation.strip(),
    }
    if unit.state == State.STALE:
        made_from = words(model, unit.source_column, unit.made_from)
        context["changes"] = word_diff(made_from, plain_source)
    return context


def shown(record, column, text, language, user):
    """Return a text of ``record`` to read, as safe HTML."""
    if text and is_rich(record._meta.get_field(column)):
        return render(text, language, f"desk-{column}", level=3, user=user)
    return linebreaks_filter(text)
