"""Changes in the admin as edits in the history, and the addresses of its pages."""

from contextlib import nullcontext

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.urls import path

from ..models import Version
from . import pages
from .recording import recording

Origin = Version.Origin


class HistoryAdminMixin:
    """An admin whose every saving, action and deletion is one edit of the person at work."""

    def changeform_view(self, request, *args, **kwargs):
        with recorded(request, Origin.ADMIN):
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        with recorded(request, Origin.ACTION):
            return super().changelist_view(request, *args, **kwargs)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        # For the tools above the list.
        changelist.has_deleted_records = True
        changelist.is_exported = self.has_change_permission(request)
        return changelist

    def delete_view(self, request, *args, **kwargs):
        with recorded(request, Origin.ADMIN):
            return super().delete_view(request, *args, **kwargs)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own = [
            path("deleted/", wrap(self.deleted_view), name=f"{name}_deleted"),
            path("deleted/<int:number>/", wrap(self.restore_view), name=f"{name}_restore"),
            path(
                "<path:object_id>/history/<int:number>/",
                wrap(self.compare_view),
                name=f"{name}_compare",
            ),
        ]
        return [*own, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        record = self._record(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return pages.history_page(self, request, record)

    def compare_view(self, request, object_id, number):
        record = self._record(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return pages.compare_page(self, request, record, number)

    def deleted_view(self, request):
        self._require_history(request)
        return pages.deleted_page(self, request)

    def restore_view(self, request, number):
        self._require_history(request)
        return pages.restore_page(self, request, number)

    def _record(self, request, object_id):
        self._require_history(request)
        record = self.get_object(request, unquote(object_id))
        if record is not None:
            self._require_history(request, record)
        return record

    def _require_history(self, request, record=None):
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied


def recorded(request, origin):
    """Return a block of the history for what ``request`` does; none for a mere look."""
    if request.method != "POST":
        # A transaction would take SQLite's only write lock.
        return nullcontext()
    return recording(user=request.user, origin=origin)
