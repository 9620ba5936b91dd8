"""Filters of the lists of agreements, events and training programs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from icma_portal.search.filters import (
    FacetedFilterSet,
    FacetFilter,
    YearFilter,
    choice_labels,
    record_labels,
)
from partnerships.models import City
from programs.filters import topic_filter
from programs.models import Organization

from .models import Agreement, AgreementParty, Audience, Event, TrainingProgram, TrainingSession


class ComputedFilter(FacetFilter):
    """A facet of a value that the list's queryset computes: its path is an annotation."""

    def filter(self, qs, value):
        return qs.filter(self.condition(*self.paths, value)) if value else qs


def visible_parties(user):
    visible = Organization.objects.visible_to(user)
    return AgreementParty.objects.filter(organization__in=visible)


class AgreementFilterSet(FacetedFilterSet):
    kind = FacetFilter(label=_("Kind"), paths=("kind",), labels=choice_labels(Agreement.Kind))
    status = ComputedFilter(
        label=pgettext_lazy("of an agreement", "Status"),
        paths=("computed_status",),
        labels=choice_labels(Agreement.Status),
    )
    party = FacetFilter(
        label=_("Party"),
        rows=visible_parties,
        owner="agreement",
        paths=("organization__slug",),
        labels=record_labels(Organization),
    )
    year = YearFilter(label=_("Year of the signing"), paths=("signed_on",))

    class Meta:
        model = Agreement
        fields = ()


class EventFilterSet(FacetedFilterSet):
    timing = ComputedFilter(
        label=_("When"), paths=("timing_now",), labels=choice_labels(Event.Timing)
    )
    kind = FacetFilter(label=_("Kind"), paths=("kind",), labels=choice_labels(Event.Kind))
    city = FacetFilter(label=_("City"), paths=("city__slug",), labels=record_labels(City))
    topic = topic_filter(Event)
    year = YearFilter(label=_("Year"), paths=("starts_on",))

    class Meta:
        model = Event
        fields = ()


def visible_sessions(user):
    """Return the sessions whose programs the user may see."""
    return TrainingSession.objects.filter(program__in=TrainingProgram.objects.visible_to(user))


class TrainingFilterSet(FacetedFilterSet):
    audience = FacetFilter(
        label=_("For whom"),
        paths=("audiences__slug",),
        labels=record_labels(Audience),
        is_many=True,
    )
    language = FacetFilter(
        label=_("Language of the training"),
        paths=("language",),
        labels=choice_labels(TrainingProgram.Language),
    )
    city = FacetFilter(
        label=_("City"),
        rows=visible_sessions,
        owner="program",
        paths=("city__slug",),
        labels=record_labels(City),
    )
    year = YearFilter(label=_("Year"), rows=visible_sessions, owner="program", paths=("starts_on",))

    class Meta:
        model = TrainingProgram
        fields = ()
