"""Filters of the lists of agreements and events."""

from django.utils.translation import gettext_lazy as _

from icma_portal.search.filters import (
    FacetedFilterSet,
    FacetFilter,
    YearFilter,
    choice_labels,
    record_labels,
)
from partnerships.models import City
from programs.filters import topic_filter

from .models import Agreement, Event


class AgreementFilterSet(FacetedFilterSet):
    kind = FacetFilter(label=_("Kind"), paths=("kind",), labels=choice_labels(Agreement.Kind))
    year = YearFilter(label=_("Year of the signing"), paths=("signed_on",))

    class Meta:
        model = Agreement
        fields = ()


class EventFilterSet(FacetedFilterSet):
    kind = FacetFilter(label=_("Kind"), paths=("kind",), labels=choice_labels(Event.Kind))
    city = FacetFilter(label=_("City"), paths=("city__slug",), labels=record_labels(City))
    topic = topic_filter(Event)
    year = YearFilter(label=_("Year"), paths=("starts_on",))

    class Meta:
        model = Event
        fields = ()
