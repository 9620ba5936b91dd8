"""Records that are asked for by a list of keys: those of a list page, in one query each depth."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Prefetch
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import translation

from icma_portal.asking import questions, statements
from icma_portal.asking.questions import Question
from icma_portal.publishing.shelf import records_for_cards
from icma_portal.search.views import FacetedListView
from partnerships.models import City, Partnership
from partnerships.views import partnerships_of_list
from tests.factories import make_city, make_partnership

from .test_questions import in_both_ways

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("number", [1, 3, 20, 100])
def test_each_list_is_told_what_its_queryset_finds(language, number):
    assert get_resolver().url_patterns, "loads all views"
    asked = 0
    for view in FacetedListView.__subclasses__():
        if view.question is None:
            # Its list is not shown as a page.
            assert view.card_template is None
            continue
        # Drafts are among them.
        pks = list(view.model.objects.order_by("pk").values_list("pk", flat=True)[:number])
        with translation.override(language):
            compiled, plain = in_both_ways(view.question, pks=pks)
        assert compiled == plain, view
        asked += 1
    assert asked == 7


def test_drafts_and_hidden_members_are_told_to_who_may_see_them_only(admin_user):
    hidden = make_city(state="draft")
    made, draft = make_partnership([make_city(), hidden]), make_partnership(state="draft")
    pks = [made.pk, draft.pk]

    [told] = partnerships_of_list.records(VISITOR, pks=pks)
    of_staff = {each.pk: each for each in partnerships_of_list.records(admin_user, pks=pks)}

    assert told == made
    assert hidden not in {each.city for each in told.visible_members}
    assert set(of_staff) == set(pks)
    assert hidden in {each.city for each in of_staff[made.pk].visible_members}


def test_other_keys_of_as_many_compile_nothing(monkeypatch):
    pks = list(City.objects.published().values_list("pk", flat=True)[:8])
    records_for_cards(City).records(VISITOR, pks=pks[:3])
    monkeypatch.setattr(questions, "Compiled", None)

    for some in (pks[3:6], pks[4:8]):
        assert {each.pk for each in records_for_cards(City).records(VISITOR, pks=some)} == set(some)
    assert records_for_cards(City).records(VISITOR, pks=[]) == []


def test_more_keys_than_one_statement_takes(monkeypatch):
    pks = list(Partnership.objects.published().values_list("pk", flat=True)[:7])
    monkeypatch.setattr(statements, "MOST_KEYS", 4)

    compiled, plain = in_both_ways(partnerships_of_list, pks=pks)

    def by_key(records):
        return sorted(records, key=lambda each: each["id"])

    assert len(plain) == 7
    assert by_key(compiled) == by_key(plain)


@pytest.mark.parametrize("number", [2, 6])
def test_a_list_asks_once_for_each_relation(number):
    pks = list(Partnership.objects.published().values_list("pk", flat=True)[:number])
    partnerships_of_list.records(VISITOR, pks=pks)

    with CaptureQueriesContext(connection) as asked:
        partnerships_of_list.records(VISITOR, pks=pks)

    # Partnerships; members with cities, and topics, which PostgreSQL is asked for together.
    assert len(asked) == (2 if connection.vendor == "postgresql" else 3)


def test_a_list_of_keys_narrows_the_records_and_nothing_below_them():
    @Question
    def below(user, pks):
        some = City.objects.filter(pk__in=pks)
        return Partnership.objects.prefetch_related(Prefetch("memberships__city", some))

    @Question
    def below_too(user, pks):
        cities = City.objects.filter(pk__in=pks)
        return City.objects.filter(pk__in=pks).prefetch_related(Prefetch("parts", cities))

    @Question
    def two(user, pks, others):
        return City.objects.filter(pk__in=pks).exclude(pk__in=others)

    for question, keys in (
        (below, {"pks": [1]}),
        (below_too, {"pks": [1]}),
        (two, {"pks": [1], "others": [2]}),
    ):
        with pytest.raises(ValueError, match=r"keys|step"):
            question.records(VISITOR, **keys)
