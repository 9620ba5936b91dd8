"""Public pages of partnerships and cities."""

from django.db.models import F, Prefetch
from django.utils.translation import get_language

from icma_portal.asking.questions import Question
from icma_portal.bilingual.languages import portal_language
from icma_portal.bilingual.models import sort_key_column
from icma_portal.exports.views import ExportedListMixin
from icma_portal.publishing.shelf import ALL, Related, records_for_cards
from icma_portal.publishing.templatetags.publishing import is_visible_to
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.views import FacetedListView
from programs.models import Challenge, Objective, Topic

from .exports import CITIES, PARTNERSHIPS
from .filters import CityFilterSet, PartnershipFilterSet
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


@Question
def partnerships_of_list(user, pks):
    """Return the partnerships with these keys that ``user`` may see, as lists show them."""
    return Partnership.objects.visible_to(user).filter(pk__in=pks).for_list(user)


class PartnershipListView(ExportedListMixin, FacetedListView):
    model = Partnership
    export = PARTNERSHIPS
    question = partnerships_of_list
    filterset_class = PartnershipFilterSet
    card_template = "components/partnership_card.html"
    newest_first = F("starts_on").desc(nulls_last=True)
    layouts = ("list", "map", "table")


@Question
def partnership_of_page(user, slug):
    """Return the partnership at ``slug`` with all that its page shows to ``user``."""
    members = Membership.objects.visible_to(user).select_related(
        "city__country", "organization", "on_behalf_of"
    )
    benefits = Benefit.objects.filter(is_internal=False).prefetch_related("sources")
    facts = PartnershipFact.objects.filter(is_internal=False).prefetch_related("sources")
    outcomes = Outcome.objects.filter(is_internal=False).prefetch_related("sources")
    partnerships = Partnership.objects.visible_to(user)
    related = {
        "facts": facts,
        "outcomes": outcomes,
        "exchanges": Exchange.objects.select_related("host").prefetch_related("sources"),
        "objectives": Objective.objects.visible_to(user).prefetch_related("sources"),
        "obstacles": Challenge.objects.prefetch_related("sources"),
        "contacts": ContactPoint.objects.filter(is_public=True).select_related("city", "person"),
        "assessments": Assessment.objects.visible_to(user).select_related("city"),
        "publications": publications_on_cards(Partnership, user),
        "follow_ons": partnerships,
        "follow_on_of": partnerships,
        "topics": Topic.objects.visible_to(user),
        "memberships": members.prefetch_related(Prefetch("benefits", benefits, "shown_benefits")),
    }
    return (
        Partnership.objects.visible_to(user)
        .filter(slug=slug)
        .select_related(
            "phase__program", "program", "project", "initiative", "lead_picture__current"
        )
        .prefetch_related(
            *("sources", "dates_sources", "roles_sources"),
            *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items()),
        )
    )


class PartnershipDetailView(VisibleDetailView):
    model = Partnership
    question = partnership_of_page

    def get_context_data(self, **kwargs):
        user, partnership = self.request.user, self.object
        # As on cards, of which the components are.
        partnership.visible_members = partnership.shown_memberships
        partnership.visible_topics = partnership.shown_topics
        members = partnership.visible_members
        return super().get_context_data(
            fact_sheet=fact_sheet_among(
                partnership.shown_publications, portal_language(get_language())
            ),
            facts=partnership.shown_facts,
            outcomes=partnership.shown_outcomes,
            exchanges=with_ways(partnership.shown_exchanges, members, user),
            objectives=partnership.shown_objectives,
            obstacles=partnership.shown_obstacles,
            benefits=[(each, each.shown_benefits) for each in members if each.shown_benefits],
            contacts=partnership.shown_contacts,
            assessments=partnership.shown_assessments,
            publications=partnership.shown_publications,
            follow_ons=partnership.shown_follow_ons,
            follows_on=partnership.shown_follow_on_of,
            **kwargs,
        )


def fact_sheet_among(publications, language):
    """Return the document of the first fact sheet, in ``language`` where there is one; or None.

    ``publications`` come from ``for_card(user)``, so that only visible documents are found.
    """
    sheets = [each for each in publications if each.kind == each.Kind.FACT_SHEET]
    documents = [each for sheet in sheets for each in sheet.visible_documents]
    return min(documents, key=lambda each: each.language != language, default=None)


def with_ways(exchanges, members, user):
    """Return the exchanges, each with ``way``: the records that went, and those they went to.

    ``way`` is None where the direction, or a role, is not known.
    """
    sharing, receiving = (
        side_of([each for each in members if each.role == role], user)
        for role in (Membership.Role.RESOURCE, Membership.Role.PARTNER)
    )
    ways = {
        Exchange.Direction.TO_PARTNER: (sharing, receiving),
        Exchange.Direction.TO_RESOURCE: (receiving, sharing),
    }
    for exchange in exchanges:
        start, goal = ways.get(exchange.direction, ([], []))
        exchange.way = (start, goal) if start and goal else None
    return exchanges


def side_of(members, user):
    """Return the records of one side: its cities, or the one region for which all of them act."""
    regions = {each.on_behalf_of for each in members}
    region = regions.pop() if len(regions) == 1 else None
    if region is not None and is_visible_to(region, user):
        return [region]
    return [each.city or each.organization for each in members]


class CityListView(ExportedListMixin, FacetedListView):
    model = City
    export = CITIES
    question = records_for_cards(City)
    filterset_class = CityFilterSet
    card_template = "components/city_row.html"
    layouts = ("list", "map", "table")


@Question
def city_of_page(user, slug):
    """Return the city at ``slug`` with what its page shows to ``user``."""
    facts = AssessmentFact.objects.filter(is_internal=False).prefetch_related("sources")
    events = City._meta.get_field("events").related_model.objects
    related = {
        "parts": City.objects.visible_to(user).order_by(sort_key_column()),
        "assessments": Assessment.objects.visible_to(user).prefetch_related(
            "sources", Prefetch("facts", facts, "public_facts")
        ),
        "publications": publications_on_cards(City, user),
        "offices": Office.objects.select_related("organization").prefetch_related("sources"),
        "events": events.visible_to(user),
        "interests": CityInterest.objects.filter(is_public=True).select_related("topic"),
    }
    return (
        City.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("country", "part_of", "lead_picture__current")
        .prefetch_related(
            "sources", *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items())
        )
    )


class CityDetailView(VisibleDetailView):
    model = City
    question = city_of_page
    partnerships = Related(
        lambda: Partnership,
        lambda user, city: Partnership.objects.with_city(city).visible_to(user),
        most=ALL,
    )

    def get_context_data(self, **kwargs):
        city = self.object
        return super().get_context_data(
            parts=city.shown_parts,
            partnerships=self.partnerships.shelf(self.request, city=city.pk),
            assessments=city.shown_assessments,
            publications=city.shown_publications,
            offices=city.shown_offices,
            events=city.shown_events,
            # They depend on the day, which no Question may.
            recognitions=city.certificates.in_force(),
            interests=city.shown_interests,
            **kwargs,
        )


def publications_on_cards(model, user):
    """Return the publications that the relation of ``model`` leads to, as lists show them."""
    publications = model._meta.get_field("publications").related_model.objects
    return publications.visible_to(user).for_card(user).order_by("kind", sort_key_column())
