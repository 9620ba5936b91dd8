"""Filters of the lists of partnerships and cities."""

from django.utils.translation import gettext_lazy as _

from icma_portal.search.filters import (
    FacetedFilterSet,
    FacetFilter,
    YearFilter,
    choice_labels,
    record_labels,
)
from programs.filters import topic_filter
from programs.models import Country, ProgramPhase

from .models import City, Exchange, Membership, Partnership


def visible_members(user):
    return Membership.objects.visible_to(user)


def visible_exchanges(user):
    return Exchange.objects.filter(partnership__in=Partnership.objects.visible_to(user))


class PartnershipFilterSet(FacetedFilterSet):
    country = FacetFilter(
        label=_("Country or region"),
        rows=visible_members,
        owner="partnership",
        paths=("city__country__slug",),
        labels=record_labels(Country),
    )
    continent = FacetFilter(
        label=_("Continent"),
        rows=visible_members,
        owner="partnership",
        paths=("city__country__continent",),
        labels=choice_labels(Country.Continent),
    )
    topic = topic_filter(Partnership)
    phase = FacetFilter(
        label=_("Program phase"), paths=("phase__slug",), labels=record_labels(ProgramPhase)
    )
    kind = FacetFilter(label=_("Kind"), paths=("kind",), labels=choice_labels(Partnership.Kind))
    role = FacetFilter(
        label=_("Role of the city"),
        rows=visible_members,
        owner="partnership",
        paths=("role",),
        labels=choice_labels(Membership.Role),
    )
    direction = FacetFilter(
        label=_("Direction of exchanges"),
        rows=visible_exchanges,
        owner="partnership",
        paths=("direction",),
        labels=choice_labels(Exchange.Direction),
    )
    year = YearFilter(label=_("Year of the start"), paths=("starts_on",))

    class Meta:
        model = Partnership
        fields = ()


class CityFilterSet(FacetedFilterSet):
    country = FacetFilter(
        label=_("Country or region"), paths=("country__slug",), labels=record_labels(Country)
    )
    continent = FacetFilter(
        label=_("Continent"),
        paths=("country__continent",),
        labels=choice_labels(Country.Continent),
    )
    kind = FacetFilter(label=_("Kind"), paths=("kind",), labels=choice_labels(City.Kind))

    class Meta:
        model = City
        fields = ()
