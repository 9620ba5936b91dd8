"""The staff site as a whole, accounts and the log of changes."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from icma_portal.accounts.second_factor import take_away
from icma_portal.accounts.sessions import end_sessions

# Not imported by the base classes themselves: it registers admins that are made of them.
from icma_portal.bilingual import glossary_admin  # noqa: F401
from icma_portal.bilingual.desk import admin as desk_admin  # noqa: F401
from icma_portal.bilingual.desk import import_admin  # noqa: F401
from icma_portal.bilingual.models import LanguageProfile
from icma_portal.bulk import admin as bulk_admin  # noqa: F401
from icma_portal.web.admin import ReadOnlyAdmin, SafeChangeListMixin

from .inbox import admin as inbox_admin  # noqa: F401

admin.site.site_header = _("ICMA international portal")
admin.site.site_title = _("ICMA international portal")
admin.site.index_title = _("Content and accounts")

# What would let an administrator become more than that.
BY_SUPERUSERS = ("is_superuser", "user_permissions")

admin.site.unregister([User, Group])
# They show the secrets of second factors; the portal's own pages do not.
admin.site.unregister([TOTPDevice, StaticDevice])


class LanguageProfileInline(admin.StackedInline):
    model = LanguageProfile
    can_delete = False


@admin.register(User)
class SafeUserAdmin(SafeChangeListMixin, UserAdmin):
    """Accounts: who is no superuser gives groups and no more, and not to superusers."""

    inlines = [LanguageProfileInline]
    actions = ["take_second_factor_away"]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, *BY_SUPERUSERS]

    def has_change_permission(self, request, obj=None):
        return self._may_touch(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_touch(request, obj) and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs, request):
        found = super().get_deleted_objects(objs, request)
        if request.user.is_superuser or not any(each.is_superuser for each in objs):
            return found
        shown, counts, needed, protected = found
        return shown, counts, {*needed, self.opts.verbose_name}, protected

    @admin.action(
        description=_("Take the second step of the sign-in away, to be set up anew"),
        permissions=["change"],
    )
    def take_second_factor_away(self, request, queryset):
        users = [user for user in queryset if self._may_touch(request, user)]
        for user in users:
            take_away(user)
        end_sessions([user.pk for user in users])
        self.message_user(request, _("It is set up anew at the next sign-in."))

    def _may_touch(self, request, user):
        return user is None or request.user.is_superuser or not user.is_superuser


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
