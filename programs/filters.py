"""Filters of the lists of projects and countries."""

from django.utils.translation import gettext_lazy as _

from icma_portal.search.filters import (
    FacetedFilterSet,
    FacetFilter,
    choice_labels,
    record_labels,
)

from .models import Country, Organization, Project, Topic


def topic_filter(model):
    """Return the filter of a model's records by topic; a topic counts those of its own topics too.

    A topic that may not be seen counts nowhere, not even for the one above it.
    """
    relation = model._meta.get_field("topics")

    def visible_ties(user):
        return relation.remote_field.through.objects.filter(
            topic__in=Topic.objects.visible_to(user)
        )

    return FacetFilter(
        label=_("Topic"),
        rows=visible_ties,
        owner=relation.m2m_field_name(),
        paths=("topic__slug", "topic__parent__slug"),
        labels=record_labels(Topic),
    )


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
    topic = topic_filter(Project)

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
