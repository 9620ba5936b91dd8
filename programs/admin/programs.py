"""Programs and their phases."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import (
    BilingualAdmin,
    BilingualStackedInline,
    BilingualTabularInline,
)
from icma_portal.publishing.admin import PublishableAdmin

from ..models import PhaseOrganization, Program, ProgramPhase
from .facts import SOURCES


class ProgramPhaseInline(BilingualStackedInline):
    """The phases in short; what else belongs to a phase is on its own page."""

    model = ProgramPhase
    fields = ["name", "slug", ("starts_on", "ends_on", "order")]
    show_change_link = True


class PhaseOrganizationInline(BilingualTabularInline):
    model = PhaseOrganization
    fields = ["organization", "role"]


@admin.register(Program)
class ProgramAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "aliases", "slug", "summary", "lead_picture"]}),
        (_("Place in the whole"), {"fields": ["parent", "organization", "order"]}),
        (_("Time and topics"), {"fields": [("starts_on", "ends_on"), "topics"]}),
        SOURCES,
    ]
    inlines = [ProgramPhaseInline]
    list_display = ["english_text", "chinese_text", "parent", "state"]
    list_filter = ["state"]
    list_select_related = ["parent"]
    ordering = ["order", "sort_key_en", "pk"]
    search_fields = ["name", "aliases", "slug"]


@admin.register(ProgramPhase)
class ProgramPhaseAdmin(BilingualAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "program", "summary", "order"]}),
        (
            _("Time"),
            {"fields": [("starts_on", "ends_on"), ("awarded_on", "duration_years")]},
        ),
        (_("Background"), {"fields": ["drivers"]}),
        SOURCES,
    ]
    inlines = [PhaseOrganizationInline]
    list_display = ["english_text", "chinese_text", "program", "starts_on", "ends_on"]
    list_filter = ["program"]
    list_select_related = ["program"]
    ordering = ["program", "order", "pk"]
    search_fields = ["name", "slug", "program__name"]
