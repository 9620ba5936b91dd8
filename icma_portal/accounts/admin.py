"""The security log in the admin, to read only."""

from django.contrib import admin

from icma_portal.web.admin import ReadOnlyAdmin

from .models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["happened_at", "event", "user_name", "target", "address"]
    list_filter = ["event", "happened_at"]
    search_fields = ["user_name", "target", "address"]
    fields = ["happened_at", "event", "user_name", "address", "target", "details"]
