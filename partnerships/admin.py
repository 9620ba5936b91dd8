"""The staff pages of cities, partnerships, exchanges and assessments."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import (
    BilingualAdmin,
    BilingualStackedInline,
)
from icma_portal.care.merge_admin import MergeAdminMixin
from icma_portal.publishing.admin import PublishableAdmin
from programs.admin.facts import SOURCES, SOURCES_AND_NOTE, FactInline

from .models import (
    Assessment,
    AssessmentFact,
    Benefit,
    City,
    CityInterest,
    ContactPoint,
    Exchange,
    Membership,
    Office,
    Outcome,
    Partnership,
    PartnershipFact,
)


class OfficeInline(BilingualStackedInline):
    model = Office
    fields = [("organization", "kind"), "sources"]


class CityInterestInline(BilingualStackedInline):
    model = CityInterest
    fields = [("kind", "topic", "is_public"), "text"]


@admin.register(City)
class CityAdmin(MergeAdminMixin, PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "aliases", "slug", "kind", "lead_picture"]}),
        (_("Place"), {"fields": ["country", "administrative_area", "part_of", "is_coastal"]}),
        (_("Coordinates"), {"fields": [("latitude", "longitude"), "coordinates_note"]}),
        SOURCES_AND_NOTE,
    ]
    inlines = [OfficeInline, CityInterestInline]
    list_display = ["english_text", "chinese_text", "kind", "country", "state"]
    list_filter = ["state", "kind", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country"]
    search_fields = ["name", "aliases", "slug", "administrative_area", "country__name"]


@admin.register(CityInterest)
class CityInterestAdmin(BilingualAdmin):
    """A list of its own, for matching the needs of some cities with the offers of others."""

    fields = ["city", ("kind", "topic", "is_public"), "text"]
    list_display = ["city", "kind", "topic", "is_public"]
    list_filter = ["kind", "is_public", ("topic", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["city", "topic"]
    search_fields = ["city__name", "topic__name", "text"]


class MembershipInline(BilingualStackedInline):
    """The members; the benefits of each are on the member's own page."""

    model = Membership
    fields = [("city", "organization"), "on_behalf_of", ("role", "order")]
    show_change_link = True


class ExchangeInline(BilingualStackedInline):
    model = Exchange
    fields = [
        ("kind", "direction", "host"),
        ("starts_on", "ends_on", "participants"),
        "text",
        "sources",
        "order",
    ]


class OutcomeInline(FactInline):
    model = Outcome


class PartnershipFactInline(FactInline):
    model = PartnershipFact


class ContactPointInline(BilingualStackedInline):
    model = ContactPoint
    fields = ["office", ("city", "person"), ("email", "is_public")]


@admin.register(Partnership)
class PartnershipAdmin(PublishableAdmin):
    fieldsets = [
        (
            None,
            {"fields": ["name", "slug", "summary", ("kind", "horizon", "status"), "lead_picture"]},
        ),
        (
            _("Program"),
            {"fields": [("program", "phase"), ("project", "initiative"), "follow_on_of"]},
        ),
        (_("Time"), {"fields": [("starts_on", "ends_on"), "dates_note", "dates_sources"]}),
        (_("Subjects"), {"fields": ["topics", "objectives", "obstacles"]}),
        (_("Sources"), {"fields": ["sources", "roles_sources", "is_on_seed_page"]}),
    ]
    inlines = [
        MembershipInline,
        ExchangeInline,
        OutcomeInline,
        PartnershipFactInline,
        ContactPointInline,
    ]
    list_display = ["english_text", "chinese_text", "kind", "status", "state"]
    list_filter = ["state", "kind", "horizon", "status", "phase"]
    search_fields = ["name", "slug", "cities__name", "memberships__organization__name"]


class BenefitInline(FactInline):
    model = Benefit
    fields = ["kind", *FactInline.fields]


@admin.register(Membership)
class MembershipAdmin(BilingualAdmin):
    """Reached from the partnership; it holds what the member gained."""

    fields = ["partnership", ("city", "organization"), "on_behalf_of", ("role", "order")]
    inlines = [BenefitInline]
    list_display = ["__str__", "partnership", "role"]
    list_filter = ["role"]
    list_select_related = ["city", "organization", "partnership"]
    search_fields = ["city__name", "organization__name", "partnership__name"]

    def has_module_permission(self, request):
        return False


class AssessmentFactInline(FactInline):
    model = AssessmentFact


@admin.register(Assessment)
class AssessmentAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "city", "partnership"]}),
        (_("Program"), {"fields": [("program", "phase")]}),
        (_("Conduct"), {"fields": ["conducted_on", "organizations", "topics"]}),
        SOURCES,
    ]
    inlines = [AssessmentFactInline]
    list_display = ["english_text", "chinese_text", "city", "conducted_on", "state"]
    list_filter = ["state", "phase"]
    list_select_related = ["city"]
    search_fields = ["name", "slug", "city__name"]
