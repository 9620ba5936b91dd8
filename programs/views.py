"""Public pages of programs, projects, countries, topics and organizations."""

from itertools import groupby

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.views.generic import ListView

from icma_portal.asking.questions import Question
from icma_portal.bilingual.models import sort_key_column
from icma_portal.charts.time_band import Moment, time_band
from icma_portal.exports.views import ExportedListMixin
from icma_portal.publishing.shelf import Related, records_for_cards, related_to
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.search.letters import LetteredListMixin
from icma_portal.search.views import FacetedListView

from .exports import COUNTRIES, PROJECTS
from .filters import CountryFilterSet, ProjectFilterSet
from .models import (
    Challenge,
    Contributor,
    Country,
    CountryGroupMembership,
    CountryInvolvement,
    FocusArea,
    KeyFigure,
    Objective,
    Organization,
    OrganizationFact,
    Paragraph,
    PhaseOrganization,
    Principle,
    Program,
    ProgramPhase,
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


@Question
def program_of_page(user, slug):
    """Return the program at ``slug`` with what its page shows to ``user``."""
    shown = Paragraph.objects.filter(is_internal=False).prefetch_related("sources")
    objectives = Objective.objects.select_related("initiative").prefetch_related("sources")
    purposes = objectives.filter(kind=Objective.Kind.PURPOSE)
    cross_cutting = objectives.filter(kind=Objective.Kind.CROSS_CUTTING)
    phases = ProgramPhase.objects.prefetch_related(
        "sources",
        Prefetch("roles", PhaseOrganization.objects.select_related("organization")),
        Prefetch("drivers", Challenge.objects.prefetch_related("sources")),
        Prefetch("objectives", purposes, to_attr="purposes"),
        Prefetch("objectives", cross_cutting, to_attr="cross_cutting_aims"),
    )
    figures = KeyFigure.objects.visible_to(user).select_related("survey")
    related = {
        "children": Program.objects.visible_to(user),
        "figures": figures.prefetch_related("sources"),
        "timeline": TimelineEntry.objects.visible_to(user).prefetch_related("sources"),
        "principles": Principle.objects.prefetch_related("actors", "sources"),
    }
    return (
        Program.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("parent", "organization", "lead_picture__current")
        .prefetch_related(
            "sources",
            Prefetch("phases", phases),
            Prefetch("sections", Section.objects.prefetch_related(Prefetch("paragraphs", shown))),
            Prefetch("focus_areas", FocusArea.objects.prefetch_related("topics", "sources")),
            *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items()),
        )
    )


class ProgramDetailView(VisibleDetailView):
    model = Program
    question = program_of_page
    partnerships = related_to(Program, "partnerships")
    projects = related_to(Program, "projects")
    publications = related_to(Program, "publications", "kind")

    def get_context_data(self, **kwargs):
        program = self.object
        return super().get_context_data(
            ancestors=[program.parent] if program.parent else [],
            children=program.shown_children,
            figures=program.shown_figures,
            timeline=program.shown_timeline,
            principles=group_by_kind(program.shown_principles),
            # The lists have no facet of programs.
            narrowed="",
            partnerships=self.partnerships.shelf(self.request, pk=program.pk),
            projects=self.projects.shelf(self.request, pk=program.pk),
            publications=self.publications.shelf(self.request, pk=program.pk),
            **kwargs,
        )


def group_by_kind(records):
    """Return kind → list of the records, which must be ordered by kind."""
    return {kind: list(group) for kind, group in groupby(records, key=lambda each: each.kind)}


class ProjectListView(ExportedListMixin, FacetedListView):
    model = Project
    question = records_for_cards(Project)
    filterset_class = ProjectFilterSet
    card_template = "components/project_card.html"
    export = PROJECTS


@Question
def project_of_page(user, slug):
    """Return the project at ``slug`` with what its page shows to ``user``."""
    contributors = Contributor.objects.select_related("organization", "person")
    by_name = sort_key_column()
    related = {
        "countries": Country.objects.visible_to(user).order_by(by_name),
        "topics": Topic.objects.visible_to(user).order_by(by_name),
        "donors": Organization.objects.visible_to(user).order_by(by_name),
    }
    return (
        Project.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("program", "phase__program")
        .prefetch_related(
            "sources",
            Prefetch("contributors", contributors),
            *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items()),
        )
    )


class ProjectDetailView(VisibleDetailView):
    model = Project
    question = project_of_page
    partnerships = related_to(Project, "partnerships")

    def get_context_data(self, **kwargs):
        project = self.object
        return super().get_context_data(
            countries=project.shown_countries,
            topics=project.shown_topics,
            donors=project.shown_donors,
            partnerships=self.partnerships.shelf(self.request, pk=project.pk),
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


@Question
def country_of_page(user, slug):
    """Return the country at ``slug`` with what its page shows to ``user``."""
    memberships = CountryGroupMembership.objects.visible_to(user)
    related = {
        "group_memberships": memberships.select_related("group", "source"),
        "organizations": Organization.objects.visible_to(user).order_by(sort_key_column()),
    }
    return (
        Country.objects.visible_to(user)
        .filter(slug=slug)
        .prefetch_related(
            Prefetch("involvements", CountryInvolvement.objects.prefetch_related("sources")),
            *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items()),
        )
    )


class CountryDetailView(VisibleDetailView):
    model = Country
    question = country_of_page
    cities = related_to(Country, "cities")
    partnerships = related_to(Country, "partnerships")
    projects = related_to(Country, "projects")
    publications = related_to(Country, "publications")

    def get_context_data(self, **kwargs):
        country = self.object
        return super().get_context_data(
            narrowed=f"?country={country.slug}",
            cities=self.cities.shelf(self.request, pk=country.pk),
            groups=country.shown_group_memberships,
            partnerships=self.partnerships.shelf(self.request, pk=country.pk),
            projects=self.projects.shelf(self.request, pk=country.pk),
            publications=self.publications.shelf(self.request, pk=country.pk),
            organizations=country.shown_organizations,
            **kwargs,
        )


class TopicListView(LetteredListMixin, ListView):
    model = Topic

    def get_queryset(self):
        visible = Topic.objects.visible_to(self.request.user)
        children = Prefetch("children", visible.order_by(sort_key_column()), "visible_children")
        return self.under_letter(visible.filter(parent=None).prefetch_related(children))


@Question
def topic_of_page(user, slug):
    """Return the topic at ``slug`` with what its page shows to ``user``."""
    children = Topic.objects.visible_to(user).order_by(sort_key_column())
    areas = FocusArea.objects.select_related("program").prefetch_related("sources")
    return (
        Topic.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("parent")
        .prefetch_related(
            Prefetch("children", children, "shown_children"),
            Prefetch("focus_areas", areas, "shown_focus_areas"),
        )
    )


def tagged(name):
    """Return the Related of a topic: what ``name`` leads to from it, or from a topic below it."""

    def target():
        return Topic._meta.get_field(name).related_model

    def matches(user, pk):
        topics = Topic.objects.visible_to(user).filter(Q(pk=pk) | Q(parent=pk))
        found = target().objects.filter(topics__in=topics)
        return target().objects.visible_to(user).filter(pk__in=found.values("pk"))

    return Related(target, matches)


class TopicDetailView(VisibleDetailView):
    """A topic with its own records and those of the topics below it."""

    model = Topic
    question = topic_of_page
    partnerships = tagged("partnerships")
    publications = tagged("publications")
    projects = tagged("projects")

    def get_context_data(self, **kwargs):
        topic = self.object
        return super().get_context_data(
            children=topic.shown_children,
            narrowed=f"?topic={topic.slug}",
            parents=[topic.parent] if topic.parent else [],
            partnerships=self.partnerships.shelf(self.request, pk=topic.pk),
            publications=self.publications.shelf(self.request, pk=topic.pk),
            projects=self.projects.shelf(self.request, pk=topic.pk),
            focus_areas=topic.shown_focus_areas,
            **kwargs,
        )


class OrganizationListView(LetteredListMixin, ListView):
    model = Organization

    def get_queryset(self):
        organizations = Organization.objects.visible_to(self.request.user)
        return self.under_letter(organizations.order_by(sort_key_column(), "pk"))


@Question
def organization_of_page(user, slug):
    """Return the organization at ``slug`` with what its page shows to ``user``."""
    facts = OrganizationFact.objects.filter(is_internal=False).prefetch_related("sources")
    offices, agreements, accreditations, events = (
        Organization._meta.get_field(name).related_model.objects
        for name in ("offices", "agreements", "accreditations_given", "events")
    )
    related = {
        "facts": facts,
        "children": Organization.objects.visible_to(user).order_by(sort_key_column()),
        "offices": offices.select_related("city").prefetch_related("sources"),
        "programs": Program.objects.visible_to(user),
        "phase_roles": PhaseOrganization.objects.select_related("phase__program"),
        "agreements": agreements.visible_to(user).order_by("signed_on", "pk"),
        "accreditations_given": accreditations.visible_to(user),
        # Once, whatever parts the organization had in it.
        "events": events.visible_to(user).distinct(),
    }
    return (
        Organization.objects.visible_to(user)
        .filter(slug=slug)
        .select_related("country", "parent__parent")
        .prefetch_related(
            "sources", *(Prefetch(name, rows, f"shown_{name}") for name, rows in related.items())
        )
    )


class OrganizationDetailView(VisibleDetailView):
    model = Organization
    question = organization_of_page

    def get_context_data(self, **kwargs):
        organization = self.object
        return super().get_context_data(
            ancestors=organization.ancestors(including_self=False),
            facts=organization.shown_facts,
            children=organization.shown_children,
            offices=organization.shown_offices,
            programs=organization.shown_programs,
            phase_roles=organization.shown_phase_roles,
            agreements=organization.shown_agreements,
            accreditations=organization.shown_accreditations_given,
            events=organization.shown_events,
            **kwargs,
        )
