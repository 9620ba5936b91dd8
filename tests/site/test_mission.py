"""The mission's rows that a reader can see: each named fact stands on its page in both languages.

docs/mission.md lists all 79 rows with their proof, and the rows that later issues prove.
"""

import re
from html import unescape

import pytest

from china_center.models import (
    Accreditation,
    Agreement,
    BoardSeat,
    Commitment,
    EcoPartnershipPledge,
    Event,
)
from partnerships.models import City, CityInterest, Partnership
from programs.models import Country, KeyFigure, Project
from publications.models import Publication
from tests.factories import make_city, make_partnership, make_topic

from .mission_rows import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CASES = [(row, *case) for row, cases in ROWS.items() for case in cases]
TAG = re.compile(r"<[^>]+>")


def visible_text(client, path):
    """Return the words of the page's main part, without markup and with single spaces."""
    page = client.get(path).content.decode()
    main = page[page.index("<main") : page.index("</footer>")]
    return " ".join(unescape(TAG.sub("", main)).split())


@pytest.fixture(scope="module")
def texts():
    """A memory of the pages that this module has read."""
    return {}


@pytest.mark.parametrize(
    ("row", "path", "english", "chinese"), CASES, ids=lambda each: str(each)[:30]
)
def test_row_is_told_in_both_languages(client, texts, row, path, english, chinese):
    for prefix, words in (("/en", english), ("/zh-hans", chinese)):
        address = prefix + path
        if address not in texts:
            texts[address] = visible_text(client, address)
        assert words in texts[address], f"row {row}"


def test_row_2_projects_are_filtered_by_stage_and_name_their_contributors(client):
    project = Project.objects.get(slug="climate-adaptation-partnership-program-2015")
    project.stage = "evaluation"
    project.save()

    found = client.get("/en/projects/?stage=evaluation").context["object_list"]

    assert list(found) == [project]
    assert "Researcher" in visible_text(client, project.get_absolute_url())


def test_row_7_phases_stand_in_order(client):
    text = visible_text(client, "/en/programs/citylinks/")
    phases = [text.index(name) for name in ("Resource Cities", "CityLinks (from 2003)")]

    assert phases == sorted(phases)


def test_row_12_the_number_is_stored_once():
    assert KeyFigure.objects.filter(value="78.1").count() == 1


@pytest.mark.parametrize("row", [17])
def test_row_17_follow_ons_are_linked_both_ways(client, row):
    first = Partnership.objects.get(slug="shimla-boulder")
    second = make_partnership(follow_on_of=first, name_en="Shimla and Boulder go on")

    assert first.get_absolute_url() in client.get(second.get_absolute_url()).content.decode()
    assert second.get_absolute_url() in client.get(first.get_absolute_url()).content.decode()


def test_row_20_a_topic_page_lists_partnerships_and_documents(client):
    text = visible_text(client, "/en/topics/water-supply-sanitation/")

    assert "Shimla – Boulder Climate Change Partnership" in text
    assert "Managing Shimla" in text


def test_row_24_a_project_needs_no_program():
    Project(slug="alone", name_en="Alone", uses_citylinks_model=True).full_clean(exclude=["name"])


def test_row_25_partnerships_without_a_us_side_and_with_three_members():
    without_us = [
        each.slug
        for each in Partnership.objects.published()
        if not each.cities.filter(country__iso_code="US").exists()
    ]
    trio = Partnership.objects.get(slug="durban-southeast-florida")

    assert sorted(without_us) == [
        "dar-es-salaam-durban",
        "portmore-townsville",
        "semarang-gold-coast",
    ]
    assert [each.city.slug for each in trio.memberships.all()] == [
        "durban",
        "fort-lauderdale",
        "broward-county",
    ]
    assert {each.on_behalf_of.slug for each in trio.memberships.filter(role="resource")} == {
        "southeast-florida"
    }


def test_row_27_staff_list_the_offers_for_a_need():
    topic, other = make_topic(), make_topic()
    need = CityInterest.objects.create(city=make_city(), kind="need", topic=topic)
    offer = CityInterest.objects.create(city=make_city(), kind="offer", topic=topic)
    CityInterest.objects.create(city=make_city(), kind="offer", topic=other)
    CityInterest.objects.create(city=need.city, kind="offer", topic=topic)

    assert list(CityInterest.objects.offers_for(need)) == [offer]


def test_row_28_contacts_are_shown_only_when_public(client):
    partnership = Partnership.objects.get(slug="shimla-boulder")
    for name, is_public in (("Open Office", True), ("Hidden Office", False)):
        partnership.contacts.create(office_en=name, email="a@b.example", is_public=is_public)
    text = visible_text(client, partnership.get_absolute_url())

    assert "Open Office" in text
    assert "Hidden Office" not in text


def test_row_29_benefits_stand_for_each_side(client):
    partnership = Partnership.objects.get(slug="shimla-boulder")
    for member in partnership.memberships.all():
        member.benefits.create(text_en=f"Gain of {member.city.name_en}", kind="cultural")
    text = visible_text(client, partnership.get_absolute_url())

    assert "Gain of Shimla" in text
    assert "Gain of Boulder" in text


def test_row_31_and_32_membership_of_a_group_is_shown_only_with_a_source(client):
    country = Country.objects.get(slug="tanzania")

    assert "Feed the Future" not in visible_text(client, country.get_absolute_url())


@pytest.mark.parametrize(
    ("row", "kind", "count"),
    [
        (34, "publication", 4),
        (35, "webinar", 6),
        (36, "fact_sheet", 9),
        (37, "city_assessment", 4),
        (38, "tool", 4),
    ],
)
def test_catalogue_has_exactly_the_items_that_icma_lists(row, kind, count):
    assert Publication.objects.published().filter(kind=kind).count() == count, f"row {row}"
    assert Publication.objects.count() == 27


def test_row_35_parts_of_a_series_lead_to_each_other(client):
    first = client.get("/en/publications/webinar-urban-intersections-1/")
    second = client.get("/en/publications/webinar-urban-intersections-2/")

    assert first.context["next_part"].slug == "webinar-urban-intersections-2"
    assert second.context["previous_part"].slug == "webinar-urban-intersections-1"
    assert 'href="/en/publications/webinar-urban-intersections-2/"' in first.content.decode()
    assert (first.context["previous_part"], second.context["next_part"]) == (None, None)


def test_row_36_every_partnership_page_offers_its_fact_sheet(client):
    partnerships = Partnership.objects.filter(is_on_seed_page=True)
    for partnership in partnerships:
        for language in ("en", "zh-hans"):
            page = client.get(f"/{language}/partnerships/{partnership.slug}/").content.decode()
            sheet = partnership.publications.get(kind="fact_sheet")
            assert f"/{language}/publications/{sheet.slug}/download/{language}/" in page

    assert len(partnerships) == 7


def test_row_37_arequipa_has_an_assessment_and_no_partnership(client):
    arequipa = City.objects.get(slug="arequipa")
    text = visible_text(client, "/en/cities/arequipa/")

    assert not arequipa.partnerships.exists()
    assert arequipa.assessments.count() == 1
    assert "Assessment of Climate Change Adaptation in the Metropolitan Area of Arequipa" in text


def test_row_39_list_and_countries_give_the_same_seven_and_one(client):
    listed = {each.slug for each in client.get("/en/partnerships/").context["object_list"]}
    by_country = {
        each.slug for country in Country.objects.all() for each in country.partnerships.all()
    }

    assert listed == by_country
    assert len(listed) == 8
    assert Partnership.objects.filter(is_on_seed_page=True).count() == 7
    assert listed - {each.slug for each in Partnership.objects.filter(is_on_seed_page=True)} == {
        "chiang-rai-cambridge"
    }


def test_row_42_the_claim_and_the_count_stand_apart(client):
    context = client.get("/en/countries/").context

    assert context["claimed"].value == 70
    assert context["documented"] == Country.objects.published().count() == 27


def test_row_45_the_center_links_no_website_while_its_address_is_unknown(client):
    page = client.get("/zh-hans/china-center/").content.decode()

    assert 'hreflang="zh' in page
    assert "cupl.edu.cn/icma" not in page


def test_row_47_the_board_has_eight_seats_without_names():
    seats = BoardSeat.objects.all()

    assert seats.count() == 8
    assert all(seat.person is None and seat.organization is None for seat in seats)


def test_row_53_exactly_one_summit_with_three_sponsors():
    summit = Event.objects.get(kind="summit")

    assert (summit.participants, summit.participant_countries) == (200, 8)
    assert summit.roles.filter(role="sponsor").count() == 3
    assert summit.number_in_series == 1


def test_row_61_two_agreements_were_signed_at_the_summit(client):
    summit = Event.objects.get(kind="summit")

    assert {each.slug for each in summit.agreements.all()} == {
        "mou-yangzhou-training-base",
        "agreement-cupl-2014",
    }


def test_row_62_three_commitments_bind_icma():
    commitments = Commitment.objects.filter(agreement__slug="mou-yangzhou-training-base")

    assert [each.party.slug for each in commitments] == ["icma"] * 3


def test_row_64_a_contingent_agreement_is_not_in_force(client):
    agreement = Agreement.objects.get(slug="agreement-cupl-2014")

    assert agreement.status == Agreement.Status.CONTINGENT
    assert "Contingent: not in force" in visible_text(client, agreement.get_absolute_url())


def test_row_65_accreditation_is_no_agreement():
    assert Agreement.objects.count() == 5
    assert Accreditation.objects.count() == 1
    assert not Agreement.objects.filter(organizations__slug="safea").exists()


def test_row_73_pledges_name_no_parties_and_guess_no_end():
    pledges = EcoPartnershipPledge.objects.all()

    assert pledges.count() == 3
    assert {
        (each.term_months, each.partnership, each.event, each.signed_on) for each in pledges
    } == {(18, None, None, None)}


def test_row_75_lists_are_browsed_by_program_partnership_country_and_publication(client):
    partnerships = client.get("/en/partnerships/").context["facets"]
    publications = client.get("/en/publications/").context["facets"]

    assert {"country", "continent", "topic", "phase", "kind", "role", "year"} <= {
        each.name for each in partnerships
    }
    assert {"kind", "topic", "country", "partnership", "language", "series", "year"} <= {
        each.name for each in publications
    }
