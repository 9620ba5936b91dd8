"""The China Center at a glance: what it is, and the way to its agreements and events."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from icma_portal.files.models import Picture
from icma_portal.publishing.parity import languages_of
from icma_portal.web.page_cache.declaring import same_for_all
from programs.models import KeyFigure, Organization, Paragraph, Section, TimelineEntry

from .models import (
    Agreement,
    Center,
    CorporatePartner,
    EcoPartnershipPledge,
    Event,
    PledgeAim,
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
        "agreements": center.agreements.visible_to(user).for_card(user),
        "accreditations": center.accreditations.visible_to(user).for_list(),
        "events": center.events.visible_to(user).for_card(user).filter(parent=None),
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
