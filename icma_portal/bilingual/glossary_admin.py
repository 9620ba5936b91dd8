"""The glossary in the admin; imported by the roof's admin."""

from django.contrib import admin

from icma_portal.publishing.history.admin import HistoryAdminMixin
from icma_portal.web.admin import ReadOnlyAdmin, SafeChangeListMixin

from .admin import BilingualAdmin
from .models import Term, TermArea, TermOverrule


@admin.register(TermArea)
class TermAreaAdmin(BilingualAdmin):
    fields = ["name", "slug", "order"]
    list_display = ["english_text", "chinese_text", "order"]
    search_fields = ["name", "slug"]
    ordering = ["order", "pk"]


@admin.register(Term)
class TermAdmin(HistoryAdminMixin, SafeChangeListMixin, admin.ModelAdmin):
    fields = [
        ("english", "chinese"),
        "slug",
        ("area", "status"),
        ("other_english", "other_chinese"),
        ("forbidden_english", "forbidden_chinese"),
        "exempt",
        "matches_case",
        "note",
    ]
    autocomplete_fields = ["area"]
    list_display = ["english", "chinese", "area", "status"]
    list_filter = ["status", "area"]
    list_select_related = ["area"]
    prepopulated_fields = {"slug": ["english"]}
    search_fields = ["english", "chinese", "other_english", "other_chinese", "slug"]


@admin.register(TermOverrule)
class TermOverruleAdmin(ReadOnlyAdmin):
    """Reasons are given in the forms of the records, and only looked at here."""

    list_display = ["term_key", "reason", "content_type", "field", "made_by", "made_at"]
    list_filter = ["content_type"]
    list_select_related = ["content_type", "made_by"]
    search_fields = ["term_key", "reason"]
