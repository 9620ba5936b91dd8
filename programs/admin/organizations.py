"""Organizations and people."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from icma_portal.care.merge_admin import MergeAdminMixin
from icma_portal.publishing.admin import PublishableAdmin

from ..models import Organization, OrganizationFact, Person
from .facts import SOURCES_AND_NOTE, FactInline


class OrganizationFactInline(FactInline):
    model = OrganizationFact


@admin.register(Organization)
class OrganizationAdmin(MergeAdminMixin, PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "chinese_name_status", "acronym", "aliases", "slug", "kind"]}),
        (_("Place"), {"fields": ["country", "website"]}),
        (_("Relations"), {"fields": ["parent", "affiliated_with"]}),
        SOURCES_AND_NOTE,
    ]
    inlines = [OrganizationFactInline]
    list_display = ["english_text", "chinese_text", "acronym", "kind", "state"]
    list_filter = ["state", "kind", "chinese_name_status"]
    search_fields = ["name", "acronym", "aliases", "slug"]


@admin.register(Person)
class PersonAdmin(PublishableAdmin):
    fields = ["name", "slug", "job_title", "organization", "part", "has_consented"]
    list_display = ["english_text", "chinese_text", "organization", "has_consented", "state"]
    list_filter = ["state", "part", "has_consented"]
    list_select_related = ["organization"]
    search_fields = ["name", "job_title", "slug", "organization__name"]
