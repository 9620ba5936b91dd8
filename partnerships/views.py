"""Public pages of partnerships and cities."""

from collections import defaultdict

from django.db.models import F, Prefetch
from django.utils.translation import get_language

from icma_portal.bilingual.languages import portal_language
from icma_portal.bilingual.models import sort_key_column
from icma_portal.exports.views import ExportedListMixin
from icma_portal.publishing.templatetags.publishing import is_visible_to
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.views import FacetedListView

from .exports import CITIES, PARTNERSHIPS
from .filters import CityFilterSet, PartnershipFilterSet
from .models import AssessmentFact, Benefit, City, Exchange, Membership, Partnership


class PartnershipListView(ExportedListMixin, FacetedListView):
    model = Partnership
    export = PARTNERSHIPS
    filterset_class = PartnershipFilterSet
    card_template = "components/partnership_card.html"
    newest_first = F("starts_on").desc(nulls_last=True)
    layouts = ("list", "map", "table")

    def for_card(self, queryset):
        return queryset.for_card(self.request.user)


class PartnershipDetailView(VisibleDetailView):
    model = Partnership

    def get_queryset(self):
        related = (
            "program",
            "phase",
            "project",
            "initiative",
            "follow_on_of",
            "lead_picture__current",
        )
        partnerships = super().get_queryset().for_card(self.request.user)
        sources = ("sources", "dates_sources", "roles_sources")
        return partnerships.select_related(*related, "phase__program").prefetch_related(
            "visible_members__on_behalf_of", *sources
        )

    def get_context_data(self, **kwargs):
        user, partnership = self.request.user, self.object
        publications = (
            partnership.publications.visible_to(user)
            .for_card(user)
            .order_by("kind", sort_key_column())
        )
        return super().get_context_data(
            fact_sheet=fact_sheet_among(publications, portal_language(get_language())),
            facts=partnership.facts.filter(is_internal=False).prefetch_related("sources"),
            outcomes=partnership.outcomes.filter(is_internal=False).prefetch_related("sources"),
            exchanges=with_ways(
                partnership.exchanges.select_related("host").prefetch_related("sources"),
                partnership.visible_members,
                user,
            ),
            objectives=partnership.objectives.visible_to(user).prefetch_related("sources"),
            obstacles=partnership.obstacles.prefetch_related("sources"),
            benefits=benefits_by_member(partnership),
            contacts=partnership.contacts.filter(is_public=True).select_related("city", "person"),
            assessments=partnership.assessments.visible_to(user).select_related("city"),
            publications=publications,
            follow_ons=partnership.follow_ons.visible_to(user),
            follows_on=Partnership.objects.visible_to(user)
            .filter(pk=partnership.follow_on_of_id)
            .first(),
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
    exchanges = list(exchanges)
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


def benefits_by_member(partnership):
    """Return (member, its benefits) for each visible member that has any."""
    members = partnership.visible_members
    shown = Benefit.objects.filter(membership__in=members, is_internal=False)
    gains = defaultdict(list)
    for benefit in shown.prefetch_related("sources"):
        gains[benefit.membership_id].append(benefit)
    return [(member, gains[member.pk]) for member in members if member.pk in gains]


class CityListView(ExportedListMixin, FacetedListView):
    model = City
    export = CITIES
    filterset_class = CityFilterSet
    card_template = "components/city_row.html"
    layouts = ("list", "map", "table")


class CityDetailView(VisibleDetailView):
    model = City

    def get_queryset(self):
        return super().get_queryset().select_related("country", "part_of", "lead_picture__current")

    def get_context_data(self, **kwargs):
        user, city = self.request.user, self.object
        partnerships = Partnership.objects.with_city(city).visible_to(user)
        assessments = city.assessments.visible_to(user)
        facts = AssessmentFact.objects.filter(is_internal=False).prefetch_related("sources")
        return super().get_context_data(
            parts=city.parts.visible_to(user).order_by(sort_key_column()),
            partnerships=partnerships.for_card(user).order_by(sort_key_column()),
            assessments=assessments.prefetch_related(
                "sources", Prefetch("facts", facts, to_attr="public_facts")
            ),
            publications=city.publications.visible_to(user)
            .for_card(user)
            .order_by("kind", sort_key_column()),
            offices=city.offices.select_related("organization").prefetch_related("sources"),
            events=city.events.visible_to(user),
            recognitions=city.certificates.in_force(),
            interests=city.interests.filter(is_public=True).select_related("topic"),
            **kwargs,
        )
