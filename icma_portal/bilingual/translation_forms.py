"""Translations in ordinary forms: who may write what, the minor edit, and what is open.

The forms of all records carry this, so that staff see beside each text what the desk knows.
"""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .desk.rights import is_bound_to_languages, languages_of
from .languages import columns
from .models import TranslationUnit, translated_fields
from .tracking import editing

MINOR = "is_minor_edit"
# Translators: heading of the box that says what a change means for the other language.
HEADING = pgettext_lazy("heading in a form", "Translation")


class TranslatorRightsMixin:
    """Lets a user who is bound to languages change the texts in these, and nothing else.

    For admins and inlines alike.
    """

    def get_readonly_fields(self, request, obj=None):
        given = super().get_readonly_fields(request, obj)
        if not is_bound_to_languages(request.user):
            return given
        closed = [*self._closed_fields(request.user), *self.form.declared_fields]
        return [*given, *(name for name in closed if name not in given)]

    def get_form(self, request, *args, **kwargs):
        return self._without_inputs_of_others(super().get_form(request, *args, **kwargs), request)

    def get_formset(self, request, *args, **kwargs):
        formset = super().get_formset(request, *args, **kwargs)
        formset.form = self._without_inputs_of_others(formset.form, request)
        return formset

    def _without_inputs_of_others(self, form, request):
        """Take out inputs that no column stands behind, a new file above all.

        Django leaves them in a form though they are read-only.
        """
        if is_bound_to_languages(request.user):
            declared = form.declared_fields
            form.base_fields = {
                name: field for name, field in form.base_fields.items() if name not in declared
            }
        return form

    def has_add_permission(self, request, *args):
        return super().has_add_permission(request, *args) and not is_bound_to_languages(
            request.user
        )

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and not is_bound_to_languages(request.user)

    def _closed_fields(self, user):
        """Return the names of all fields but the texts in the languages of ``user``."""
        ours = languages_of(user)
        both = columns(*translated_fields(self.model))
        fields = {field.name: field for field in (*self.opts.fields, *self.opts.many_to_many)}
        open_columns = {name for name in both if fields[name].language in ours}
        return [
            name
            for name, field in fields.items()
            if field.editable and not field.primary_key and name not in open_columns
        ]


class TranslationAdminMixin(TranslatorRightsMixin):
    """Says who is at work and what kind of change it is, and shows which texts are open."""

    def changeform_view(self, request, *args, **kwargs):
        with editing(is_minor=MINOR in request.POST):
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        shown = context.get("adminform")
        record = shown.form.instance if shown is not None else None
        if record is not None and record.pk and self.has_change_permission(request, record):
            self._show_minor_edit(shown)
        if request.user.has_perm("bilingual.view_translationunit"):
            show_open_translations(forms_of(context))
        return super().render_change_form(request, context, *args, **kwargs)

    def _show_minor_edit(self, shown):
        shown.form.fields[MINOR] = forms.BooleanField(
            label=_("Minor edit"),
            help_text=_(
                "The change does not touch the meaning (a typing error, a comma): translations "
                "that are up to date stay so. Without it, the text in the other language counts "
                "as out of date until somebody looks at it."
            ),
            required=False,
        )
        shown.fieldsets = [*shown.fieldsets, (HEADING, {"fields": [MINOR]})]


def forms_of(context):
    """Return the forms of all saved records on a page of the admin: its own and its inlines'."""
    shown = context.get("adminform")
    found = [shown.form] if shown is not None else []
    for inline in context.get("inline_admin_formsets", ()):
        found += inline.formset.initial_forms
    return [form for form in found if form.instance.pk]


def show_open_translations(shown):
    """Put the state of each open translation below its input, with a link to the desk."""
    by_model = {}
    for form in shown:
        if translated_fields(type(form.instance)):
            by_model.setdefault(type(form.instance), {})[form.instance.pk] = form
    for model, by_pk in by_model.items():
        units = TranslationUnit.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=list(by_pk),
            state__in=TranslationUnit.OPEN,
        )
        for unit in units:
            field = by_pk[unit.object_id].fields.get(unit.column)
            if field is not None:
                field.help_text = format_html("{} {}", badge(unit), field.help_text)


def badge(unit):
    """Return the state of an open translation as a mark with a link to its form at the desk."""
    address = reverse("admin:bilingual_translationunit_change", args=[unit.pk])
    return format_html(
        '<span class="badge badge-{}">{}</span> <a href="{}">{}</a>',
        unit.state,
        unit.get_state_display(),
        address,
        gettext("Translate side by side"),
    )
