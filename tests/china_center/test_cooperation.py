"""Corporate partners and EcoPartnerships on pages of their own (rows 51, 71 and 73)."""

import pytest
from django.core.exceptions import ValidationError

from china_center.models import CorporatePartner, EcoPartnershipPledge, Event
from icma_portal.bilingual.partial_dates import PartialDate
from partnerships.models import Membership, Partnership
from tests.factories import make_city, make_organization, make_picture

COMPANIES = "/en/china-center/corporate-partners/"
NETWORKS = "/en/china-center/ecopartnerships/"

pytestmark = pytest.mark.django_db


def make_partner(name, **values):
    organization = make_organization(
        name_en=name, kind="company", state=values.pop("organization_state", "published")
    )
    values = {"scope": "china", "state": "published", **values}
    return CorporatePartner.objects.create(organization=organization, **values)


def test_row_51_without_companies_the_page_says_so(client):
    page = client.get(COMPANIES).text

    assert "No company is named in its public sources." in page
    assert "sponsor events" in page


def test_row_51_companies_stand_under_their_scope_with_what_they_give_and_get(client):
    event = Event.objects.get(slug="yangzhou-summit-2014")
    logo = make_picture(state="published", alt_en="Logo of Bridgeworks", alt_zh_hans="标志")
    partner = make_partner("Bridgeworks", scope="abroad", privileges_en="Seats.", logo=logo)
    partner.sponsored_events.add(event)
    make_partner("Lanzhou Rail")

    page = client.get(COMPANIES).text

    assert page.index("Chinese company") < page.index("Lanzhou Rail")
    assert page.index("Foreign company") < page.index("Bridgeworks")
    assert "Seats." in page
    assert event.get_absolute_url() in page
    assert 'alt="Logo of Bridgeworks"' in page


@pytest.mark.parametrize(
    "values", [{"state": "draft"}, {"organization_state": "draft"}, {"state": "archived"}]
)
def test_hidden_companies_and_logos_are_not_named(client, values):
    make_partner("Bridgeworks", **values)
    unpublished = make_picture(state="draft", alt_en="Unpublished", alt_zh_hans="未发布")
    make_partner("Lanzhou Rail", logo=unpublished)

    page = client.get(COMPANIES).text

    assert "Bridgeworks" not in page
    assert "Lanzhou Rail" in page
    assert unpublished.get_absolute_url() not in page


def test_a_partnership_that_ends_before_it_begins_is_refused():
    partner = CorporatePartner(starts_on=PartialDate("2024"), ends_on=PartialDate("2023"))

    with pytest.raises(ValidationError) as refusal:
        partner.clean()

    assert "ends_on" in refusal.value.message_dict


def test_row_73_pledges_say_that_no_parties_are_named_and_guess_no_end(client):
    page = client.get(NETWORKS).text

    assert page.count("Parties not named in the source") == 3
    assert page.count("for 18 months") == 3


def test_row_73_a_pledge_whose_parties_become_known_is_a_partnership_on_the_map(client):
    partnership = Partnership.objects.create(
        slug="pledged", kind="ecopartnership", name_en="Here and There", state="published"
    )
    for name, role in (("Here", "resource"), ("There", "partner")):
        city = make_city(name_en=name, state="published")
        Membership.objects.create(partnership=partnership, city=city, role=role)
    pledge = EcoPartnershipPledge.objects.get(slug="ecopartnership-pledge-1")
    pledge.partnership = partnership
    pledge.save()

    page = client.get(NETWORKS).text
    on_map = client.get("/en/partnerships/", {"view": "map", "kind": "ecopartnership"})

    assert partnership.get_absolute_url() in page
    assert page.count("Parties not named in the source") == 2
    assert [each.slug for each in on_map.context["on_map"]] == ["pledged"]
    assert "Here and There" in on_map.text


def test_row_71_tells_of_the_network_with_its_figures(client):
    page = client.get(NETWORKS).text

    assert "May 2012" in page
    assert "<dd>17" in page
    assert "Competitive selection" in page


@pytest.mark.parametrize("address", [COMPANIES, NETWORKS, "/en/china-center/training/"])
def test_the_pages_of_the_center_lead_to_one_another(client, address):
    page = client.get(address).text

    assert f'href="{address}" aria-current="page"' in page
    for other in (COMPANIES, NETWORKS, "/en/china-center/certificates/"):
        assert f'href="{other}"' in page
