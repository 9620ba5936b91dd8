"""The staff pages of the China Center."""

from django.contrib import admin
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import (
    BilingualAdmin,
    BilingualStackedInline,
    BilingualTabularInline,
)
from icma_portal.publishing.admin import PublishableAdmin
from programs.admin.facts import SOURCES, SOURCES_AND_NOTE, FactInline

from .certification import admin as certification_admin  # noqa: F401 (registers its pages)
from .due import ending, owing
from .models import (
    Accreditation,
    Agreement,
    AgreementParty,
    Approval,
    Audience,
    BoardSeat,
    Center,
    Commitment,
    CorporatePartner,
    EcoPartnershipPledge,
    Event,
    EventFact,
    EventOrganization,
    Goal,
    Highlight,
    NetworkMembership,
    PledgeAim,
    Session,
    StudyTour,
    TrainingBase,
    TrainingProgram,
    TrainingSession,
)
from .registration import admin as registration_admin  # noqa: F401

# The Center -------------------------------------------------------------------


class GoalInline(BilingualStackedInline):
    model = Goal
    fields = ["name", "slug", "text", "sources", "order"]


class BoardSeatInline(BilingualTabularInline):
    model = BoardSeat
    fields = ["number", "organization", "person", "starts_on", "ends_on"]


@admin.register(Center)
class CenterAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", ("program", "organization")]}),
        (_("Foundation and seat"), {"fields": ["founded_on", "founders", ("seat", "city")]}),
        (_("Texts"), {"fields": ["seat_text", "mission", "return_benefit", "governance"]}),
        (_("Contact"), {"fields": ["website", "contact_email"]}),
        SOURCES,
    ]
    inlines = [GoalInline, BoardSeatInline]
    list_display = ["english_text", "chinese_text", "city", "state"]
    list_filter = ["state"]
    list_select_related = ["city"]
    search_fields = ["name", "slug"]


@admin.register(Goal)
class GoalAdmin(BilingualAdmin):
    """Reached from the Center; what serves a goal searches here."""

    fields = ["name", "slug", "center", "text", "sources", "order"]
    list_display = ["english_text", "chinese_text", "center"]
    list_select_related = ["center"]
    ordering = ["order", "pk"]
    search_fields = ["name", "slug"]

    def has_module_permission(self, request):
        return False


# Agreements -------------------------------------------------------------------


class AgreementPartyInline(BilingualTabularInline):
    model = AgreementParty
    fields = ["organization", "role", "order"]


class ApprovalInline(BilingualStackedInline):
    model = Approval
    fields = ["authority", ("through", "approved_on"), "sources"]


class CommitmentInline(FactInline):
    """What was promised; a party must be saved before a commitment can name it."""

    model = Commitment
    fields = [
        "text",
        ("party", "state", "due_on"),
        *Commitment.EVIDENCE,
        "sources",
        ("order", "is_internal"),
    ]


class AttentionFilter(admin.SimpleListFilter):
    title = _("needs attention")
    parameter_name = "attention"

    def lookups(self, request, model_admin):
        return [("ends", _("ends soon")), ("owes", _("promises fall due"))]

    def queryset(self, request, queryset):
        chosen = {"ends": ending, "owes": owing}.get(self.value())
        return queryset.filter(pk__in=chosen(localdate()).values("pk")) if chosen else queryset


@admin.register(Agreement)
class AgreementAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "purpose", "center"]}),
        (
            _("Time"),
            {"fields": [("signed_on", "ends_on"), ("renewed_on", "terminated_on"), "term_months"]},
        ),
        (_("Condition"), {"fields": ["condition", "condition_met_on"]}),
        (_("Relations"), {"fields": ["beneficiary", "event", "goals", "documents"]}),
        SOURCES_AND_NOTE,
    ]
    inlines = [AgreementPartyInline, ApprovalInline, CommitmentInline]
    list_display = ["english_text", "chinese_text", "kind", "signed_on", "standing", "state"]
    list_filter = ["state", "kind", AttentionFilter]
    ordering = ["signed_on", "pk"]
    search_fields = ["name", "slug", "organizations__name"]

    @admin.display(description=_("status"))
    def standing(self, agreement):
        return agreement.status.label


@admin.register(Accreditation)
class AccreditationAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", ("holder", "granted_by"), "scope", "center"]}),
        (_("Time"), {"fields": [("granted_on", "ends_on")]}),
        SOURCES_AND_NOTE,
    ]
    list_display = ["english_text", "chinese_text", "holder", "granted_on", "state"]
    list_filter = ["state"]
    list_select_related = ["holder"]
    search_fields = ["name", "slug", "holder__name"]


# Events -----------------------------------------------------------------------


class EventOrganizationInline(BilingualTabularInline):
    model = EventOrganization
    fields = ["organization", "role", "order"]


class SessionInline(BilingualStackedInline):
    model = Session
    fields = [("kind", "order"), "title"]


class HighlightInline(FactInline):
    model = Highlight
    fk_name = "event"
    fields = ["text", ("sub_event", "survey", "video"), "sources", ("order", "is_internal")]


class EventFactInline(FactInline):
    model = EventFact


class StudyTourInline(FactInline):
    model = StudyTour
    fields = [("timing", "starts_on", "city"), *FactInline.fields]


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "theme", ("center", "parent"), "lead_picture"]}),
        (_("Series"), {"fields": ["series_name", "number_in_series"]}),
        (
            _("Time and place"),
            {
                "fields": [
                    ("starts_on", "ends_on"),
                    ("starts_at", "ends_at", "time_zone"),
                    *("city", "venue"),
                ]
            },
        ),
        (_("Participants"), {"fields": [("participants", "participant_countries")]}),
        (
            _("Registration"),
            {"fields": [("registration_opens_on", "registration_closes_on", "places")]},
        ),
        (_("Subjects"), {"fields": ["topics", "goals"]}),
        (_("Documents"), {"fields": ["documents"]}),
        SOURCES,
    ]
    inlines = [
        EventOrganizationInline,
        SessionInline,
        HighlightInline,
        EventFactInline,
        StudyTourInline,
    ]
    list_display = ["english_text", "chinese_text", "kind", "starts_on", "city", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["city"]
    ordering = ["-starts_on", "sort_key_en", "pk"]
    search_fields = ["name", "series_name", "theme", "slug", "city__name"]


# Training ---------------------------------------------------------------------


@admin.register(Audience)
class AudienceAdmin(BilingualAdmin):
    fields = ["name", "slug"]
    list_display = ["english_text", "chinese_text"]
    search_fields = ["name", "slug"]


@admin.register(TrainingBase)
class TrainingBaseAdmin(PublishableAdmin):
    fieldsets = [(None, {"fields": ["name", "slug", "city", "agreement"]}), SOURCES]
    list_display = ["english_text", "chinese_text", "city", "state"]
    list_filter = ["state"]
    list_select_related = ["city"]
    search_fields = ["name", "slug", "city__name"]


class TrainingSessionInline(BilingualTabularInline):
    model = TrainingSession
    fields = ["city", "starts_on", "ends_on", "places"]


@admin.register(TrainingProgram)
class TrainingProgramAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "center", "audiences"]}),
        (_("Basis"), {"fields": ["agreement", "accreditation", "goals"]}),
        (
            _("Terms"),
            {"fields": [("fee", "currency"), "language", "includes_assessment"]},
        ),
        (_("Content"), {"fields": ["curriculum", "materials"]}),
        SOURCES,
    ]
    inlines = [TrainingSessionInline]
    list_display = ["english_text", "chinese_text", "center", "state"]
    list_filter = ["state", "includes_assessment"]
    list_select_related = ["center"]
    search_fields = ["name", "slug"]


# Networks and partners ---------------------------------------------------------


class PledgeAimInline(FactInline):
    model = PledgeAim


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": [("network", "center"), "slug", "accepted_on", "event"]}),
        (_("Project"), {"fields": ["project_title", "selection"]}),
        (_("Members"), {"fields": [("other_members", "new_members")]}),
        SOURCES,
    ]
    inlines = [PledgeAimInline]
    list_display = ["network", "center", "accepted_on", "state"]
    list_filter = ["state"]
    list_select_related = ["network", "center"]
    search_fields = ["network__name", "project_title", "slug"]


@admin.register(EcoPartnershipPledge)
class EcoPartnershipPledgeAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["slug", "membership", "partnership", "event"]}),
        (_("Time"), {"fields": [("signed_on", "term_months")]}),
        SOURCES_AND_NOTE,
    ]
    list_display = ["slug", "partnership", "signed_on", "state"]
    list_filter = ["state"]
    list_select_related = ["partnership"]
    search_fields = ["slug", "partnership__name"]


@admin.register(CorporatePartner)
class CorporatePartnerAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["organization", "scope", "tier", "privileges", "logo"]}),
        (_("Time"), {"fields": [("starts_on", "ends_on")]}),
        (_("Sponsoring"), {"fields": ["sponsored_events"]}),
    ]
    list_display = ["organization", "scope", "tier", "state"]
    list_filter = ["state", "scope"]
    list_select_related = ["organization"]
    search_fields = ["organization__name", "tier"]
