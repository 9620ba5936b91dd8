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

pytestmark = pytest.mark.django_db

CENTER = "/china-center/"
CITYLINKS = "/programs/citylinks/"
GLOBAL = "/programs/icma-global-programs/"
TRIO = "/partnerships/durban-southeast-florida/"

# row → (path, English, Chinese). The Chinese column holds what the Chinese page shows.
ROWS = {
    1: [
        ("/", "Management", "管理"),
        ("/", "Services", "服务"),
        ("/", "Decentralization", "权力下放"),
    ],
    2: [(GLOBAL, "researchers and expert consultants", "研究人员和专家顾问")],
    3: [(CITYLINKS, "1997", "1997年"), (CITYLINKS, "USAID", "美国国际开发署")],
    4: [(CITYLINKS, "Strategic guidance", "战略指导"), (CITYLINKS, "Donor", "资助方")],
    5: [(CITYLINKS, "Resource Cities", "Resource Cities（资源共享城市）项目")],
    6: [
        (CITYLINKS, "Economic globalization", "经济全球化"),
        (CITYLINKS, "Accelerated urbanization", "城镇化加速"),
        (CITYLINKS, "Rapid decentralization", "快速的权力下放"),
    ],
    7: [(CITYLINKS, "2011–2016", "2011—2016年"), (CITYLINKS, "2003", "2003年")],
    8: [(CITYLINKS, "The CityLinks model", "CityLinks模式")],
    9: [("/", "over 11,000", "超过1.1万")],
    10: [
        (
            CITYLINKS,
            "Economic growth depends on good city management.",
            "城市管理得好，经济才能增长。",
        ),
        (CITYLINKS, "hold elected officials to account", "向民选官员问责"),
    ],
    11: [
        (CITYLINKS, "Cities are actors on the world stage", "城市是全球舞台上的重要行动者"),
        (CITYLINKS, "felt beyond the borders", "影响超越国界"),
        (CITYLINKS, "never been easier for cities to find each other", "更容易建立联系"),
        (CITYLINKS, "no city can solve them by itself", "任何城市都难以独自应对"),
    ],
    12: [
        (CITYLINKS, "78.1%", "78.1%"),
        (
            CITYLINKS,
            "2015 Local Government Sustainability Practices Survey",
            "2015年地方政府可持续发展实践调查",
        ),
    ],
    13: [(TRIO, "Exchanges", "交流")],
    14: [
        (CITYLINKS, "builds technical skill on both sides", "提升双方的专业技术能力"),
        (CITYLINKS, "understanding between cultures", "增进不同文化之间的相互理解"),
    ],
    15: [(CITYLINKS, "after 1945", "1945年")],
    19: [
        (CITYLINKS, "pessimism and corruption", "普遍的悲观情绪乃至腐败"),
    ],
    20: [(CITYLINKS, "Basic public services", "基本公共服务")],
    21: [(CITYLINKS, "Local economic competitiveness", "地方经济竞争力")],
    22: [(CITYLINKS, "Municipal management structures", "市政管理体系")],
    23: [(CITYLINKS, "Skills of local officials", "地方官员能力")],
    24: [(CITYLINKS, "and with other donors", "其他资助方")],
    26: [
        (
            CITYLINKS,
            "Local governments, NGOs, businesses and citizens",
            "地方政府、非政府组织、私营部门和居民",
        )
    ],
    28: [(CITYLINKS, "developing world and of countries in transition", "发展中国家、转型国家")],
    29: [(CITYLINKS, "A better understanding on both sides", "互利共赢")],
    30: [(CITYLINKS, "Better governance and systems for climate", "与气候相关的治理和制度")],
    31: [
        (
            CITYLINKS,
            "More resilient cities in the focus countries of Feed the Future",
            "未来粮食保障计划",
        )
    ],
    32: [(CITYLINKS, "Global Health Initiative", "全球卫生倡议")],
    33: [(CITYLINKS, "budgeting, procurement, hiring", "预算编制、采购、人员招聘")],
    41: [("/", "Washington, D.C.", "华盛顿")],
    42: [("/countries/", "ore than 70", "70")],
    43: [
        (CENTER, "2011", "2011年"),
        (CENTER, "China University of Political Science and Law", "中国政法大学"),
    ],
    44: [
        (CENTER, "Government of China", "中国政府"),
        (CENTER, "Ministry of Education", "教育部"),
    ],
    46: [(CENTER, "School of Politics and Public Administration", "政治与公共管理学院")],
    47: [
        (CENTER, "A board of eight", "八人理事会"),
        (CENTER, "Better-run cities in China", "提升中国城市管理水平"),
    ],
    48: [(CENTER, "learn in turn from China’s fast", "快速、大规模城镇化的经验")],
    49: [
        (
            CENTER,
            "training, research, information, conferences and exchanges",
            "促进培训、研究、信息共享、会议与交流",
        )
    ],
    50: [(CENTER, "fee-based courses", "收费教育培训")],
    51: [(CENTER, "Chinese and foreign companies", "国内外企业")],
    52: [
        (
            CENTER,
            "Certificates and recognition for people and for local governments",
            "个人和地方政府建立认证与表彰机制",
        )
    ],
    53: [
        (CENTER, "May 2014", "2014年5月"),
        (CENTER, "ICMA International Regional Summit, Yangzhou", "ICMA国际区域峰会（扬州）"),
        (CENTER, "City of Yangzhou", "扬州市人民政府"),
    ],
    54: [
        (CENTER, "200", "200"),
        (CENTER, "Eco-Friendly Urbanization", "生态友好型城镇化"),
        (CENTER, "Case studies", "案例研讨"),
    ],
    55: [(CENTER, "Agreements that give ICMA a training base in China", "在中国设立ICMA培训基地")],
    56: [(CENTER, "how small towns in China develop", "中国小城镇发展与居民满意度调查")],
    57: [
        (
            CENTER,
            "Urban Governance in the Backdrop of China’s New Urbanization",
            "中国新型城镇化背景下的城市治理",
        )
    ],
    58: [(CENTER, "Life, Well Run", "中文字幕版首次亮相")],
    59: [(CENTER, "A study tour to Beijing", "北京考察"), (CENTER, "Before the event", "会前")],
    60: [(CENTER, "Spring meeting of the ICMA International Committee", "ICMA国际委员会春季会议")],
    62: [
        (CENTER, "ICMA trains Chinese municipal officials", "中国城市官员提供培训"),
        (CENTER, "ICMA helps Yangzhou to find proven management practice", "借鉴先进的管理实践"),
        (
            CENTER,
            "partnerships and exchanges with the cities of its members",
            "会员及国际附属组织所在城市",
        ),
    ],
    63: [
        (
            CENTER,
            "plan to fund joint work of leading universities",
            "资助重点高校与其他机构协同创新",
        )
    ],
    64: [
        (CENTER, "Depends on a grant", "获得资助为前提"),
        (CENTER, "professors, researchers, students and interns", "教授、研究人员、学生和实习生"),
        (CENTER, "Joint conferences and publications", "联合举办会议、出版成果"),
    ],
    65: [(CENTER, "official training partner by SAFEA", "正式培训合作机构")],
    66: [(CENTER, "MOU between ICMA and CAIEP", "中国国际人才交流协会谅解备忘录")],
    67: [("/organizations/namc/", "National Academy for Mayors of China", "全国市长研修学院")],
    68: [(CENTER, "Training and assessment for city managers", "培训与考评")],
    69: [
        (CENTER, "Translation and publication of ICMA’s textbooks", "翻译、出版ICMA培训资料和教材")
    ],
    70: [
        (CENTER, "Academic conferences", "举办学术会议"),
        (CENTER, "Exchanges and study tours", "专业交流与考察"),
    ],
    71: [(CENTER, "17", "17"), (CENTER, "Competitive selection", "竞争性遴选")],
    72: [(CENTER, "Hillary Rodham Clinton", "希拉里·克林顿")],
    73: [(CENTER, "18 months", "18个月"), (CENTER, "not named in the source", "来源未")],
}
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
    assert "Contingent: not in force" in visible_text(client, "/en/china-center/")


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
