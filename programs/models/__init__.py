"""Programs, their phases and aims, countries, topics, organizations, figures, sources."""

from .aims import ActorKind, Challenge, FocusArea, Objective, Principle
from .figures import KeyFigure, Survey, TimelineEntry
from .organizations import Organization, OrganizationFact, Person
from .places import Country, CountryGroup, CountryGroupMembership, CountryInvolvement
from .programs import PhaseOrganization, Program, ProgramPhase
from .projects import Contributor, Initiative, InitiativeFact, Project
from .sections import Paragraph, Section
from .sources import Source, SourcedFact
from .topics import Topic

__all__ = [
    "ActorKind",
    "Challenge",
    "Contributor",
    "Country",
    "CountryGroup",
    "CountryGroupMembership",
    "CountryInvolvement",
    "FocusArea",
    "Initiative",
    "InitiativeFact",
    "KeyFigure",
    "Objective",
    "Organization",
    "OrganizationFact",
    "Paragraph",
    "Person",
    "PhaseOrganization",
    "Principle",
    "Program",
    "ProgramPhase",
    "Project",
    "Section",
    "Source",
    "SourcedFact",
    "Survey",
    "TimelineEntry",
    "Topic",
]
