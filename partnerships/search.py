"""How cities, partnerships and assessments are found."""

from icma_portal.search.declarations import Searched, register
from programs.search import PERIOD, TOPICS

from .models import Assessment, City, Partnership


def register_searched():
    """Declare the models of this app; called when they are known."""
    register(
        Searched(
            Partnership,
            keywords=(
                "memberships__city__name",
                "memberships__city__aliases",
                "memberships__city__administrative_area",
                "memberships__city__country__name",
                "memberships__organization__name",
                "memberships__role",
                "program__name",
                "topics__name",
                "kind",
                "status",
                *PERIOD,
            ),
            lead=("summary",),
            body=(
                "facts__text",
                "outcomes__text",
                "exchanges__text",
                "exchanges__kind",
                "exchanges__starts_on",
                "exchanges__host__name",
                "memberships__benefits__text",
                "objectives__text",
                "obstacles__name",
                "phase__name",
                "project__name",
                "initiative__name",
                "contacts__office",
            ),
            facets={
                "topic": TOPICS,
                "country": ("memberships__city__country__slug",),
                "year": ("starts_on",),
            },
            date="starts_on",
        ),
        Searched(
            City,
            names=("aliases",),
            has_sounds=True,
            keywords=("administrative_area", "country__name", "kind", "part_of__name"),
            lead=("interests__text", "interests__topic__name"),
            body=("assessments__name", "assessments__facts__text", "offices__organization__name"),
            facets={"country": ("country__slug",)},
        ),
        Searched(
            Assessment,
            keywords=(
                "city__name",
                "city__country__name",
                "topics__name",
                "organizations__name",
                "organizations__acronym",
                "conducted_on",
            ),
            lead=("facts__text",),
            facets={
                "topic": TOPICS,
                "country": ("city__country__slug",),
                "year": ("conducted_on",),
            },
            date="conducted_on",
            within=("city",),
        ),
    )
