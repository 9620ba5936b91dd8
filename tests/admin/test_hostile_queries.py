"""Whatever stands in the address of a list, the answer is a list or a way back to it."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.http import urlencode

from icma_portal.accounts.models import AuditEntry
from icma_portal.bilingual.models import TermOverrule, TranslationUnit
from icma_portal.models import ContactMessage
from programs.models import Country, Program
from publications.models import Publication
from tests.breadth import share

from .records import REGISTERED, VISITORS, address, make

HUGE = str(2**63)
HOSTILE = [
    {"id__exact": HUGE},
    {"id__exact": "-" + HUGE},
    {"id__exact": "abc"},
    {"id__in": "1," + HUGE},
    {"id__gt": "9" * 400},
    {"id__exact": "9" * 5000},
    {"id__regex": "("},
    {"pk__isnull": "perhaps"},
    {"p": "9" * 20},
    {"p": "-1"},
    {"p": "9" * 5000},
    {"e": ""},
    {"e": "1", "id__exact": HUGE},
    {"o": "9.9.9"},
    {"o": "-9.x.." + "9" * 5000},
    {"o": "1.1.1.2.-2"},
    {"q": "x" * 10_000},
    {"q": "x " * 5_000},
    {"q": "国" * 3_000},
    {"q": '"'},
    {"q": "'\\"},
    {"q": "%_\\"},
    {"all": "x"},
    {"_facets": "x", "id__exact": HUGE},
    {"unknown__field": "1"},
    {"__": "1"},
]
MOMENTS = [
    ("published_at__year", "-1"),
    ("published_at__year", "0"),
    ("published_at__year", "99999"),
    ("published_at__gte", "abc"),
    ("published_at__gte", "9999-12-31T23:59:59-14:00"),
    ("published_at__month", HUGE),
    ("published_at__date", "2024-02-31"),
    ("name_en__regex", "("),
    ("name_en__icontains", "x" * 60_000),
    ("state__in", ",".join("abc" * 2000)),
    ("organization__id__exact", HUGE),
    ("order__exact", "1e999999"),
]
# The lists that are made in ways of their own, and two that are made like all others. The rest
# is asked one query in five, all of them in a long run.
FULLY_ASKED = [Program, Publication, LogEntry, User, ContactMessage, TranslationUnit]
LABELS = [model._meta.label_lower for model in REGISTERED]
NOT_ADDED = (AuditEntry, LogEntry, *VISITORS, TermOverrule, TranslationUnit)
ADDABLE = [model for model in REGISTERED if model not in NOT_ADDED]
STARTS = [
    {
        "country": "abc",
        "organization": HUGE,
        "sources": "1,x," + HUGE,
        "published_at": "abc",
        "starts_on": "never",
        "latitude": "1e999999",
        "state": "nothing",
        "phases": "1",
        "order": "9" * 5000,
    },
    {
        "country": "-1",
        "organization": "١",
        "sources": ",",
        "published_at": "2024-01-01",
        "issued_on": "2024-99-01",
        "user_permissions": "x",
        "is_public": "perhaps",
        "password": "x",
    },
]

pytestmark = pytest.mark.django_db


def answer(client, page, parameters):
    response = client.get(f"{page}?{urlencode(parameters)}")
    return response.status_code, response.headers.get("Location")


def assert_harmless(client, page, parameters):
    """A page, the way back to the clean list, or a refusal; never an error."""
    status, location = answer(client, page, parameters)
    assert (parameters, status) in [(parameters, 200), (parameters, 302), (parameters, 400)]
    assert status != 302 or location == f"{page}?e=1"


@pytest.mark.parametrize("model", FULLY_ASKED, ids=lambda model: model._meta.label_lower)
def test_no_query_breaks_a_list(admin_client, model):
    page = address(model, "changelist")

    for parameters in HOSTILE:
        assert_harmless(admin_client, page, parameters)


@pytest.mark.parametrize("number", range(len(REGISTERED)), ids=lambda each: LABELS[each])
def test_no_share_of_the_queries_breaks_any_list(admin_client, number):
    page = address(REGISTERED[number], "changelist")

    for parameters in share(HOSTILE, number, 5):
        assert_harmless(admin_client, page, parameters)


@pytest.mark.parametrize(("name", "value"), MOMENTS)
def test_no_lookup_of_a_field_breaks_a_list(admin_client, name, value):
    assert_harmless(admin_client, address(Program, "changelist"), {name: value})


def test_a_refused_query_leads_to_the_clean_list_with_a_message(admin_client):
    page = address(Country, "changelist")

    response = admin_client.get(f"{page}?published_at__year=-1", follow=True)

    assert response.redirect_chain == [(f"{page}?e=1", 302)]
    assert "The address asked for something that this list does not know." in response.text
    assert response.context["cl"].result_count == Country.objects.count()


def test_a_second_refused_query_is_not_taken_for_a_broken_database(admin_client):
    page = address(Country, "changelist")

    response = admin_client.get(f"{page}?e=1&published_at__year=-1")

    assert (response.status_code, response.headers.get("Location")) == (302, f"{page}?e=1")


def test_nul_is_refused(admin_client):
    page = address(Publication, "changelist")

    assert answer(admin_client, page, {"title_en__icontains": "\x00"})[0] == 400


@pytest.mark.parametrize("page_number", ["2", "9" * 20, "0", "-7"])
def test_a_page_that_does_not_exist_is_harmless_on_a_list_of_several_pages(
    admin_client, page_number, monkeypatch
):
    monkeypatch.setattr(admin.site.get_model_admin(Country), "list_per_page", 2)
    page = address(Country, "changelist")

    status, location = answer(admin_client, page, {"p": page_number})

    expected = (200, None) if page_number == "2" else (302, f"{page}?e=1")
    assert (status, location) == expected


@pytest.mark.parametrize("model", ADDABLE, ids=lambda model: model._meta.label_lower)
def test_no_start_value_breaks_a_form(admin_client, model):
    statuses = [answer(admin_client, address(model, "add"), start)[0] for start in STARTS]

    assert statuses == [200, 200]


def test_good_start_values_are_kept(admin_client):
    country = make(Country)

    response = admin_client.get(
        reverse("admin:partnerships_city_add"), {"country": country.pk, "kind": "county"}
    )

    initial = response.context["adminform"].form.initial
    assert initial == {"country": str(country.pk), "kind": "county"}


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"term": "x " * 5_000}, 200),
        ({"term": "国" * 3_000}, 200),
        ({"term": "\x00"}, 400),
        ({"term": "x", "page": HUGE}, 404),
        ({"term": "x", "page": "9" * 5_000}, 404),
        ({"term": "x", "field_name": "nothing"}, 403),
        ({"term": "x", "app_label": "nothing"}, 403),
    ],
    ids=range(7),
)
def test_no_query_breaks_autocomplete(admin_client, parameters, status):
    known = {"app_label": "partnerships", "model_name": "city", "field_name": "country"}

    response = admin_client.get(reverse("admin:autocomplete"), {**known, **parameters})

    assert response.status_code == status


def test_a_record_of_an_impossible_number_leads_back(admin_client):
    response = admin_client.get(address(User, "change", HUGE))

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
