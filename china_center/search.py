"""How the China Center, its agreements, accreditations, events and training are found."""

from icma_portal.search.declarations import Searched, register
from programs.search import TOPICS

from .models import Accreditation, Agreement, Center, Event, TrainingProgram


def register_searched():
    """Declare the models of this app; called when they are known."""
    register(
        Searched(
            Center,
            has_sounds=True,
            keywords=(
                "organization__name",
                "organization__aliases",
                "founders__name",
                "founders__acronym",
                "seat__name",
                "city__name",
                "city__country__name",
                "founded_on",
            ),
            lead=("mission", "return_benefit", "governance", "seat_text"),
            body=(
                "goals__name",
                "goals__text",
                "memberships__network__name",
                "memberships__project_title",
                "memberships__selection",
                "memberships__pledge_aims__text",
                "program__sections__title",
                "program__sections__paragraphs__text",
                "program__figures__qualifier",
                "program__figures__value",
                "program__figures__label",
                "program__timeline__date",
                "program__timeline__text",
            ),
            facets={"country": ("city__country__slug",), "year": ("founded_on",)},
            date="founded_on",
        ),
        Searched(
            Agreement,
            keywords=(
                "kind",
                "parties__organization__name",
                "parties__organization__acronym",
                "beneficiary__name",
                "signed_on",
                "renewed_on",
            ),
            lead=("purpose", "condition"),
            body=(
                "commitments__text",
                "commitments__party__name",
                "approvals__authority",
                "approvals__through__name",
                "event__name",
                "training_bases__name",
                "training_bases__city__name",
            ),
            facets={"year": ("signed_on",)},
            date="signed_on",
        ),
        Searched(
            Accreditation,
            keywords=(
                "holder__name",
                "holder__acronym",
                "granted_by__name",
                "granted_by__acronym",
                "granted_on",
            ),
            lead=("scope",),
            facets={"year": ("granted_on",)},
            date="granted_on",
            within=("center",),
        ),
        Searched(
            Event,
            keywords=(
                "kind",
                "series_name",
                "theme",
                "venue",
                "city__name",
                "city__country__name",
                "roles__organization__name",
                "roles__organization__acronym",
                "topics__name",
                "starts_on",
            ),
            body=(
                "participants",
                "participant_countries",
                "facts__text",
                "highlights__text",
                "highlights__survey__title",
                "highlights__video__title",
                "study_tours__text",
                "study_tours__timing",
                "study_tours__city__name",
                "sessions__title",
                "sessions__kind",
                "parts__name",
                "parts__roles__organization__name",
                "agreements__name",
            ),
            facets={
                "topic": TOPICS,
                "country": ("city__country__slug",),
                "year": ("starts_on",),
            },
            date="starts_on",
        ),
        Searched(
            TrainingProgram,
            keywords=("audiences__name", "agreement__name", "accreditation__name"),
            within=("center",),
        ),
    )
