"""What the lists of agreements and events give out."""

from django.utils.translation import gettext_lazy as _

from icma_portal.exports.columns import Choice, Column, Day, Number, Words
from icma_portal.exports.declarations import Export
from icma_portal.exports.formats import ATOM, TABLES
from icma_portal.exports.relations import One, Rows
from programs.exports import SOURCES, TOPICS
from programs.models import Organization

from .filters import visible_parties
from .models import Agreement, AgreementParty, Commitment, Event, EventOrganization


def visible_roles(user):
    return EventOrganization.objects.filter(organization__in=Organization.objects.visible_to(user))


def public_commitments(user):
    return Commitment.objects.filter(is_internal=False)


AGREEMENTS = Export(
    name="agreements",
    label=_("Agreements"),
    page_name="agreements:list",
    model=Agreement,
    own_columns=(
        Words("name"),
        Words("purpose"),
        Choice("kind", choices=Agreement.Kind),
        Choice(
            "status",
            _("Status"),
            _("On the day of the export; it follows from the dates and the condition."),
            choices=Agreement.Status,
        ),
        Day("signed_on"),
        Day("ends_on"),
        Day("renewed_on"),
        Day("terminated_on"),
        Number("term_months"),
        Words("condition"),
        Day("condition_met_on"),
        Rows(
            "parties",
            _("Parties"),
            rows=visible_parties,
            columns=(One("organization"), Choice("role", choices=AgreementParty.Role)),
        ),
        One("beneficiary"),
        One("event"),
        Rows(
            "commitments",
            _("Commitments"),
            rows=public_commitments,
            columns=(
                One("party"),
                Words("text"),
                Choice("state", choices=Commitment.State),
                Day("due_on"),
            ),
        ),
        SOURCES,
    ),
    formats=(*TABLES, ATOM),
    summarized_by="purpose",
)
EVENTS = Export(
    name="events",
    label=_("Events"),
    page_name="events:list",
    model=Event,
    own_columns=(
        Words("name"),
        Choice("kind", choices=Event.Kind),
        Words("series_name"),
        Number("number_in_series"),
        One("parent"),
        Day("starts_on"),
        Day("ends_on"),
        Column("starts_at"),
        Column("ends_at"),
        Column("time_zone", about=_("A name of the IANA time zone database.")),
        One("city"),
        Words("venue"),
        Words("theme"),
        Number("participants"),
        Number("participant_countries"),
        Rows(
            "roles",
            _("Organizations"),
            rows=visible_roles,
            columns=(One("organization"), Choice("role", choices=EventOrganization.Role)),
        ),
        TOPICS,
        SOURCES,
    ),
    formats=(*TABLES, ATOM),
    summarized_by="theme",
)
