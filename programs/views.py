"""Public pages of programs, projects, countries, topics and organizations."""

from itertools import groupby

from django.db.models import Prefetch
from django.utils import timezone
from django.views.generic import ListView

from icma_portal.asking.questions import Question
from icma_portal.bilingual.models import sort_key_column
from icma_portal.charts.time_band import Moment, time_band
from icma_portal.exports.views import ExportedListMixin
from icma_portal.publishing.shelf import Shelf
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.letters import LetteredListMixin
from icma_portal.search.views import FacetedListView

from .exports import COUNTRIES, PROJECTS
from .filters import CountryFilterSet, ProjectFilterSet
from .models import (
    Country,
    KeyFigure,
    Objective,
    Organization,
    Paragraph,
    Principle,
    Program,
    Project,
    Section,
    TimelineEntry,
    Topic,
)


class ProgramListView(ListView):
    model = Program
    page_parameters = ()

    def get_queryset(self):
        programs = Program.objects.visible_to(self.request.user)
        return programs.select_related("parent").prefetch_related("phases", "sources")

    def get_context_data(self, **kwargs):
        entries = TimelineEntry.objects.visible_to(self.request.user)
        entries = entries.filter(program__in=self.object_list).select_related("program")
        timeline = entries.order_by("date", "pk").prefetch_related("sources")
        lanes = [(each, moments_of(each, timeline)) for each in self.object_list]
        band = time_band(lanes, timezone.now().year)
        return super().get_context_data(timeline=timeline, band=band, **kwargs)


def moments_of(program, timeline):
    """Return the Moments of a program: its phases, or else its own time, and its entries."""
    periods = [each for each in program.phases.all() if each.starts_on] or [program]
    entries = [each for each in timeline if each.program_id == program.pk]
    return [
        *(
            Moment(each.starts_on, each.ends_on, is_period=True, is_open=not each.ends_on)
            for each in periods
            if each.starts_on
        ),
        *(
            Moment(each.date, is_open=each.date_qualifier != TimelineEntry.Qualifier.ON)
            for each in entries
        ),
    ]


class ProgramDetailView(VisibleDetailView):
    model = Program

    def get_queryset(self):
        shown = Paragraph.objects.filter(is_internal=False).prefetch_related("sources")
        sections = Section.objects.prefetch_related(Prefetch("paragraphs", shown))
        objectives = Objective.objects.select_related("initiative").prefetch_related("sources")
        purposes = objectives.filter(kind=Objective.Kind.PURPOSE)
        cross_cutting = objectives.filter(kind=Objective.Kind.CROSS_CUTTING)
        phases = (
            "phases__sources",
            "phases__roles__organization",
            "phases__drivers__sources",
            Prefetch("phases__objectives", purposes, to_attr="purposes"),
            Prefetch("phases__objectives", cross_cutting, to_attr="cross_cutting_aims"),
        )
        areas = ("focus_areas__topics", "focus_areas__sources")
        return (
            super()
            .get_queryset()
            .select_related("parent", "organization", "lead_picture__current")
            .prefetch_related(Prefetch("sections", sections), *phases, *areas)
        )

    def get_context_data(self, **kwargs):
        user, program = self.request.user, self.object
        principles = Principle.objects.filter(program=program)
        principles = principles.prefetch_related("actors", "sources")
        return super().get_context_data(
            ancestors=[program.parent] if program.parent else [],
            children=program.children.visible_to(user),
            figures=KeyFigure.objects.visible_to(user)
            .filter(program=program)
            .prefetch_related("sources")
            .select_related("survey"),
            timeline=TimelineEntry.objects.visible_to(user)
            .filter(program=program)
            .prefetch_related("sources"),
            principles=group_by_kind(principles),
            # The lists have no facet of programs.
            narrowed="",
            partnerships=shelf(program.partnerships.visible_to(user).for_card(user)),
            projects=shelf(program.projects.visible_to(user).for_card()),
            publications=shelf(program.publications.visible_to(user).for_card(user), "kind"),
            **kwargs,
        )


def shelf(queryset, *before):
    """Return the Shelf of a queryset by name, after the columns ``before``."""
    return Shelf(queryset.order_by(*before, sort_key_column(), "pk"))


def group_by_kind(records):
    """Return kind → list of the records, which must be ordered by kind."""
    return {kind: list(group) for kind, group in groupby(records, key=lambda each: each.kind)}


@Question
def projects_of_list(user, pks):
    """Return the projects with these keys that ``user`` may see, as lists show them."""
    return Project.objects.visible_to(user).filter(pk__in=pks).for_card()


class ProjectListView(ExportedListMixin, FacetedListView):
    model = Project
    question = projects_of_list
    filterset_class = ProjectFilterSet
    card_template = "components/project_card.html"
    export = PROJECTS


class ProjectDetailView(VisibleDetailView):
    model = Project

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("program", "phase")
            .prefetch_related("sources", "contributors__organization")
        )

    def get_context_data(self, **kwargs):
        user, project = self.request.user, self.object
        return super().get_context_data(
            countries=project.countries.visible_to(user).order_by(sort_key_column()),
            topics=project.topics.visible_to(user).order_by(sort_key_column()),
            donors=project.donors.visible_to(user).order_by(sort_key_column()),
            partnerships=shelf(project.partnerships.visible_to(user).for_card(user)),
            **kwargs,
        )


class CountryListView(ExportedListMixin, LetteredListMixin, ListView):
    """All countries by continent. What is counted here is never mixed with what is claimed."""

    model = Country
    export = COUNTRIES

    def get_queryset(self):
        countries = Country.objects.visible_to(self.request.user)
        ordered = countries.prefetch_related("involvements").order_by(sort_key_column(), "pk")
        return self.under_letter(ordered)

    def get_context_data(self, **kwargs):
        by_continent = sorted(self.object_list, key=lambda each: each.continent)
        continents = [
            (Country.Continent(continent).label, list(group))
            for continent, group in groupby(by_continent, key=lambda each: each.continent)
        ]
        claims = KeyFigure.objects.visible_to(self.request.user).prefetch_related("sources")
        return super().get_context_data(
            continents=continents,
            documented=self.letters.total,
            claimed=claims.filter(slug="countries").first(),
            **kwargs,
        )


class CountrySelection(FacetedListView):
    """What the files of the list of countries hold; its page has letters, but no facets."""

    model = Country
    filterset_class = CountryFilterSet
    export = COUNTRIES


class CountryDetailView(VisibleDetailView):
    model = Country

    def get_queryset(self):
        return super().get_queryset().prefetch_related("involvements__sources")

    def get_context_data(self, **kwargs):
        user, country = self.request.user, self.object
        return super().get_context_data(
            narrowed=f"?country={country.slug}",
            cities=shelf(country.cities.visible_to(user)),
            groups=country.group_memberships.visible_to(user).select_related("group", "source"),
            partnerships=shelf(country.partnerships.visible_to(user).for_card(user)),
            projects=shelf(country.projects.visible_to(user).for_card()),
            publications=shelf(country.publications.visible_to(user).for_card(user)),
            organizations=country.organizations.visible_to(user).order_by(sort_key_column()),
            **kwargs,
        )


class TopicListView(LetteredListMixin, ListView):
    model = Topic

    def get_queryset(self):
        visible = Topic.objects.visible_to(self.request.user)
        children = Prefetch("children", visible.order_by(sort_key_column()), "visible_children")
        return self.under_letter(visible.filter(parent=None).prefetch_related(children))


class TopicDetailView(VisibleDetailView):
    """A topic with its own records and those of the topics below it."""

    model = Topic

    def get_queryset(self):
        return super().get_queryset().select_related("parent")

    def get_context_data(self, **kwargs):
        user, topic = self.request.user, self.object
        children = topic.children.visible_to(user).order_by(sort_key_column())
        topics = [topic, *children]
        return super().get_context_data(
            children=children,
            narrowed=f"?topic={topic.slug}",
            parents=[topic.parent] if topic.parent else [],
            partnerships=shelf(tagged(topic.partnerships, topics, user).for_card(user)),
            publications=shelf(tagged(topic.publications, topics, user).for_card(user)),
            projects=shelf(tagged(topic.projects, topics, user).for_card()),
            focus_areas=topic.focus_areas.select_related("program").prefetch_related("sources"),
            **kwargs,
        )


def tagged(manager, topics, user):
    """Return the visible records of the related manager's model that have any of ``topics``."""
    visible = manager.model.objects.visible_to(user)
    matches = manager.model.objects.filter(topics__in=topics)
    return visible.filter(pk__in=matches.values("pk"))


class OrganizationListView(LetteredListMixin, ListView):
    model = Organization

    def get_queryset(self):
        organizations = Organization.objects.visible_to(self.request.user)
        return self.under_letter(organizations.order_by(sort_key_column(), "pk"))


class OrganizationDetailView(VisibleDetailView):
    model = Organization

    def get_queryset(self):
        return super().get_queryset().select_related("country", "parent__parent")

    def get_context_data(self, **kwargs):
        user, organization = self.request.user, self.object
        return super().get_context_data(
            ancestors=organization.ancestors(including_self=False),
            facts=organization.facts.filter(is_internal=False).prefetch_related("sources"),
            children=organization.children.visible_to(user).order_by(sort_key_column()),
            offices=organization.offices.select_related("city").prefetch_related("sources"),
            programs=organization.programs.visible_to(user),
            phase_roles=organization.phase_roles.select_related("phase__program"),
            agreements=organization.agreements.visible_to(user).order_by("signed_on", "pk"),
            accreditations=organization.accreditations_given.visible_to(user),
            # Once, whatever parts the organization had in it.
            events=organization.events.visible_to(user).distinct(),
            **kwargs,
        )
