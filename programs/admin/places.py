"""Countries and regions, their ties to ICMA's work, and groups of them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import (
    BilingualAdmin,
    BilingualStackedInline,
    BilingualTabularInline,
)
from icma_portal.publishing.admin import PublishableAdmin

from ..models import Country, CountryGroup, CountryGroupMembership, CountryInvolvement


class CountryInvolvementInline(BilingualStackedInline):
    model = CountryInvolvement
    fields = ["kind", "sources"]


class CountryGroupMembershipInline(BilingualTabularInline):
    model = CountryGroupMembership
    fields = ["country", "source"]


@admin.register(Country)
class CountryAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", ("iso_code", "continent")]}),
        (_("Notes"), {"fields": ["note"]}),
    ]
    inlines = [CountryInvolvementInline]
    list_display = ["english_text", "chinese_text", "iso_code", "continent", "state"]
    list_filter = ["state", "continent", "involvements__kind"]
    search_fields = ["name", "slug", "=iso_code"]


@admin.register(CountryGroup)
class CountryGroupAdmin(BilingualAdmin):
    fields = ["name", "slug", "initiative"]
    inlines = [CountryGroupMembershipInline]
    list_display = ["english_text", "chinese_text", "initiative"]
    list_select_related = ["initiative"]
    search_fields = ["name", "slug"]
