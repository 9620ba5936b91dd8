"""Projects and the initiatives of others."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import BilingualTabularInline
from icma_portal.publishing.admin import PublishableAdmin

from ..models import Contributor, Initiative, InitiativeFact, Project
from .facts import SOURCES, FactInline


class InitiativeFactInline(FactInline):
    model = InitiativeFact


class ContributorInline(BilingualTabularInline):
    model = Contributor
    fields = ["kind", "organization", "person"]


@admin.register(Initiative)
class InitiativeAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "owner", "owner_name", "starts_on"]}),
        SOURCES,
    ]
    inlines = [InitiativeFactInline]
    list_display = ["english_text", "chinese_text", "owner", "state"]
    list_filter = ["state"]
    list_select_related = ["owner"]
    search_fields = ["name", "slug", "owner_name"]


@admin.register(Project)
class ProjectAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "summary"]}),
        (_("Program"), {"fields": ["program", "phase", "stage", "uses_citylinks_model"]}),
        (_("Time and place"), {"fields": [("starts_on", "ends_on"), "countries"]}),
        (_("Donors and topics"), {"fields": ["donors", "topics"]}),
        SOURCES,
    ]
    inlines = [ContributorInline]
    list_display = ["english_text", "chinese_text", "program", "stage", "state"]
    list_filter = ["state", "stage", "uses_citylinks_model", "program"]
    list_select_related = ["program"]
    search_fields = ["name", "slug"]
