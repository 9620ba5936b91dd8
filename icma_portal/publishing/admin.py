"""Publication in the admin: who may publish, and the actions on many records at once.

The right is the permission ``publishing.publish_content``. It belongs to no single model, so the
migration ``icma_portal/0002_groups`` keeps it under a content type without a model
(``publishing.publication_state``) and gives it to the group Publisher.
"""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual import formats
from icma_portal.bilingual.admin import LABELS, BilingualAdmin, BilingualForm

from .models import Publishable
from .parity import BOTH, EITHER, fields_of_gate, label, missing_texts
from .reviews.admin import OWN_WORK, ReviewAdminMixin
from .reviews.authors import SCHEDULE, is_own_work
from .tabs import StateTabsMixin

PUBLISH_PERMISSION = "publishing.publish_content"
State = Publishable.State
# What may be chosen without the right to publish.
OPEN_STATES = (State.DRAFT, State.IN_REVIEW)
# Translators: the act of publishing a record (发布), not a book or a paper.
HEADING = pgettext_lazy("act of publishing", "Publication")
STAMPS = ("created_at", "updated_at")
# What the form says about the two languages, by the rule of the model.
PARITY = {
    BOTH: _(
        "English and Chinese are published together, by this one state, and never one without the "
        "other. Needed in both languages: %(fields)s."
    ),
    EITHER: _(
        "English and Chinese are published together, by this one state. In a language without "
        "%(fields)s, the page carries a notice and search engines are asked to leave it out."
    ),
}


def may_publish(user):
    return user.has_perm(PUBLISH_PERMISSION)


def parity_note(model):
    """Return what the form of ``model`` says about its languages; nothing where it has no texts."""
    fields = [label(model, name) for name in fields_of_gate(model)]
    if not fields:
        return ""
    listed = formats.listing(fields, get_language())
    return PARITY[model.languages_to_publish] % {"fields": listed}


class PublishableForm(BilingualForm):
    """Offers only the states that the user may choose, and the one that the record has."""

    may_publish = False
    # Who must not publish their own work; nobody where somebody else decides afterwards anyway.
    author = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields and not self.may_publish:
            open_states = {*OPEN_STATES, self.instance.state}
            self.fields["state"].choices = [
                choice for choice in State.choices if choice[0] in open_states
            ]

    def clean(self):
        cleaned = super().clean()
        if self.author is not None and self._is_published_now() and self._is_own_work():
            self.add_error("state", OWN_WORK)
        return cleaned

    def _is_published_now(self):
        before, after = self.initial.get("state"), self.cleaned_data.get("state")
        return after == State.PUBLISHED != before

    def _is_own_work(self):
        if not settings.REVIEW_BY_ANOTHER:
            return False
        names = {field.name for field in self._meta.model._meta.get_fields()} - SCHEDULE
        return not names.isdisjoint(self.changed_data) or is_own_work(self.instance, self.author)

    def _update_errors(self, errors):
        """Show what the model's check says, also of fields that this form does not have.

        A field that holds something wrong has not reached the record, so that the check takes it
        for empty: its own error is enough.
        """
        found = {}
        for name, reasons in errors.update_error_dict({}).items():
            if name == NON_FIELD_ERRORS or name not in self.errors:
                place = name if name in self.fields else NON_FIELD_ERRORS
                found.setdefault(place, []).extend(reasons)
        super()._update_errors(ValidationError(found))


class PublishableAdmin(StateTabsMixin, ReviewAdminMixin, BilingualAdmin):
    """An admin of Publishable records. Admins declare the fields of the content only."""

    form = PublishableForm
    actions = ("publish", "back_to_draft", "archive")

    def get_fieldsets(self, request, obj=None):
        rows = ["state", ("published_at", "expires_at"), *([STAMPS] if obj else [])]
        publication = {"fields": rows, "description": parity_note(self.model)}
        return [*super().get_fieldsets(request, obj), (HEADING, publication)]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *STAMPS]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.may_publish, form.author = may_publish(request.user), _author(request)
        return form

    def has_publish_permission(self, request):
        """Serve ``permissions=["publish"]`` of the actions."""
        return may_publish(request.user) and self.has_change_permission(request)

    @admin.action(
        description=_("Publish selected records, both languages together"),
        permissions=["publish"],
    )
    def publish(self, request, queryset):
        self._set_state(request, queryset, State.PUBLISHED)

    @admin.action(description=_("Put selected records back to draft"), permissions=["change"])
    def back_to_draft(self, request, queryset):
        self._set_state(request, queryset, State.DRAFT)

    @admin.action(description=_("Archive selected records"), permissions=["publish"])
    def archive(self, request, queryset):
        self._set_state(request, queryset, State.ARCHIVED)

    @transaction.atomic
    def _set_state(self, request, queryset, state):
        """Save each record by itself, so that its own save() runs and its history tells of it."""
        changed = 0
        # Locked in one order: else two actions wait for each other, or meet a form's saving.
        rows = queryset.order_by("pk").select_for_update(of=("self",))
        for record in rows.exclude(state=state):
            if state == State.PUBLISHED and is_own_work(record, request.user):
                text = _("“%(record)s” was not published: you have written it yourself.")
                self.message_user(request, text % {"record": record}, messages.WARNING)
                continue
            record.state = state
            errors = record.publication_errors()
            if errors:
                self.message_user(request, refusal(record, errors), messages.WARNING)
                continue
            record.save()
            self.log_change(request, record, [{"changed": {"fields": ["state"]}}])
            changed += 1
        text = ngettext("%(count)d record was changed.", "%(count)d records were changed.", changed)
        self.message_user(request, text % {"count": changed})


def _author(request):
    return None if getattr(request, "is_put_aside", False) else request.user


def refusal(record, errors):
    """Return the sentence that tells why the action left ``record`` as it was."""
    if "expires_at" in errors:
        text = _("“%(record)s” was not published: its moment of expiry has passed.")
        return text % {"record": record}
    texts = [
        LABELS[language] % {"field": label(record, field)}
        for field, language in missing_texts(record)
    ]
    text = _("“%(record)s” was not published: these texts are missing: %(texts)s.")
    return text % {"record": record, "texts": formats.listing(texts, get_language())}


class PublishableInlineMixin:
    """An inline of Publishable records; its ``fields`` name the state and both moments."""

    form = PublishableForm

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.may_publish = may_publish(request.user)
        formset.form.author = _author(request)
        return formset
