"""Finding terms, comparing texts with the glossary, and Traditional characters."""

import pytest
from django.core.exceptions import ValidationError

from icma_portal.bilingual.glossary import (
    GlossaryTerm,
    Kind,
    check,
    findings_for,
    load_terms,
    open_findings,
    overrule,
    terms_for_display,
    terms_in,
)
from icma_portal.bilingual.models import Term, TermArea
from icma_portal.bilingual.traditional import proposal, traditional_in, validate_simplified
from programs.models import Topic
from tests.factories import make_topic

RESILIENCE = GlossaryTerm("resilience", ("resilience",), ("韧性",), forbidden_chinese=("弹性",))
CLIMATE = GlossaryTerm("climate-change", ("climate change",), ("气候变化",))
ADAPTATION = GlossaryTerm(
    "adaptation", ("climate change adaptation",), ("气候变化适应", "适应气候变化")
)
PAIRING = GlossaryTerm(
    "city-to-city-partnership",
    ("city-to-city partnership",),
    ("城市结对合作",),
    forbidden_chinese=("友好城市",),
)
SISTER = GlossaryTerm("sister-city", ("sister city",), ("友好城市",))
MINISTRY = GlossaryTerm("ministry", ("ministry",), ("部委",), exempt=("ministry of",))
CITYLINKS = GlossaryTerm("citylinks", ("CityLinks",), ("CityLinks",), matches_case=True)
CHOICE = GlossaryTerm("resource-city", ("resource city",), ("经验提供城市",), status="working")
TERMS = (RESILIENCE, CLIMATE, ADAPTATION, PAIRING, SISTER, MINISTRY, CITYLINKS, CHOICE)


def keys_in(text, language="en"):
    return [hit.term.key for hit in terms_in(text, language, TERMS)]


def kinds(source, translation, language="en"):
    return [(each.kind, each.key) for each in check(source, translation, language, TERMS)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The resilience of towns", ["resilience"]),
        ("RESILIENCE’s price", ["resilience"]),
        ("Preresilience and resiliences", ["resilience"]),
        ("Climate change adaptation", ["adaptation"]),
        ("Climate change, adaptation", ["climate-change"]),
        ("climate change and climate change adaptation", ["climate-change", "adaptation"]),
        ("city to city partnerships", ["city-to-city-partnership"]),
        ("City‑to‑City Partnership’s aims", ["city-to-city-partnership"]),
        ("sister cities", ["sister-city"]),
        ("a sister\ncity", ["sister-city"]),
        ("the sister citys of old", []),
        ("citylinks, CITYLINKS", []),
        ("CityLinks’ rounds", ["citylinks"]),
        ("the Ministry of Education", []),
        ("a ministry; the Ministry of Education; ministries", ["ministry", "ministry"]),
        ("", []),
    ],
)
def test_english_terms_are_found_in_their_forms(text, keys):
    assert keys_in(text) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("城市的韧性", ["resilience"]),
        ("适应气候变化的城市", ["adaptation"]),
        ("气候变化与气候变化适应", ["climate-change", "adaptation"]),
        ("由CityLinks资助", ["citylinks"]),
        ("CityLinksX", []),
        ("气候 变化", ["climate-change"]),
        ("友好的城市", []),
    ],
)
def test_chinese_terms_are_found_as_the_longest_text(text, keys):
    assert keys_in(text, "zh-hans") == keys


def test_a_hit_says_where_it_stands():
    (hit,) = terms_in("On climate change adaptation.", "en", TERMS)

    assert "On climate change adaptation."[hit.start : hit.end] == "climate change adaptation"


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("Resilience", "韧性", []),
        ("Resilience", "恢复力", [(Kind.MISSING, "resilience")]),
        ("Resilience", "", []),
        ("Resilience", "城市弹性", [(Kind.FORBIDDEN, "resilience")]),
        ("Resilience", "韧性与弹性", [(Kind.FORBIDDEN, "resilience")]),
        ("Flexible hours", "弹性工作制", []),
        ("Climate change adaptation", "适应气候变化", []),
        ("A city-to-city partnership", "友好城市", [(Kind.FORBIDDEN, "city-to-city-partnership")]),
        ("A city-to-city partnership of sister cities", "友好城市的城市结对合作", []),
        ("Towns", "國際", [(Kind.TRADITIONAL, "traditional-characters")]),
        ("Towns", "台湾的皇后", []),
    ],
)
def test_translation_is_compared_with_its_source(source, translation, expected):
    assert kinds(source, translation) == expected


def test_english_translation_of_a_chinese_source_is_compared_too():
    assert kinds("城市的韧性", "The elasticity of cities", "zh-hans") == [
        (Kind.MISSING, "resilience")
    ]
    assert kinds("城市的韧性", "Cities’ resilience", "zh-hans") == []


def test_a_term_is_named_once_with_its_place_and_renderings():
    (finding,) = check("On resilience and resilience.", "恢复力", "en", TERMS)

    assert finding.position == 3
    assert finding.message() == "“resilience” has no approved rendering here. Approved: 韧性."
    assert finding.is_error


def test_a_rendering_of_our_choice_is_only_a_reminder():
    (finding,) = check("A resource city", "一座城市", "en", TERMS)

    assert not finding.is_error


# Each holds a character that is Traditional elsewhere, or looks so.
SIMPLIFIED = [
    "皇后与以后", "公里里程", "干部干燥干杯", "台湾台风", "乾隆乾坤乾县", "于是由于",
    "宫商角徵羽", "慰藉狼藉藉以", "着作著作著名", "瞭望", "沈阳沈先生", "钟先生锺先生",
    "余与其余", "丰富丰收", "复杂反复", "面条面子", "征求特征", "了解",
    "老么什么", "伙伴获益甚夥", "准确批准", "朱砂", "李昇陞", "扬州市",
    "於潜樊於期", "岳麓山", "游泳旅游",
]  # fmt: skip


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_characters_at_home_in_simplified_texts_are_not_flagged(text):
    assert traditional_in(text) == []


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("國際項目", "國際項"),
        ("臺灣", "臺灣"),
        ("乾燥的特徵", "乾徵"),
        ("由於夥伴", "於夥"),
        ("頭髮後面", "頭髮後"),
        ("瞭解裡面", "瞭裡"),
        ("國家与國际", "國國"),
    ],
)
def test_traditional_characters_are_found_with_their_place(text, characters):
    found = traditional_in(text)

    assert "".join(each.character for each in found) == characters
    assert all(text[each.position] == each.character for each in found)


def test_only_traditional_characters_change_in_the_proposal():
    assert proposal("乾隆年間的國際夥伴") == "乾隆年间的国际伙伴"


def test_refusal_names_the_characters_and_the_simplified_text():
    with pytest.raises(ValidationError) as refusal:
        validate_simplified("國際國")

    assert refusal.value.messages == [
        "Traditional characters: 國（国）、際（际）. In Simplified Chinese: 国际国"
    ]


def test_terms_are_shown_once_with_what_is_approved():
    rows = terms_for_display("Resilience, adaptation; resilience", "en", TERMS)

    assert rows == [("Resilience", "韧性", (), "standard", "")]


@pytest.mark.django_db
def test_a_reason_holds_until_either_text_changes(staff):
    topic = make_topic(name_en="Resilience", name_zh_hans="恢复力")
    (finding,) = findings_for(topic, "name", "zh-hans")

    overrule(topic, "name", finding, " Title of a book. ", staff)

    assert open_findings(topic, "name", "zh-hans") == []
    topic.name_en = "Resilience in towns"
    assert [each.key for each in open_findings(topic, "name", "zh-hans")] == ["resilience"]


@pytest.mark.django_db
def test_a_reason_must_be_given():
    topic = make_topic(name_en="Resilience", name_zh_hans="恢复力")

    with pytest.raises(ValueError, match="reason"):
        overrule(topic, "name", "resilience", "  ")


@pytest.mark.django_db
def test_a_check_of_many_texts_asks_once(django_assert_num_queries):
    topics = list(Topic.objects.all())
    with django_assert_num_queries(2):
        terms = load_terms()
        found = [findings_for(each, "name", "zh-hans", terms) for each in topics]

    assert len(found) > 20


@pytest.mark.django_db
def test_a_rendering_is_not_approved_and_forbidden_at_once():
    term = Term(
        slug="calm",
        area=TermArea.objects.first(),
        english=" calm  sea ",
        chinese="平静",
        other_chinese="安静\n\n 安静 \n宁静",
        forbidden_chinese="宁静",
    )

    with pytest.raises(ValidationError) as refusal:
        term.full_clean()

    assert list(refusal.value.message_dict) == ["forbidden_chinese"]
    assert (term.english, term.other_chinese) == ("calm sea", "安静\n宁静")
