"""The list of those who registered, for staff: to look through, take out, cancel, write again."""

import csv

from django.contrib import admin, messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from china_center.models import EventRegistration
from icma_portal.accounts import audit
from icma_portal.exports.spreadsheets import BYTE_ORDER_MARK, guarded
from icma_portal.publishing.tabs import StateTabsMixin
from icma_portal.web.admin import SafeChangeListMixin

from . import mail, places

COLUMNS = ("name", "organization", "email", "language", "state", "created_at")


class MailedFilter(admin.SimpleListFilter):
    title = gettext_lazy("told by mail")
    parameter_name = "mailed"

    def lookups(self, request, model_admin):
        return [("no", _("No"))]

    def queryset(self, request, queryset):
        return queryset.filter(mailed_at=None) if self.value() == "no" else queryset


@admin.register(EventRegistration)
class EventRegistrationAdmin(StateTabsMixin, SafeChangeListMixin, admin.ModelAdmin):
    """What people gave stays as they gave it. Places follow from the list, never from a hand."""

    fields = readonly_fields = ["event", *COLUMNS, "mailed_at"]
    actions = ["as_csv", "mail_again", "cancel_selected", "fill_places"]
    list_display = ["name", "organization", "email", "event", "state", "created_at", "mailed_at"]
    list_filter = [("event", admin.RelatedOnlyFieldListFilter), MailedFilter, "state"]
    list_select_related = ["event"]
    ordering = ["event", "pk"]
    search_fields = ["name", "organization", "email"]

    def has_add_permission(self, request):
        return False

    def get_actions(self, request):
        """Leave out the stock deletion: to cancel gives the place on, and tells people."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_model(self, request, registration):
        self._tell(places.cancel(registration))

    @admin.action(description=gettext_lazy("Take out as CSV"), permissions=["view"])
    def as_csv(self, request, queryset):
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="registrations.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        response.write(BYTE_ORDER_MARK)
        writer = csv.writer(response)
        writer.writerow(["event", *COLUMNS])
        for each in queryset.select_related("event").order_by("event", "pk"):
            row = [each.event.slug, *(getattr(each, name) for name in COLUMNS[:-1])]
            writer.writerow([*map(guarded, row), each.created_at.isoformat(timespec="seconds")])
        target = f"{self.opts.verbose_name_plural}: {queryset.count()}"
        audit.record(audit.Event.EXPORT, request=request, target=target)
        return response

    @admin.action(description=gettext_lazy("Mail the standing once more"), permissions=["change"])
    def mail_again(self, request, queryset):
        chosen = queryset.select_related("event")
        lost = len([each for each in chosen if not mail.send_standing(each)])
        self._report(request, lost)

    @admin.action(
        description=gettext_lazy("Cancel, delete and tell the people"), permissions=["change"]
    )
    def cancel_selected(self, request, queryset):
        lost = 0
        for each in list(queryset.select_related("event")):
            lost += self._tell(places.cancel(each)) + (not mail.send_cancelled(each))
        self._report(request, lost)

    @admin.action(
        description=gettext_lazy("Give free places to those who wait"), permissions=["change"]
    )
    def fill_places(self, request, queryset):
        events = {each.event for each in queryset.select_related("event")}
        moved = [person for event in events for person in places.fill(event)]
        told = ngettext("%(count)d person moved up.", "%(count)d people moved up.", len(moved))
        self.message_user(request, told % {"count": len(moved)})
        self._report(request, self._tell(moved))

    def _tell(self, moved):
        """Write to those who moved up; return to how many the mail server took nothing."""
        return len([each for each in moved if not mail.send_standing(each)])

    def _report(self, request, lost):
        if lost:
            told = ngettext(
                "%(count)d mail was not taken by the mail server.",
                "%(count)d mails were not taken by the mail server.",
                lost,
            )
            self.message_user(request, told % {"count": lost}, messages.ERROR)
