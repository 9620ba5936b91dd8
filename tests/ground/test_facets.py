"""Facet counts equal what the filter in SQL gives, whatever is chosen."""

from functools import partial
from itertools import combinations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from icma_portal.search.lists.selection import Selection
from icma_portal.web.kept import snapshot
from partnerships.filters import CityFilterSet, PartnershipFilterSet
from partnerships.models import City, Partnership
from programs.filters import ProjectFilterSet
from programs.models import Project
from publications.filters import PublicationFilterSet
from publications.models import Publication
from tests.factories import (
    make_city,
    make_country,
    make_document,
    make_partnership,
    make_publication,
)

pytestmark = pytest.mark.django_db
FILTERSETS = [
    (PartnershipFilterSet, Partnership),
    (CityFilterSet, City),
    (PublicationFilterSet, Publication),
    (ProjectFilterSet, Project),
]


def in_sql(filterset_class, model, query):
    """Return the records that the filters find, as files of the list hold them."""
    user = AnonymousUser()
    return filterset_class(QueryDict(query), model.objects.visible_to(user), user=user).qs


def selection(filterset_class, model, query=""):
    """Return the same choice, as the page of the list counts it."""
    user = AnonymousUser()
    records = partial(model.objects.visible_to, user)
    return Selection(filterset_class, QueryDict(query), records, user, snapshot())


def options(selection, name):
    facet = next(each for each in selection.facets() if each.name == name)
    return {option.value: option.count for option in facet.options}


@pytest.mark.parametrize(("filterset_class", "model"), FILTERSETS)
def test_every_count_is_what_choosing_the_option_shows(filterset_class, model):
    checked = 0
    for facet in selection(filterset_class, model).facets():
        for option in facet.options:
            query = f"{facet.name}={option.value}"
            found = set(in_sql(filterset_class, model, query).values_list("pk", flat=True))
            assert found == set(selection(filterset_class, model, query).fitting), query
            assert len(found) == option.count > 0, query
            checked += 1

    assert checked > 5


@pytest.mark.parametrize(("filterset_class", "model"), FILTERSETS)
def test_counts_within_a_choice_are_what_adding_the_option_shows(filterset_class, model):
    facets = selection(filterset_class, model).facets()
    firsts = [(each.name, each.options[0].value) for each in facets if each.options]
    for (name, value), (other, _value) in combinations(firsts, 2):
        query = f"{name}={value}"
        for option_value, count in options(selection(filterset_class, model, query), other).items():
            both = f"{query}&{other}={option_value}"
            assert len(selection(filterset_class, model, both).fitting) == count
            assert in_sql(filterset_class, model, both).count() == count


def test_choices_within_a_facet_widen():
    query = "country=south-africa&country=india"

    slugs = set(in_sql(PartnershipFilterSet, Partnership, query).values_list("slug", flat=True))

    assert slugs == {"dar-es-salaam-durban", "durban-southeast-florida", "shimla-boulder"}


def test_counts_of_a_facet_ignore_its_own_choice():
    open_counts = options(selection(PartnershipFilterSet, Partnership), "country")
    chosen_counts = options(
        selection(PartnershipFilterSet, Partnership, "country=india"), "country"
    )

    assert chosen_counts == open_counts


def test_text_narrows_the_counts():
    counts = options(selection(PartnershipFilterSet, Partnership, "q=德班"), "country")

    assert counts == {"south-africa": 2, "tanzania": 1, "united-states": 1}


def test_row_75_partnerships_are_found_by_either_language_and_by_aliases():
    for text in ("Durban", "德班", "eThekwini", "达累斯萨拉姆", "DAR es"):
        slugs = in_sql(PartnershipFilterSet, Partnership, f"q={text}")
        assert "dar-es-salaam-durban" in slugs.values_list("slug", flat=True), text


def test_drafts_are_neither_listed_nor_counted():
    country = make_country()
    shown = make_partnership([make_city(country=country)])
    make_partnership([make_city(country=country)], state="draft")
    make_partnership([make_city(country=country, state="draft")])

    query = f"country={country.slug}"

    assert list(in_sql(PartnershipFilterSet, Partnership, query)) == [shown]
    counts = options(selection(PartnershipFilterSet, Partnership, query), "country")
    assert counts[country.slug] == 1


def test_a_draft_file_does_not_count_as_a_language():
    publication = make_publication()
    make_document(publication, language="es", state="draft")

    assert "es" not in options(selection(PublicationFilterSet, Publication), "language")


def test_a_topic_of_the_first_level_takes_in_those_below():
    counts = options(selection(PartnershipFilterSet, Partnership), "topic")

    assert counts["climate-and-resilience"] == 8
