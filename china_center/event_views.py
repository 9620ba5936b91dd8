"""The list of events and the page of each."""

from django.db.models import F, Prefetch
from django.utils.translation import get_language

from icma_portal.asking.questions import Question
from icma_portal.bilingual.languages import HTML_TAGS, portal_language
from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.reader import text_of
from icma_portal.exports.views import ExportedListMixin
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.views import FacetedListView
from programs.models import Survey
from publications.models import Video

from .exports import EVENTS
from .filters import EventFilterSet
from .models import Event


@Question
def events_of_list(user, pks):
    """Return the events with these keys that ``user`` may see, as lists show them."""
    return Event.objects.visible_to(user).filter(pk__in=pks).for_card(user)


class EventListView(ExportedListMixin, FacetedListView):
    model = Event
    export = EVENTS
    question = events_of_list
    filterset_class = EventFilterSet
    card_template = "china_center/parts/event_card.html"
    newest_first = F("starts_on").desc(nulls_last=True)

    def get_queryset(self):
        return super().get_queryset().with_timing()


class EventDetailView(VisibleDetailView):
    model = Event

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .for_card(self.request.user)
            .select_related("parent")
            .prefetch_related("roles__organization", "sources")
        )

    def get_context_data(self, **kwargs):
        user, event = self.request.user, self.object
        sponsors = event.corporate_sponsors.visible_to(user).select_related("organization")
        tours = event.study_tours.filter(is_internal=False).select_related("city")
        memberships = event.network_memberships.visible_to(user)
        return super().get_context_data(
            parents=[event.parent] if event.parent else [],
            parts=event.parts.visible_to(user).for_card(user).order_by("starts_on", "pk"),
            sponsors=sponsors,
            sessions=sessions_by_kind(event),
            highlights=visible_highlights(event, user),
            facts=event.facts.filter(is_internal=False).prefetch_related("sources"),
            tours=tours.prefetch_related("sources"),
            agreements=event.agreements.visible_to(user).for_card(user),
            memberships=memberships.select_related("network"),
            pledges=event.pledges.visible_to(user).select_related("partnership"),
            documents=event.documents.visible_to(user)
            .for_card(user)
            .order_by("kind", sort_key_column()),
            page_language=HTML_TAGS[portal_language(get_language())],
            **kwargs,
        )


def sessions_by_kind(event):
    """Return (what the kind is called, its sessions that have a title of their own), in order."""
    groups = {}
    for session in event.sessions.all():
        label = session.get_kind_display()
        titled = groups.setdefault(label, [])
        if text_of(session, "title") not in ("", label):
            titled.append(session)
    return list(groups.items())


def visible_highlights(event, user):
    """Return the public highlights with the records that they lead to."""
    videos = Video.objects.visible_to(user).prefetch_related("captions", "files__current")
    surveys = Survey.objects.visible_to(user).select_related("sponsor")
    return (
        event.highlights.filter(is_internal=False)
        .select_related("sub_event")
        .prefetch_related("sources", Prefetch("video", videos), Prefetch("survey", surveys))
    )
