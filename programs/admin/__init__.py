"""The staff pages of programs, places, organizations, figures and sources."""

from . import aims, figures, organizations, places, programs, projects, sections, taxonomy

__all__ = [
    "aims",
    "figures",
    "organizations",
    "places",
    "programs",
    "projects",
    "sections",
    "taxonomy",
]
