"""The page on which a record is sent for review, returned with a remark, or published."""

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from icma_portal.bilingual.desk.rights import is_bound_to_languages

from ..history.admin import recorded
from ..models import Publishable, ReviewNote, Version
from ..revisions.admin import RevisionAdminMixin
from ..versioned import ChangedMeanwhile
from .authors import is_own_work

State, Step = Publishable.State, ReviewNote.Step
MAX_LENGTH = 4000
STATES = {Step.SENT: State.IN_REVIEW, Step.RETURNED: State.DRAFT, Step.PUBLISHED: State.PUBLISHED}
DONE = {
    Step.SENT: gettext_lazy("“%(record)s” was sent for review."),
    Step.RETURNED: gettext_lazy("“%(record)s” was returned to draft with your remark."),
    Step.PUBLISHED: gettext_lazy("“%(record)s” was published."),
    Step.REMARK: gettext_lazy("Your remark was kept."),
}
OWN_WORK = gettext_lazy(
    "You have written this yourself since it was last published: somebody else publishes it."
)
NEEDS_REMARK = gettext_lazy("Say in a remark what is to be done.")


class NoteForm(forms.Form):
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 70}),
    )


class ReviewAdminMixin(RevisionAdminMixin):
    """An admin of Publishable records with a page for the review of each."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_review"
        view = self.admin_site.admin_view(self.review_view)
        return [path("<int:pk>/review/", view, name=name), *super().get_urls()]

    def review_view(self, request, pk):
        """Show what was said about a record, and take the next step (POST)."""
        record = self._record_of(request, pk)
        steps = self.steps_for(request, record)
        form, reasons, status = NoteForm(request.POST or None), [], 200
        if request.method == "POST":
            step = request.POST.get("step", "")
            if step not in steps:
                raise PermissionDenied
            reasons = self._reasons_against(request, record, step, form)
            if not reasons:
                try:
                    self._take(request, record, step, form.cleaned_data["remark"])
                    return HttpResponseRedirect(request.path)
                except ChangedMeanwhile:
                    reasons, status = [_("Somebody else was quicker: look at it again.")], 409
            status = 422 if status == 200 else status
        context = {
            **self._page_context(request, _("Review: %(record)s") % {"record": record}),
            "record": record,
            "notes": notes_of(record),
            "steps": steps,
            "form": form,
            "reasons": reasons,
            "previews": self._previews(record),
            "is_own_work": Step.PUBLISHED in steps and is_own_work(record, request.user),
        }
        return TemplateResponse(request, "admin/publishing/review.html", context, status=status)

    def steps_for(self, request, record):
        """Return the steps that the user may take with ``record`` as it stands."""
        if not self.has_change_permission(request, record):
            return []
        steps = [Step.REMARK]
        if is_bound_to_languages(request.user):
            return steps
        if record.state == State.DRAFT:
            steps.append(Step.SENT)
        elif record.state == State.IN_REVIEW and self.has_publish_permission(request):
            steps += [Step.RETURNED, Step.PUBLISHED]
        return steps

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if record is not None and record.pk:
            context["review_address"] = self._address("review", record.pk)
            context["returned"] = returned_note(record)
        return super().render_change_form(request, context, *args, **kwargs)

    def _reasons_against(self, request, record, step, form):
        if not form.is_valid():
            return [reason for reasons in form.errors.values() for reason in reasons]
        if step in (Step.RETURNED, Step.REMARK) and not form.cleaned_data["remark"]:
            return [NEEDS_REMARK]
        if step == Step.PUBLISHED:
            if is_own_work(record, request.user):
                return [OWN_WORK]
            record.state = State.PUBLISHED
            return ValidationError(record.publication_errors()).messages
        return []

    def _take(self, request, record, step, remark):
        with transaction.atomic(), recorded(request, Version.Origin.ACTION):
            if step in STATES:
                record.state = STATES[step]
                record.save()
                self.log_change(request, record, [{"changed": {"fields": ["state"]}}])
            ReviewNote.objects.create(
                record=record,
                step=step,
                remark=remark,
                made_by=request.user,
                user_name=request.user.get_username(),
            )
        messages.success(request, DONE[step] % {"record": record})


def notes_of(record):
    """Return the notes on ``record``, newest first."""
    content_type = ContentType.objects.get_for_model(record)
    return ReviewNote.objects.filter(content_type=content_type, object_id=record.pk)


def returned_note(record):
    """Return the note with which a draft came back, if that was the last step of its review."""
    if record.state != State.DRAFT:
        return None
    last = notes_of(record).exclude(step=Step.REMARK).first()
    return last if last is not None and last.step == Step.RETURNED else None
