"""The staff site as a whole, messages of visitors, accounts and the log of changes."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

# Not imported by the base classes themselves: it registers admins that are made of them.
from icma_portal.bilingual import glossary_admin  # noqa: F401
from icma_portal.bilingual.desk import admin as desk_admin  # noqa: F401
from icma_portal.bilingual.desk import import_admin  # noqa: F401
from icma_portal.bilingual.models import LanguageProfile
from icma_portal.web.admin import ReadOnlyAdmin, SafeChangeListMixin

from .models import ContactMessage

admin.site.site_header = _("ICMA international portal")
admin.site.site_title = _("ICMA international portal")
admin.site.index_title = _("Content and accounts")

admin.site.unregister([User, Group])


class LanguageProfileInline(admin.StackedInline):
    model = LanguageProfile
    can_delete = False


@admin.register(User)
class SafeUserAdmin(SafeChangeListMixin, UserAdmin):
    inlines = [LanguageProfileInline]


@admin.register(Group)
class SafeGroupAdmin(SafeChangeListMixin, GroupAdmin):
    pass


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """Who changed what, and when."""

    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag"]
    list_filter = ["action_flag"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "user__username"]


@admin.register(ContactMessage)
class ContactMessageAdmin(SafeChangeListMixin, admin.ModelAdmin):
    """What visitors wrote stays as they wrote it; only its state changes."""

    fields = ["subject", "name", "email", "language", "about", "message", "created_at", "state"]
    list_display = ["subject", "name", "language", "state", "created_at"]
    list_filter = ["state", "language"]
    readonly_fields = [name for name in fields if name != "state"]
    search_fields = ["subject", "name", "email", "message"]

    def has_add_permission(self, request):
        return False
