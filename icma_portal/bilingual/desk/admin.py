"""The translation desk in the admin; imported by the roof's admin."""

from django.contrib import admin

from icma_portal.web.admin import ReadOnlyAdmin

from ..models import TranslationUnit


@admin.register(TranslationUnit)
class TranslationUnitAdmin(ReadOnlyAdmin):
    list_display = ["content_type", "field", "target_language", "state", "state_since", "edited_by"]
    list_filter = ["state", "target_language"]
    list_select_related = ["content_type", "edited_by"]
