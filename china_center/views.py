"""The China Center on one page, until each part has pages of its own."""

from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from icma_portal.files.models import Picture
from icma_portal.publishing.parity import languages_of
from icma_portal.search.views import FacetedListView
from icma_portal.web.page_cache.declaring import same_for_all
from programs.models import KeyFigure, Organization, Paragraph, Section, TimelineEntry
from publications.models import Video

from .exports import AGREEMENTS, EVENTS
from .filters import AgreementFilterSet, EventFilterSet
from .models import (
    Agreement,
    Center,
    Commitment,
    CorporatePartner,
    EcoPartnershipPledge,
    Event,
    EventFact,
    Highlight,
    PledgeAim,
    StudyTour,
    TrainingBase,
    TrainingProgram,
)

SLUG = "icma-china-center"


@same_for_all()
@require_safe
def overview(request):
    """Show the Center: seat, mission, goals, board, agreements, events, training, networks."""
    user = request.user
    related = ("organization__parent", "seat__parent", "city__country", "program")
    centers = Center.objects.visible_to(user).select_related(*related).prefetch_related("sources")
    center = get_object_or_404(centers, slug=SLUG)
    context = {
        "center": center,
        "page_languages": languages_of(center),
        "founders": center.founders.visible_to(user),
        "sections": visible_sections(center),
        "goals": goals_with_evidence(center, user),
        "board_seats": center.board_seats.select_related("organization", "person"),
        "agreements": visible_agreements(center, user),
        "accreditations": center.accreditations.visible_to(user)
        .select_related("holder", "granted_by")
        .prefetch_related("sources"),
        "events": visible_events(center, user),
        "training_programs": center.training_programs.visible_to(user)
        .select_related("agreement", "accreditation")
        .prefetch_related("audiences", "sources"),
        "training_bases": TrainingBase.objects.visible_to(user)
        .filter(agreement__center=center)
        .select_related("city", "agreement")
        .prefetch_related("sources"),
        "memberships": visible_memberships(center, user),
        "corporate_partners": visible_partners(user),
        "timeline": TimelineEntry.objects.visible_to(user)
        .filter(program=center.program)
        .prefetch_related("sources"),
        "figures": KeyFigure.objects.visible_to(user)
        .filter(program=center.program)
        .prefetch_related("sources"),
    }
    return render(request, "china_center/overview.html", context)


def goals_with_evidence(center, user):
    """Return the Center's goals, each with the agreements, events and training that serve it."""
    evidence = (Agreement, Event, TrainingProgram)
    visible = [
        Prefetch(model.goals.field.remote_field.related_name, model.objects.visible_to(user))
        for model in evidence
    ]
    return center.goals.prefetch_related("sources", *visible)


def visible_sections(center):
    """Return the sections of the Center's program with their public paragraphs."""
    shown = Paragraph.objects.filter(is_internal=False).prefetch_related("sources")
    sections = Section.objects.filter(program=center.program)
    return sections.prefetch_related(Prefetch("paragraphs", shown))


def visible_agreements(center, user):
    """Return the agreements with all that the ledger shows of each."""
    commitments = Commitment.objects.filter(is_internal=False).select_related("party")
    commitments = commitments.prefetch_related("sources")
    return (
        Agreement.objects.visible_to(user)
        .filter(center=center)
        .select_related("event", "beneficiary")
        .prefetch_related(
            "parties__organization",
            "approvals__through",
            "approvals__sources",
            "sources",
            "training_bases",
            Prefetch("commitments", commitments),
        )
    )


def visible_memberships(center, user):
    """Return the Center's memberships in networks with the pledges of cities made there."""
    pledges = EcoPartnershipPledge.objects.visible_to(user)
    pledges = pledges.select_related("partnership", "event").prefetch_related("sources")
    aims = PledgeAim.objects.filter(is_internal=False).prefetch_related("sources")
    return (
        center.memberships.visible_to(user)
        .select_related("network", "event")
        .prefetch_related(
            "sources",
            Prefetch("pledges", pledges, to_attr="visible_pledges"),
            Prefetch("pledge_aims", aims, to_attr="public_aims"),
        )
    )


def visible_events(center, user):
    """Return the main events, newest first, each with its parts, highlights and agreements."""
    visible = Event.objects.visible_to(user)
    highlights = Highlight.objects.filter(is_internal=False)
    videos = Video.objects.visible_to(user).prefetch_related("captions")
    highlights = highlights.select_related("survey", "sub_event").prefetch_related(
        Prefetch("video", videos), "sources"
    )
    facts = EventFact.objects.filter(is_internal=False)
    tours = StudyTour.objects.filter(is_internal=False).select_related("city")
    return (
        visible.filter(center=center, parent=None)
        .select_related("city__country", "lead_picture__current")
        .prefetch_related(
            "roles__organization",
            "sessions",
            "sources",
            Prefetch("parts", visible.prefetch_related("roles__organization", "sources")),
            Prefetch("highlights", highlights),
            Prefetch("study_tours", tours.prefetch_related("sources")),
            Prefetch("facts", facts.prefetch_related("sources")),
            Prefetch("agreements", Agreement.objects.visible_to(user)),
        )
    )


def visible_partners(user):
    """Return the companies that may be named, each with logo and sponsored events."""
    organizations = Organization.objects.visible_to(user)
    return (
        CorporatePartner.objects.visible_to(user)
        .filter(organization__in=organizations)
        .select_related("organization")
        .prefetch_related(
            Prefetch("logo", Picture.objects.visible_to(user).select_related("current")),
            Prefetch("sponsored_events", Event.objects.visible_to(user)),
        )
    )


class AgreementSelection(FacetedListView):
    """What the files of the list of agreements hold; a page of its own comes with the ledger."""

    model = Agreement
    filterset_class = AgreementFilterSet
    export = AGREEMENTS
    newest_first = F("signed_on").desc(nulls_last=True)


class EventSelection(FacetedListView):
    """What the files of the list of events hold; a page of its own comes with the calendar."""

    model = Event
    filterset_class = EventFilterSet
    export = EVENTS
    newest_first = F("starts_on").desc(nulls_last=True)
