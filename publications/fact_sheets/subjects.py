"""What the sheet of each kind of record says, of all that the public may see.

Each function takes a record and a Telling, and returns the Parts of its sheet. What hangs on the
record is asked through ``published()``, also where staff preview a draft.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from icma_portal.bilingual.formats import bracketed, listing, partial_date
from icma_portal.publishing.shelf import MOST_SHOWN
from partnerships.models import AssessmentFact, Partnership
from programs.models import Topic

from .sheet import Member
from .telling import FIGURES, pairs, public, section


@dataclass(frozen=True)
class Parts:
    """What a kind of record gives; ``drawn`` are the partnerships and cities on the map."""

    details: tuple = ()
    sections: tuple = ()
    members: tuple = ()
    figures: tuple = ()
    drawn: tuple = ((), ())


def tell_partnership(partnership, telling):
    members = list(_members(partnership))
    telling.note_day(*(each.city for each in members if each.city))
    program = public(partnership.program)
    return Parts(
        details=pairs(
            (_("Program"), telling.name(program)),
            (_("Program phase"), telling.name(partnership.phase if program else None)),
            (_("Project"), telling.name(public(partnership.project))),
            telling.lasting(partnership),
            (_("Kind"), partnership.get_kind_display()),
            (_("Status"), partnership.get_status_display()),
            (_("Horizon"), partnership.get_horizon_display()),
            (_("Topics"), topics_of(partnership, telling)),
        ),
        members=tuple(_member(each, telling) for each in members),
        sections=(
            *section(_("What is known"), map(telling.fact, _shown(partnership.facts))),
            *section(_("Exchanges"), _exchanges(partnership, telling)),
            *section(_("What came of it"), map(telling.fact, _shown(partnership.outcomes))),
            *section(_("What each side gained"), _benefits(members, telling)),
            *_documents(partnership.publications, telling),
        ),
        drawn=(Partnership.objects.filter(pk=partnership.pk).for_card(None), ()),
    )


def tell_city(city, telling):
    partnerships = Partnership.objects.with_city(city).published()
    country = public(city.country)
    telling.note_day(country)
    return Parts(
        details=pairs(
            (_("Country or region"), telling.name(country)),
            (_("State, province or region"), telling.name(city, "administrative_area")),
            (_("Part of"), telling.name(public(city.part_of))),
            (_("Offices"), _offices(city, telling)),
            (_("Topics"), topics_among(partnerships, telling)),
        ),
        sections=(
            *_partnerships(partnerships, telling, city),
            *section(_("City assessments"), _assessments(city, telling)),
            *section(_("Needs and offers"), _interests(city, telling)),
            *section(_("Events in this city"), _events(city, telling)),
            *_documents(city.publications, telling),
        ),
        drawn=(partnerships.for_card(None)[:MOST_SHOWN], [city]),
    )


def tell_country(country, telling):
    partnerships = country.partnerships.published()
    cities = country.cities.published().order_by(telling.by_name)
    organizations = country.organizations.published().order_by(telling.by_name)
    involvements = country.involvements.prefetch_related("sources")
    groups = country.group_memberships.visible_to(None).select_related("group", "source")
    ties = [
        *(telling.fact(each, each.get_kind_display()) for each in involvements),
        *(_group(each, telling) for each in groups),
    ]
    return Parts(
        details=pairs(
            (_("Continent"), country.get_continent_display()),
            (_("Cities"), telling.names(cities)),
            (_("Organizations"), _organizations(organizations, telling)),
            (_("Topics"), topics_among(partnerships, telling)),
        ),
        sections=(
            *section(_("ICMA’s work here"), ties),
            *_partnerships(partnerships, telling),
            *_projects(country.projects, telling),
            *_documents(country.publications, telling),
        ),
        drawn=(partnerships.for_card(None)[:MOST_SHOWN], cities),
    )


def tell_program(program, telling):
    partnerships = program.partnerships.published()
    figures = program.figures.published().prefetch_related("sources")[:FIGURES]
    children = program.children.published().order_by("order", telling.by_name)
    areas = program.focus_areas.prefetch_related("sources")
    phases = program.phases.prefetch_related("sources")
    timeline = program.timeline.published().prefetch_related("sources")
    return Parts(
        details=pairs(
            telling.lasting(program),
            (_("Carried out by"), telling.organization(public(program.organization))),
            (_("Part of"), telling.name(public(program.parent))),
            (_("Programs within this one"), telling.names(children)),
            (_("Topics"), topics_of(program, telling)),
        ),
        figures=tuple(map(telling.figure, figures)),
        sections=(
            *section(_("Phases"), (_phase(each, telling) for each in phases)),
            *section(
                _("Fields of work"),
                (
                    telling.fact(each, telling.name(each, "text"), lead=telling.name(each))
                    for each in areas
                ),
            ),
            *section(
                _("Timeline"),
                (
                    telling.fact(each, telling.name(each, "text"), lead=telling.moment(each))
                    for each in timeline
                ),
            ),
            *_partnerships(partnerships, telling),
            *_projects(program.projects, telling),
            *_documents(program.publications.filter(partnership=None), telling),
        ),
        drawn=(partnerships.for_card(None)[:MOST_SHOWN], ()),
    )


def tell_project(project, telling):
    program = public(project.program)
    partnerships = project.partnerships.published()
    countries = project.countries.published().order_by(telling.by_name)
    donors = project.donors.published().order_by(telling.by_name)
    return Parts(
        details=pairs(
            (_("Program"), telling.name(program)),
            (_("Program phase"), telling.name(project.phase if program else None)),
            telling.lasting(project),
            (_("Stage"), project.get_stage_display()),
            (_("Donors"), _organizations(donors, telling)),
            (_("Countries and regions"), telling.names(countries)),
            (_("Topics"), topics_of(project, telling)),
        ),
        sections=_partnerships(partnerships, telling),
        drawn=(partnerships.for_card(None)[:MOST_SHOWN], ()),
    )


def _members(partnership):
    related = ("city__country", "organization")
    return partnership.memberships.visible_to(None).select_related(*related)


def _member(membership, telling):
    shares = membership.role == membership.Role.RESOURCE
    role = membership.get_role_display()
    if membership.city is None:
        return Member(telling.organization(membership.organization), "", role, shares)
    return Member(telling.name(membership.city), _place(membership.city, telling), role, shares)


def _place(city, telling):
    """Return area and country as each language orders them; none that the public may not see."""
    area = telling.name(city, "administrative_area")
    country = telling.name(public(city.country))
    if telling.language == "zh-hans":
        return f"{country}{area}"
    return ", ".join(filter(None, [area, country]))


def _shown(facts):
    return facts.filter(is_internal=False).prefetch_related("sources")


def _exchanges(partnership, telling):
    for each in partnership.exchanges.prefetch_related("sources"):
        yield telling.fact(each, lead=telling.dates(each))


def _benefits(members, telling):
    for member in members:
        name = (
            telling.name(member.city) if member.city else telling.organization(member.organization)
        )
        for each in _shown(member.benefits):
            yield telling.fact(each, lead=name)


def topics_of(record, telling):
    topics = Topic.objects.published().filter(pk__in=record.topics.values("pk"))
    return telling.names(topics.order_by(telling.by_name))


def topics_among(partnerships, telling):
    topics = Topic.objects.published().filter(partnerships__in=partnerships).distinct()
    return telling.names(topics.order_by(telling.by_name))


def _offices(city, telling):
    offices = [
        bracketed(
            telling.organization(each.organization), each.get_kind_display(), telling.language
        )
        for each in city.offices.select_related("organization")
        if public(each.organization)
    ]
    return listing(offices, telling.language)


def _organizations(organizations, telling):
    return listing([telling.organization(each) for each in organizations], telling.language)


def _partnerships(partnerships, telling, city=None):
    """Return the section of partnerships, each with its dates, and with the part of ``city``."""
    told = partnerships.for_card(None).prefetch_related("sources").order_by(telling.by_name)
    return section(_("Partnerships"), (_partnership(each, telling, city) for each in told))


def _partnership(partnership, telling, city):
    telling.note_day(partnership)
    members = [each for each in partnership.visible_members if each.city_id]
    own = [each for each in members if city is not None and each.city_id == city.pk]
    others = [each.city for each in members if each not in own]
    role = own[0].get_role_display() if own else ""
    parts = [telling.dates(partnership), role, telling.names(others)]
    return telling.fact(partnership, note=" · ".join(filter(None, parts)))


def _projects(projects, telling):
    told = projects.published().prefetch_related("sources").order_by(telling.by_name)
    return section(_("Projects"), (telling.fact(each, note=telling.dates(each)) for each in told))


def _assessments(city, telling):
    facts = AssessmentFact.objects.filter(is_internal=False)
    for each in city.assessments.published().prefetch_related("sources").order_by(telling.by_name):
        date = partial_date(each.conducted_on, telling.language) if each.conducted_on else ""
        yield telling.fact(each, note=date)
        yield from map(telling.fact, facts.filter(assessment=each).prefetch_related("sources"))


def _interests(city, telling):
    for each in city.interests.filter(is_public=True).select_related("topic"):
        if public(each.topic):
            words = [telling.name(each.topic), telling.name(each, "text")]
            yield telling.fact(each, words[0], lead=each.get_kind_display(), note=words[1])


def _events(city, telling):
    for each in city.events.published().prefetch_related("sources"):
        yield telling.fact(each, note=telling.dates(each))


def _group(membership, telling):
    numbers = telling.cite([membership.source])
    return telling.statement(telling.name(membership.group), numbers)


def _phase(phase, telling):
    """Return a phase with what its summary says, else with its time."""
    summary = telling.name(phase, "summary")
    return telling.fact(phase, summary or telling.dates(phase), lead=telling.name(phase))


def _documents(publications, telling):
    """Return the section of documents: the sheet itself and its likes are no further reading."""
    told = publications.published().exclude(kind="fact_sheet")
    ordered = told.order_by("kind", "part", telling.by_name)
    return section(_("Related documents"), (_document(each, telling) for each in ordered))


def _document(publication, telling):
    telling.note_day(publication)
    date = publication.issued_on
    parts = [
        publication.get_kind_display(),
        partial_date(date, telling.language) if date else "",
    ]
    return telling.statement(telling.name(publication), note=" · ".join(filter(None, parts)))
