"""The list of events and the page of each."""

from django.db.models import F, Prefetch
from django.utils.translation import get_language

from icma_portal.asking.questions import Question
from icma_portal.bilingual.languages import HTML_TAGS, portal_language
from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.reader import text_of
from icma_portal.exports.views import ExportedListMixin
from icma_portal.publishing.shelf import records_for_cards
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.views import FacetedListView
from programs.models import Survey
from publications.models import Publication, Video, VideoFile

from .exports import EVENTS
from .filters import EventFilterSet
from .models import (
    Agreement,
    CorporatePartner,
    EcoPartnershipPledge,
    Event,
    EventFact,
    EventOrganization,
    Highlight,
    NetworkMembership,
    StudyTour,
)


class EventListView(ExportedListMixin, FacetedListView):
    model = Event
    export = EVENTS
    question = records_for_cards(Event)
    filterset_class = EventFilterSet
    card_template = "china_center/parts/event_card.html"
    newest_first = F("starts_on").desc(nulls_last=True)

    def get_queryset(self):
        return super().get_queryset().with_timing()


@Question
def event_of_page(user, slug):
    """Return the event at ``slug`` with what its page shows to ``user``."""
    roles = EventOrganization.objects.select_related("organization")
    tours = StudyTour.objects.filter(is_internal=False).select_related("city")
    documents = Publication.objects.visible_to(user).for_card(user)
    sponsors = CorporatePartner.objects.visible_to(user)
    related = {
        "parts": Event.objects.visible_to(user).for_card(user).order_by("starts_on", "pk"),
        "corporate_sponsors": sponsors.select_related("organization"),
        "highlights": visible_highlights(user),
        "facts": EventFact.objects.filter(is_internal=False).prefetch_related("sources"),
        "study_tours": tours.prefetch_related("sources"),
        "agreements": Agreement.objects.visible_to(user).for_card(user),
        "network_memberships": NetworkMembership.objects.visible_to(user).select_related("network"),
        "pledges": EcoPartnershipPledge.objects.visible_to(user).select_related("partnership"),
        "documents": documents.order_by("kind", sort_key_column()),
    }
    return (
        Event.objects.visible_to(user)
        .filter(slug=slug)
        .for_card(user)
        .select_related("parent")
        .prefetch_related(
            *("sources", "sessions", Prefetch("roles", roles)),
            *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items()),
        )
    )


def visible_highlights(user):
    """Return the public highlights with the records that they lead to, as ``user`` may see them."""
    videos = Video.objects.visible_to(user).prefetch_related(
        "captions", Prefetch("files", VideoFile.objects.select_related("current"))
    )
    surveys = Survey.objects.visible_to(user).select_related("sponsor")
    return (
        Highlight.objects.filter(is_internal=False)
        .select_related("sub_event")
        .prefetch_related("sources", Prefetch("video", videos), Prefetch("survey", surveys))
    )


class EventDetailView(VisibleDetailView):
    model = Event
    question = event_of_page

    def get_context_data(self, **kwargs):
        event = self.object
        return super().get_context_data(
            parents=[event.parent] if event.parent else [],
            parts=event.shown_parts,
            sponsors=event.shown_corporate_sponsors,
            sessions=sessions_by_kind(event),
            highlights=event.shown_highlights,
            facts=event.shown_facts,
            tours=event.shown_study_tours,
            agreements=event.shown_agreements,
            memberships=event.shown_network_memberships,
            pledges=event.shown_pledges,
            documents=event.shown_documents,
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
