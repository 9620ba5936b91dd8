"""A compiled question tells what the queryset itself would, now and later, to each reader."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone, translation

from icma_portal.asking import statements
from icma_portal.asking.moments import moment_of
from icma_portal.asking.questions import Question
from icma_portal.publishing.views import VisibleDetailView
from partnerships.models import City, Membership, Partnership, PartnershipFact
from partnerships.views import city_of_page, partnership_of_page
from programs.models import Country, Program, Source
from publications.fact_sheets.uploads import QUESTIONS, uploaded_sheets
from tests.factories import (
    make_city,
    make_document,
    make_partnership,
    make_publication,
    make_source,
)

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def told(record, seen=()):
    """Return all that a record holds, and what is attached to it, as plain values."""
    if not hasattr(record, "_meta"):
        return [told(each, seen) for each in record] if isinstance(record, list) else record
    if (mark := (type(record), record.pk)) in seen:
        return mark
    seen = (*seen, mark)
    kept = record.__dict__.get("_prefetched_objects_cache", {})
    values = {k: v for k, v in record.__dict__.items() if not k.startswith("_")}
    joined = record._state.fields_cache
    return {
        "of": type(record),
        **{name: told(value, seen) for name, value in values.items()},
        **{f"joined {name}": told(value, seen) for name, value in joined.items()},
        **{f"all {name}": told(list(value.all()), seen) for name, value in kept.items()},
    }


def in_both_ways(question, **keys):
    return (
        told(question.records(VISITOR, **keys)),
        told(list(question.queryset(VISITOR, **keys))),
    )


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_page_is_told_what_its_queryset_finds(language):
    asked = 0
    assert get_resolver().url_patterns, "loads all views"
    for view in VisibleDetailView.__subclasses__():
        if view.question is None:
            continue
        for slug in view.model.objects.values_list("slug", flat=True):
            with translation.override(language):
                compiled, plain = in_both_ways(view.question, slug=slug)
            assert compiled == plain, (view, slug)
            asked += len(plain)
    assert asked > 50


def sheet_of(language="en", state="published", **of):
    """Make an uploaded fact sheet of a record."""
    publication = make_publication(kind="fact_sheet", partnership=of.get("partnership"))
    publication.cities.set(of.get("cities", []))
    publication.countries.set(of.get("countries", []))
    return make_document(publication, language=language, state=state)


def test_fact_sheets_are_told_as_querysets_find_them():
    city = make_city()
    made = make_partnership([city])
    sheet_of(partnership=made, cities=[city])
    sheet_of(cities=[city], countries=[city.country])
    sheet_of(countries=[city.country])
    found = 0
    for model in (Partnership, City, Country, Program):
        for pk in model.objects.values_list("pk", flat=True):
            compiled, plain = in_both_ways(QUESTIONS[model], record=pk)
            assert compiled == plain
            found += len(plain)
    assert found == 3


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_fact_sheets_of_a_page_are_found_among_its_publications(language, admin_user):
    city = make_city()
    made = make_partnership([city])
    for number in range(3):
        sheet_of("zh-hans" if number == 2 else "en", partnership=made, cities=[city])
        sheet_of(cities=[city], state="draft" if number == 1 else "published")
    with translation.override(language):
        for user, numbers in ((VISITOR, (3, 2)), (admin_user, (3, 3))):
            for question, record, number in (
                (partnership_of_page, made, numbers[0]),
                (city_of_page, city, numbers[1]),
            ):
                shown = question.record(user, slug=record.slug)
                found = uploaded_sheets(shown, user)
                assert found == uploaded_sheets(record, user)
                assert len(found) == number


def test_what_is_published_and_expires_later_is_asked_of_the_moment():
    now = timezone.now()
    made = make_partnership(
        published_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2)
    )
    seen = []
    for hours in (0, 1.5, 3):
        with moment_of(now + timedelta(hours=hours)):
            seen.append(partnership_of_page.record(VISITOR, slug=made.slug) is not None)
    assert seen == [False, True, False]


def test_a_draft_and_a_hidden_member_show_to_who_may_see_them_only(admin_user):
    hidden = make_city(state="draft")
    made = make_partnership([make_city(), hidden])
    [of_staff], [of_all] = (
        partnership_of_page.records(each, slug=made.slug) for each in (admin_user, VISITOR)
    )
    assert {each.city for each in of_staff.shown_memberships} >= {hidden}
    assert hidden not in {each.city for each in of_all.shown_memberships}
    Partnership.objects.filter(pk=made.pk).update(state="draft")
    assert partnership_of_page.record(VISITOR, slug=made.slug) is None
    assert partnership_of_page.record(admin_user, slug=made.slug) == made


@pytest.mark.parametrize(
    "moment",
    [timezone.now, date.today, lambda: f"{date.today():%Y-%m}", lambda: str(date.today())],
)
def test_a_question_that_looks_at_the_clock_itself_is_refused(moment):
    column = "published_at" if moment is timezone.now else "sort_key_en"
    column = "created_at__date" if moment is date.today else column

    @Question
    def dated(user, slug):
        return Partnership.objects.filter(**{f"{column}__lte": moment()}, slug=slug)

    @Question
    def dated_below(user, slug):
        rows = Partnership.objects.filter(**{f"{column}__lte": moment()})
        return City.objects.filter(slug=slug).prefetch_related(Prefetch("partnerships", rows))

    for question in (dated, dated_below):
        with pytest.raises(ValueError, match="present_moment"):
            question.records(VISITOR, slug="durban")


def test_a_way_of_several_steps_begins_at_what_is_joined():
    @Question
    def joined(user, slug):
        members = Membership.objects.select_related("city").prefetch_related("city__sources")
        return Partnership.objects.filter(slug=slug).prefetch_related(
            Prefetch("memberships", members, "members")
        )

    @Question
    def lost(user, slug):
        return Partnership.objects.filter(slug=slug).prefetch_related("memberships__city")

    city = make_city()
    city.sources.set([make_source(), make_source()])
    made = make_partnership([city])
    compiled, plain = in_both_ways(joined, slug=made.slug)
    assert compiled == plain
    assert len(compiled[0]["members"][0]["joined city"]["all sources"]) == 2
    with pytest.raises(ValueError, match="memberships"):
        lost.records(VISITOR, slug=made.slug)


def test_more_keys_than_are_asked_for_at_once(monkeypatch):
    monkeypatch.setattr(statements, "MOST_KEYS", 2)
    made = make_partnership()
    sources = [make_source() for _each in range(3)]
    for number in range(7):
        fact = PartnershipFact.objects.create(partnership=made, text_en=f"Fact {number}")
        fact.sources.set(sources[: number % 4])

    compiled, plain = in_both_ways(partnership_of_page, slug=made.slug)
    assert compiled == plain
    numbers = [len(each["all sources"]) for each in compiled[0]["shown_facts"]]
    assert numbers == [0, 1, 2, 3, 0, 1, 2]


def test_nothing_can_be_found_where_the_queryset_is_empty():
    @Question
    def nothing(user, slug):
        return Partnership.objects.none()

    @Question
    def nothing_below(user, slug):
        rows = Prefetch("sources", Source.objects.none())
        return Partnership.objects.filter(slug=slug).prefetch_related(rows)

    made = make_partnership()
    assert nothing.records(VISITOR, slug=made.slug) == []
    [found] = nothing_below.records(VISITOR, slug=made.slug)
    assert found.sources.all() == []


def test_a_page_asks_postgresql_once_for_each_depth():
    made = Partnership.objects.get(slug="durban-southeast-florida")
    partnership_of_page.records(VISITOR, slug=made.slug)
    with CaptureQueriesContext(connection) as asked:
        partnership_of_page.records(VISITOR, slug=made.slug)
    if connection.vendor == "postgresql":
        assert len(asked) == 3
    else:
        # SQLite takes one statement at a time, and is in the process.
        assert 3 < len(asked) < 25
