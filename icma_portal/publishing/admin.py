"""Publication in the admin: who may publish, and the actions on many records at once.

The right is the permission ``publishing.publish_content``. It belongs to no single model, so the
migration ``icma_portal/0002_groups`` keeps it under a content type without a model
(``publishing.publication_state``) and gives it to the group Publisher.
"""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from icma_portal.bilingual.admin import BilingualAdmin, BilingualForm

from .models import Publishable

PUBLISH_PERMISSION = "publishing.publish_content"
State = Publishable.State
# What may be chosen without the right to publish.
OPEN_STATES = (State.DRAFT, State.IN_REVIEW)
EXPIRED = _("This moment has passed: the record would expire before it is published.")
# Translators: the act of publishing a record (发布), not a book or a paper.
HEADING = pgettext_lazy("act of publishing", "Publication")
STAMPS = ("created_at", "updated_at")


def may_publish(user):
    return user.has_perm(PUBLISH_PERMISSION)


def expires_before_publication(state, published_at, expires_at):
    """Return whether a record published at this moment would already have expired."""
    is_published_now = state == State.PUBLISHED and published_at is None
    return bool(is_published_now and expires_at and expires_at <= timezone.now())


class PublishableForm(BilingualForm):
    """Offers only the states that the user may choose, and the one that the record has."""

    may_publish = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields and not self.may_publish:
            open_states = {*OPEN_STATES, self.instance.state}
            self.fields["state"].choices = [
                choice for choice in State.choices if choice[0] in open_states
            ]

    def clean(self):
        cleaned = super().clean()
        moments = [self.cleaned_data.get(name) for name in ("published_at", "expires_at")]
        is_typed = "published_at" in self.errors or "expires_at" in self.errors
        if not is_typed and expires_before_publication(self.cleaned_data.get("state"), *moments):
            self.add_error("expires_at", EXPIRED)
        return cleaned


class PublishableAdmin(BilingualAdmin):
    """An admin of Publishable records. Admins declare the fields of the content only."""

    form = PublishableForm
    actions = ("publish", "back_to_draft", "archive")

    def get_fieldsets(self, request, obj=None):
        rows = ["state", ("published_at", "expires_at"), *([STAMPS] if obj else [])]
        return [*super().get_fieldsets(request, obj), (HEADING, {"fields": rows})]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *STAMPS]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.may_publish = may_publish(request.user)
        return form

    def has_publish_permission(self, request):
        """Serve ``permissions=["publish"]`` of the actions."""
        return may_publish(request.user) and self.has_change_permission(request)

    @admin.action(description=_("Publish selected records"), permissions=["publish"])
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
        for record in queryset.exclude(state=state):
            if expires_before_publication(state, record.published_at, record.expires_at):
                text = _("“%(record)s” was not published: its moment of expiry has passed.")
                self.message_user(request, text % {"record": record}, messages.WARNING)
                continue
            record.state = state
            record.save()
            self.log_change(request, record, [{"changed": {"fields": ["state"]}}])
            changed += 1
        text = ngettext("%(count)d record was changed.", "%(count)d records were changed.", changed)
        self.message_user(request, text % {"count": changed})


class PublishableInlineMixin:
    """An inline of Publishable records; its ``fields`` name the state and both moments."""

    form = PublishableForm

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.may_publish = may_publish(request.user)
        return formset
