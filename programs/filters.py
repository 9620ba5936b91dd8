"""Filters of the lists of projects and countries."""

from django.utils.translation import gettext_lazy as _

from icma_portal.search.filters import (
    FacetedFilterSet,
    FacetFilter,
    choice_labels,
    record_labels,
)

from .models import Country, Organization, Project, Topic


class ProjectFilterSet(FacetedFilterSet):
    stage = FacetFilter(label=_("Stage"), paths=("stage",), labels=choice_labels(Project.Stage))
    donor = FacetFilter(
        label=_("Donor"), paths=("donors__slug",), labels=record_labels(Organization), is_many=True
    )
    country = FacetFilter(
        label=_("Country or region"),
        paths=("countries__slug",),
        labels=record_labels(Country),
        is_many=True,
    )
    topic = FacetFilter(
        label=_("Topic"),
        paths=("topics__slug", "topics__parent__slug"),
        labels=record_labels(Topic),
        is_many=True,
    )

    class Meta:
        model = Project
        fields = ()


class CountryFilterSet(FacetedFilterSet):
    continent = FacetFilter(
        label=_("Continent"), paths=("continent",), labels=choice_labels(Country.Continent)
    )

    class Meta:
        model = Country
        fields = ()
