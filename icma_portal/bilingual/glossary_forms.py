"""The glossary in ordinary forms: changed texts are checked, and a reason overrules."""

from django import forms
from django.contrib import messages
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .glossary import load_terms, overrule
from .glossary.records import findings_in, unanswered, words
from .languages import CHINESE, ENGLISH, LANGUAGES, column, columns
from .models import translated_fields
from .reader import is_blank

REASON = "term_reason"


class GlossaryCheckMixin:
    """Refuses changed texts that leave the glossary, until a reason is given.

    Only fields whose texts this submit changes are checked, so that what is stored already
    never stands in the way of other work. A term whose rendering is only our choice
    (“working”) is a reminder after saving, no error.
    """

    # Set on the class that the admin makes for each request.
    glossary_request = None
    asks_reason = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.overruled, self.reminders = [], []
        if self.asks_reason or self.add_prefix(REASON) in self.data:
            self.add_reason_field()

    def add_reason_field(self):
        self.fields[REASON] = forms.CharField(
            label=_("Reason to overrule the glossary"),
            help_text=_("Kept with these texts; it lapses when one of them changes."),
            max_length=500,
            required=False,
        )

    def clean(self):
        cleaned = super().clean()
        for name, target in self._changed_translations():
            self._check_terms(name, target)
        return cleaned

    def _changed_translations(self):
        """Return (field, language of the translation) for each field with a changed text."""
        changed = set(self.changed_data)
        names = translated_fields(self._meta.model)
        touched = [name for name in names if changed & set(columns(name))]
        return [
            (name, self._target_language(name))
            for name in touched
            if not any(each in self.errors for each in columns(name))
        ]

    def _target_language(self, name):
        """Return Chinese, unless this submit only puts English beside a Chinese text."""
        english, chinese = columns(name)
        was_blank = is_blank(self.initial.get(english, getattr(self.instance, english)))
        is_source_new = chinese in self.changed_data
        is_given = bool(self._words(english).strip())
        return ENGLISH if was_blank and is_given and not is_source_new else CHINESE

    def _check_terms(self, name, target):
        texts = {language: self._words(column(name, language)) for language in LANGUAGES}
        if not texts[target].strip():
            return
        findings = findings_in(texts, target, self._terms(), self.instance)
        findings = unanswered(findings, self.instance, name, texts)
        self.reminders += [(name, each) for each in findings if not each.is_error]
        errors = [each for each in findings if each.is_error]
        if errors and self.cleaned_data.get(REASON, "").strip():
            self.overruled += [(name, each) for each in errors]
        elif errors:
            self._refuse(column(name, target), errors)

    def _refuse(self, column_name, errors):
        if REASON not in self.fields:
            self.add_reason_field()
        shown = column_name if column_name in self.fields else None
        self.add_error(shown, [each.message() for each in errors])

    def _words(self, column_name):
        value = self.cleaned_data.get(column_name, getattr(self.instance, column_name))
        return words(self._meta.model, column_name, value)

    def _terms(self):
        """Return the terms, read once for all forms of a request."""
        holder = self.glossary_request if self.glossary_request is not None else self
        if not hasattr(holder, "glossary_terms"):
            holder.glossary_terms = load_terms()
        return holder.glossary_terms

    def _save_m2m(self):
        super()._save_m2m()
        request = self.glossary_request
        for name, finding in self.overruled:
            user = request.user if request is not None else None
            overrule(self.instance, name, finding, self.cleaned_data[REASON], user)
        if request is not None:
            for name, finding in self.reminders:
                messages.warning(request, reminder(self._meta.model, name, finding))


class GlossaryAdminMixin:
    """Gives the forms of an admin or inline their request, and shows the field for a reason."""

    def get_form(self, request, *args, **kwargs):
        form = super().get_form(request, *args, **kwargs)
        form.glossary_request = request
        return form

    def get_formset(self, request, *args, **kwargs):
        formset = super().get_formset(request, *args, **kwargs)
        formset.form.glossary_request = request
        return formset

    def render_change_form(self, request, context, *args, **kwargs):
        shown = context.get("adminform")
        if shown is not None and REASON in shown.form.fields:
            shown.fieldsets = [*shown.fieldsets, reason_fieldset()]
        for inline in context.get("inline_admin_formsets", ()):
            show_reasons(inline)
        return super().render_change_form(request, context, *args, **kwargs)


def show_reasons(inline):
    """Show the field for a reason in every row of an inline, when one row needs it."""
    rows = inline.formset.forms
    if not any(REASON in form.fields for form in rows):
        return
    # The template makes the empty row later, from the class.
    inline.formset.form.asks_reason = True
    for form in rows:
        if REASON not in form.fields:
            form.add_reason_field()
    inline.fieldsets = [*inline.fieldsets, reason_fieldset()]


def reason_fieldset():
    return (_("Glossary"), {"fields": [REASON]})


def reminder(model, name, finding):
    """Return the sentence about a term of our choice that a saved text does not use."""
    label = capfirst(model._meta.get_field(name).verbose_name)
    # Translators: “Summary: …”, the name of a field and what the glossary says about it.
    return gettext("%(field)s: %(finding)s") % {"field": label, "finding": finding.message()}
