"""The ledger of agreements: its list with facets and timeline, and the page of each agreement."""

import datetime
import itertools
import re

import pytest
from django.utils.timezone import localdate

from china_center.agreement_views import band_of, entries_of
from china_center.models import Accreditation, Agreement, Commitment, TrainingBase
from tests.factories import (
    make_agreement,
    make_city,
    make_document,
    make_event,
    make_organization,
    make_partnership,
    make_publication,
)

pytestmark = pytest.mark.django_db
LIST = "/en/china-center/agreements/"
Status = Agreement.Status


def partial_dates_around(day):
    """Return dates of every precision before, at and after ``day``."""
    steps = (day - datetime.timedelta(days=400), day - datetime.timedelta(days=1), day)
    days = [*steps, day + datetime.timedelta(days=1), day + datetime.timedelta(days=400)]
    return sorted({each.isoformat()[:length] for each in days for length in (4, 7, 10)})


def main_of(client, address):
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_status_of_a_query_is_that_of_each_agreement():
    ends = [None, *partial_dates_around(localdate())]
    others = itertools.product((None, "2014-05"), ("", "a grant", " <p> </p> "), (None, "2015"))
    for number, (end, (signed, condition, met)) in enumerate(itertools.product(ends, others)):
        values = {"signed_on": signed, "ends_on": end, "condition_met_on": met}
        language = ("en", "zh_hans")[number % 2]
        make_agreement(**values, **{f"condition_{language}": condition})
    make_agreement(signed_on="2014", ends_on="2999", terminated_on="2015", condition_en="a grant")

    agreements = list(Agreement.objects.with_status())

    assert len(agreements) > 100
    assert {each.status for each in agreements} == set(Status)
    for each in agreements:
        assert each.computed_status == each.status, (each.ends_on, each.condition_en)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_row_64_facets_count_exactly_and_the_contingent_one_is_not_in_force(client, language):
    make_agreement([make_organization()], signed_on="2014", ends_on="2999")
    address = f"/{language}/china-center/agreements/"
    facets = {each.name: each for each in client.get(address).context["facets"]}

    assert set(facets) == {"kind", "status", "party", "year"}
    for facet in facets.values():
        for option in facet.options:
            found = client.get(f"{address}?{facet.name}={option.value}").context["paginator"]
            assert found.count == option.count > 0, (facet.name, option.value)
            assert found.count == len(found.object_list)
    statuses = {each.value: each.count for each in facets["status"].options}
    assert statuses == {"contingent": 1, "signed": 4, "in_force": 1}
    contingent = client.get(f"{address}?status=contingent").context["object_list"]
    assert [each.slug for each in contingent] == ["agreement-cupl-2014"]


def test_facets_narrow_each_other(client):
    found = client.get(f"{LIST}?party=cupl&year=2014").context

    assert [each.slug for each in found["object_list"]] == ["agreement-cupl-2014"]
    kinds = next(each for each in found["facets"] if each.name == "kind")
    assert [(each.value, each.count) for each in kinds.options] == [("agreement", 1)]


@pytest.mark.parametrize(
    "query",
    ["status=x", "status=IN_FORCE", "kind=", "kind=%00", "party=nobody", "year=99999", "year=-1"],
)
def test_choices_that_do_not_exist_are_refused(client, query):
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 400
    assert "Traceback" not in response.content.decode()


def test_a_party_that_may_not_be_seen_is_neither_named_nor_counted(client):
    secret = make_organization(name_en="Secret Service", slug="secret", state="draft")
    agreement = make_agreement([secret, make_organization(name_en="Open Office")])
    agreement.commitments.create(text_en="Owed", party=secret)

    page = main_of(client, f"/en/china-center/agreements/{agreement.slug}/")
    listed = client.get(LIST).content.decode()

    assert "Open Office" in page
    assert "Open Office" in listed
    assert "Secret" not in page + listed
    # Who owes it is not public; that they all do would not be true.
    assert "jointly" not in page
    assert client.get(f"{LIST}?party=secret").status_code == 400


@pytest.mark.parametrize("state", ["draft", "in_review", "archived"])
def test_hidden_agreements_are_nowhere(client, admin_client, state):
    hidden = make_agreement(state=state, signed_on="2014", name_en="Hidden agreement")
    address = hidden.get_absolute_url()

    assert client.get(address).status_code == 404
    for view in ("list", "timeline", "table"):
        assert "Hidden agreement" not in main_of(client, f"{LIST}?view={view}")
    assert "Hidden agreement" in admin_client.get(address).content.decode()


def test_the_empty_list_says_so(client):
    assert "Nothing matches these filters" in main_of(client, f"{LIST}?q=nothinglikeit")


def test_the_newest_come_first_where_asked_for(client):
    slugs = [each.slug for each in client.get(f"{LIST}?sort=newest").context["object_list"]]

    assert (slugs[0], slugs[-1]) == ("mou-caiep", "framework-agreement-cupl")


def test_the_timeline_tells_every_date_in_order(client):
    undated = make_agreement(name_en="Undated")
    response = client.get(f"{LIST}?view=timeline")
    entries = response.context["entries"]

    assert [each.date for each in entries[:-1]] == sorted(each.date for each in entries[:-1])
    assert (entries[-1].agreement, entries[-1].date) == (undated, None)
    renewals = [each for each in entries if str(each.label) == "Renewed"]
    assert [(str(each.date), each.agreement.slug) for each in renewals] == [
        ("2018-04", "framework-agreement-cupl")
    ]
    assert len(response.context["band"].lanes) == 5


def test_on_the_band_only_an_end_that_is_not_stated_fades():
    band = band_of(
        [
            make_agreement(signed_on="2014-05"),
            make_agreement(signed_on="2014-05", ends_on="2016"),
            make_agreement(signed_on="2014-05", ends_on="2999"),
            make_agreement(signed_on="2014-05", condition_en="a grant"),
            make_agreement(signed_on="2014-05", ends_on="2010"),
        ]
    )
    kinds = [{mark.kind for mark in marks} for _agreement, marks in band.lanes]

    term = {"period", "moment"}
    assert kinds == [{"open", "moment"}, term, term, {"moment"}, term]
    # A far end does not press the years together.
    assert max(year for year, _x in band.years) <= localdate().year + 10
    assert band_of([make_agreement()]) is None
    assert [each.date for each in entries_of([make_agreement()])] == [None]


def test_row_44_the_page_names_both_levels_of_the_approval(client):
    agreement = Agreement.objects.get(slug="framework-agreement-cupl")

    for language, words in (
        ("en", r"Government of China\b.*\bthrough\b.*Ministry of Education"),
        ("zh-hans", "中国政府.*教育部"),
    ):
        page = main_of(client, f"/{language}/china-center/agreements/{agreement.slug}/")
        assert re.search(words, page, re.DOTALL)
    assert "2018年4月" in page


def test_row_61_agreement_and_event_lead_to_each_other(client):
    agreement = Agreement.objects.get(slug="mou-yangzhou-training-base")
    summit = agreement.event

    assert f'href="{summit.get_absolute_url()}"' in main_of(client, agreement.get_absolute_url())
    for each in summit.agreements.all():
        assert f'href="{each.get_absolute_url()}"' in main_of(client, summit.get_absolute_url())


def test_row_62_three_commitments_say_who_owes_them_and_the_base_is_named(client):
    agreement = Agreement.objects.get(slug="mou-yangzhou-training-base")
    agreement.commitments.filter(order=1).update(due_on="2015-06", state="fulfilled")
    page = main_of(client, agreement.get_absolute_url())
    promised = page[page.index('id="commitments"') : page.index('id="training"')]

    assert len(re.findall(r"Owed by", promised)) == 3
    assert "Due: June 2015." in promised
    assert promised.count("Fulfilled") == 1
    assert promised.count("Promised") == 2
    base = TrainingBase.objects.get(agreement=agreement)
    assert f"#training-base-{base.slug}" in page


def test_evidence_is_linked_as_far_as_it_may_be_seen(client):
    agreement = make_agreement([make_organization()])
    commitment = agreement.commitments.create(text_en="Train officials")
    event, draft = make_event(name_en="The forum"), make_event(name_en="Draft", state="draft")
    publication = make_publication(title_en="The textbook")
    partnership = make_partnership(name_en="The pair")
    commitment.events.add(event, draft)
    commitment.publications.add(publication)
    commitment.partnerships.add(partnership)

    page = main_of(client, agreement.get_absolute_url())

    for record in (event, publication, partnership):
        assert f'href="{record.get_absolute_url()}"' in page
    assert draft.slug not in page


def test_internal_commitments_stay_internal(client):
    agreement = make_agreement()
    Commitment.objects.create(agreement=agreement, text_en="Whispered", is_internal=True)

    page = main_of(client, agreement.get_absolute_url())

    assert "Whispered" not in page
    assert "No single promise" in page


def test_documents_are_offered_in_each_language(client):
    agreement, publication = make_agreement(), make_publication()
    files = [make_document(publication, language=each) for each in ("en", "zh-hans")]
    agreement.documents.add(publication, make_publication(title_en="Draft", state="draft"))

    page = main_of(client, agreement.get_absolute_url())

    for each in files:
        assert f'href="{each.get_absolute_url()}" hreflang="{each.language}"' in page
    assert "Draft" not in page


def test_row_65_accreditations_stand_apart_from_the_agreements(client):
    response = client.get(LIST)
    page = response.content.decode()
    accreditation = Accreditation.objects.get()

    assert response.context["paginator"].count == 5
    assert page.index("</form>") < page.index(f'id="accreditation-{accreditation.slug}"')
    assert client.get(f"{LIST}{accreditation.slug}/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_overview_keeps_its_anchors_and_leads_to_the_pages(client, language):
    page = main_of(client, f"/{language}/china-center/")

    for each in Agreement.objects.published():
        assert f'id="agreement-{each.slug}"' in page
        assert f'href="/{language}/china-center/agreements/{each.slug}/"' in page
    assert f'href="/{language}/china-center/agreements/"' in page


def test_other_pages_lead_to_the_agreement(client):
    agreement = Agreement.objects.get(slug="mou-namc")
    link = f'href="{agreement.get_absolute_url()}"'

    assert link in main_of(client, "/en/organizations/namc/")
    assert link in main_of(client, "/en/search/?q=NAMC+memorandum")
    assert agreement.get_absolute_url() in client.get("/sitemap.xml").content.decode()


def test_a_page_in_a_city_or_party_is_found_by_its_words(client):
    city = make_city()
    agreement = make_agreement(name_en="Zanzibarite accord")
    TrainingBase.objects.create(slug="b", name_en="B", city=city, agreement=agreement)

    assert [each.slug for each in client.get(f"{LIST}?q=zanzibarite").context["object_list"]] == [
        agreement.slug
    ]
