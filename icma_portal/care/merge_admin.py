"""The action that makes one of two records, with a page that shows first what it will do."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .merging import CannotMerge, hanging_on, merge

PAIR = 2


class MergeAdminMixin:
    """An admin of records of which there may be two of the same: cities, organizations."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if self._may_merge(request):
            action = MergeAdminMixin.make_one_of_two
            actions["make_one_of_two"] = (
                action,
                "make_one_of_two",
                action.short_description,
            )
        return actions

    @staticmethod
    @admin.action(description=gettext_lazy("Make one record of two that are the same"))
    def make_one_of_two(model_admin, request, queryset):
        pks = list(queryset.order_by("pk").values_list("pk", flat=True)[: PAIR + 1])
        if len(pks) != PAIR:
            messages.warning(request, _("Choose exactly two records."))
            return None
        return HttpResponseRedirect(model_admin._merge_address(*pks))

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/<int:one>/<int:other>/", view, name=name), *super().get_urls()]

    def merge_view(self, request, one, other):
        """Show what hangs on both, and make one of them (POST with ``keep``)."""
        if not self._may_merge(request):
            raise PermissionDenied
        records = [self.get_object(request, str(each)) for each in (one, other)]
        if None in records or one == other:
            raise Http404
        reasons = []
        if request.method == "POST":
            keep = request.POST.get("keep")
            kept = next((each for each in records if str(each.pk) == keep), None)
            if kept is None:
                reasons = [_("Choose the record that stays.")]
            else:
                gone = next(each for each in records if each != kept)
                try:
                    return self._merged(request, kept, gone)
                except CannotMerge as error:
                    reasons = [str(error)]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Make one record of two"),
            "list_address": reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            ),
            "records": [(each, hanging_on(each)) for each in records],
            "reasons": reasons,
            "media": self.media,
        }
        status = 422 if reasons else 200
        return TemplateResponse(request, "admin/care/merge.html", context, status=status)

    def _merged(self, request, kept, gone):
        name = str(gone)
        for note in merge(kept, gone, request.user):
            messages.warning(request, note)
        text = _("“%(gone)s” is now part of “%(kept)s”. Deleted records can be restored.")
        messages.success(request, text % {"gone": name, "kept": kept})
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[kept.pk]))

    def _may_merge(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def _merge_address(self, one, other):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        return reverse(name, args=[one, other])
