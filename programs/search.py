"""How programs, their pages and phases, projects, countries, topics and organizations are found."""

from django.utils.translation import gettext_lazy as _

from icma_portal.search.declarations import Searched, register, register_facet
from icma_portal.search.filters import record_labels

from .models import (
    Country,
    Organization,
    Program,
    ProgramPhase,
    Project,
    Section,
    Topic,
)

# A topic is found under the topic above it, as on the lists.
TOPICS = ("topics__slug", "topics__parent__slug")
PERIOD = ("starts_on", "ends_on")
# What a program's page tells besides its name and summary.
PROGRAM_STORY = (
    "phases__name",
    "phases__summary",
    "phases__roles__organization__name",
    "phases__roles__organization__acronym",
    "phases__roles__role",
    "phases__drivers__name",
    "phases__objectives__text",
    "phases__objectives__initiative__name",
    "focus_areas__name",
    "focus_areas__text",
    "principles__text",
    "principles__actors__name",
    "sections__title",
    "sections__paragraphs__text",
    "figures__qualifier",
    "figures__value",
    "figures__label",
    "figures__survey__title",
    "timeline__date",
    "timeline__text",
)


def register_searched():
    """Declare the models of this app; called when they are known."""
    register(
        searched_program(),
        Searched(
            Section,
            title="title",
            keywords=("program__name",),
            body=("paragraphs__text",),
            within=("program",),
        ),
        Searched(
            ProgramPhase,
            keywords=("program__name", *PERIOD, "drivers__name"),
            lead=("summary",),
            body=(
                "roles__organization__name",
                "roles__organization__acronym",
                "roles__role",
                "objectives__text",
                "objectives__initiative__name",
            ),
            facets={"year": ("starts_on",)},
            date="starts_on",
            within=("program",),
        ),
        Searched(
            Project,
            keywords=(
                "stage",
                "program__name",
                "countries__name",
                "topics__name",
                "donors__name",
                "donors__acronym",
                *PERIOD,
            ),
            lead=("summary",),
            body=(
                "contributors__kind",
                "contributors__organization__name",
                "contributors__person__name",
            ),
            facets={"topic": TOPICS, "country": ("countries__slug",), "year": ("starts_on",)},
            date="starts_on",
        ),
        Searched(
            Country,
            # CN, US: typed, though no page prints them.
            names=("iso_code",),
            has_sounds=True,
            keywords=("continent",),
            lead=("involvements__kind",),
            facets={"country": ("slug",)},
        ),
        Searched(
            Topic,
            keywords=("parent__name",),
            lead=("children__name", "focus_areas__name", "focus_areas__text"),
            facets={"topic": ("slug", "parent__slug")},
        ),
        Searched(
            Organization,
            names=("acronym", "aliases"),
            has_sounds=True,
            keywords=("kind", "parent__name", "country__name", "offices__city__name"),
            lead=("facts__text",),
            facets={"country": ("country__slug",)},
        ),
    )
    register_facet("topic", _("Topic"), record_labels(Topic))
    register_facet("country", _("Country or region"), record_labels(Country))


def searched_program():
    return Searched(
        Program,
        names=("aliases",),
        has_sounds=True,
        keywords=("organization__name", "organization__acronym", "topics__name", *PERIOD),
        lead=("summary",),
        body=PROGRAM_STORY,
        facets={"topic": TOPICS, "year": ("starts_on",)},
        date="starts_on",
    )
