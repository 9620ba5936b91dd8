"""The pages of the admin that carry versions, and what they show when two people met."""

import json

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, transaction
from django.http import Http404, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import note_presence
from ..versioned import ChangedMeanwhile, VersionedModel
from .forms import JUDGED, SEEN, key_of, versions_in
from .gone_rows import without_gone_rows

# How often a saving is tried again that met another one between its check and its writing.
TRIES = 3


class ConflictAdminMixin:
    """An admin whose forms never overwrite what was saved since they were opened."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_presence"
        view = self.admin_site.admin_view(self.presence_view)
        return [path("<int:pk>/presence/", view, name=name), *super().get_urls()]

    @method_decorator(require_POST)
    def presence_view(self, request, pk):
        """Note that the form of a record is open; answer with the names of who else has it."""
        record = self.get_object(request, str(pk))
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        return JsonResponse({"others": note_presence(record, request.user)})

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, *args, **kwargs)
        request.gone_rows = without_gone_rows(self, request)
        for attempt in range(TRIES):
            try:
                with transaction.atomic():
                    # Savings of one record queue here, so that what is checked is what is written.
                    self._lock(object_id)
                    return super().changeform_view(request, object_id, *args, **kwargs)
            except ChangedMeanwhile:
                # Written between the check and the writing: the check finds it the next time.
                if attempt == TRIES - 1:
                    return self._typed_page(request)
            except OperationalError:
                # Two savings that waited for each other: PostgreSQL ends one of them.
                if attempt == TRIES - 1:
                    raise
            for file in request.FILES.values():
                file.seek(0)

    def _lock(self, object_id):
        """Hold the row of the record until the transaction ends; no key of a record holds none.

        SQLite has but one writer, who holds everything already.
        """
        if not connection.features.has_select_for_update:
            return
        try:
            key = self.opts.pk.to_python(unquote(object_id))
        except ValidationError:
            return
        locked = self.model._base_manager.select_for_update(no_key=True).filter(pk=key)
        list(locked.values_list("pk", flat=True))

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.has_gone_rows = bool(getattr(request, "gone_rows", ()))
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        shown = context.get("adminform")
        record = shown.form.instance if shown is not None else None
        conflicts = []
        if record is not None and record.pk and isinstance(record, VersionedModel):
            found = [shown.form, *_forms_of_rows(context)]
            conflicts = [form.conflict for form in found if getattr(form, "conflict", None)]
            self._carry_versions(shown, found, getattr(request, "gone_rows", []))
        context["conflicts"] = conflicts
        if record is not None and record.pk and self.has_change_permission(request, record):
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_presence"
            context["presence_address"] = reverse(name, args=[record.pk])
        context["gone_rows"] = getattr(request, "gone_rows", [])
        response = super().render_change_form(request, context, *args, **kwargs)
        if conflicts or context["gone_rows"]:
            response.status_code = 409
        return response

    def _carry_versions(self, shown, found, gone):
        """Let the page carry the versions that it shows, and those that were chosen between.

        A page that comes back keeps what its writer saw first: that is what both began with.
        """
        form = shown.form
        versions = {key_of(each.instance): each.instance.version for each in found}
        seen = {**versions, **(versions_in(form.data) if form.is_bound else {})}
        for row in gone:
            seen.pop(row.key, None)
        for name, value in ((SEEN, seen), (JUDGED, versions)):
            text = json.dumps(value)
            form.fields[name] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=text
            )
            if form.is_bound:
                form.data = form.data.copy()
                form.data[name] = text
        shown.fieldsets = [*shown.fieldsets, (None, {"fields": [SEEN, JUDGED]})]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        if request.method == "POST":
            return self._typed_page(request)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def _typed_page(self, request):
        """Answer a saving that has nowhere to go with all that was typed."""
        hidden = ("csrfmiddlewaretoken", SEEN, JUDGED)
        typed = [
            (name, text)
            for name, texts in request.POST.lists()
            for text in texts
            if text.strip() and name not in hidden and not name.endswith("_FORMS")
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Nothing was saved"),
            "typed": typed,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/publishing/typed.html", context, status=409)


def _forms_of_rows(context):
    return [
        form
        for inline in context.get("inline_admin_formsets", ())
        for form in inline.formset.initial_forms
        if form.instance.pk and isinstance(form.instance, VersionedModel)
    ]
