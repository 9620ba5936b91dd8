"""What texts and queries are found by: folding, stems, pairs of characters, no syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.search.models import SearchWord
from icma_portal.search.queries import LONGEST_QUERY, parse
from icma_portal.search.spans import Needles, marked_html, places_of, spans
from icma_portal.search.tokens import fold, fold_character, key, runs, sounds, stem, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cities and partnerships", ["citi", "and", "partnership"]),
        ("ＩＣＭＡ’s", ["icma"]),
        ("Atlántida", ["atlantida"]),
        ("國際項目", ["国际", "际项", "项目", "目"]),
        ("水", ["水"]),
        ("供水、卫生", ["供水", "水", "卫生", "生"]),
        ("ICMA中国", ["icma", "中国", "国"]),
        ("over 11,000 chiefs", ["over", "11000", "chief"]),
        ("2014年5月", ["2014", "年", "5", "月"]),
        ("a\u200bb a\u00adb", ["ab", "ab"]),
        ("\x00\ud800 “”", []),
    ],
)
def test_tokens_are_stems_and_pairs(text, expected):
    assert tokens(text) == expected


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_part_of_a_text_folds_to_a_part_of_the_folded_text(text, start, end):
    part = text[min(start, end) : max(start, end)]

    assert fold(part) in fold(text)


def test_names_have_keys_and_sounds():
    assert key("Washington, D.C.") == "washington d c"
    assert key("ICMA中国中心") == "icma 中国中心"
    assert sounds("扬州") == ["yangzhou", "yz"]
    assert sounds("重庆市") == ["chongqingshi", "cqs"]
    assert sounds("Durban") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the climate of cities", [("climat",), ("citi",)]),
        ("the", [("the",)]),
        ('"the city"', [("the", "citi")]),
        ("“气候变化” 德班", [("气候", "候变", "变化"), ("德班",)]),
        ("city-to-city", [("citi", "to", "citi")]),
        ("ICMA中国", [("icma",), ("中国",)]),
        ("2014年5月", [("2014", "年", "5", "月")]),
        ("durban durban", [("durban",)]),
    ],
)
def test_query_is_read_as_words_and_phrases(text, wanted):
    query = parse(text)

    assert [clause.tokens for clause in query.wanted] == wanted
    assert query.unwanted == ()


def test_one_character_is_the_beginning_of_a_pair():
    assert [clause.is_open for clause in parse("水 供水").wanted] == [True, False]


def test_minus_before_a_word_leaves_it_out():
    query = parse('climate －durban -"gold coast" 2011-2016 –x')

    assert [clause.tokens for clause in query.unwanted] == [("durban",), ("gold", "coast")]
    assert [clause.tokens for clause in query.wanted] == [("climat",), ("2011", "2016"), ("x",)]


@pytest.mark.parametrize("text", ["", " ", '"', "*", "-", '-"', "a" * 0, "\x00", "\ud800", None])
def test_nothing_to_look_for_is_an_empty_query(text):
    assert not parse(text)


@given(st.text(max_size=300))
def test_no_text_is_an_error(text):
    query = parse(text)

    assert len(query.text) <= LONGEST_QUERY
    for clause in (*query.wanted, *query.unwanted):
        assert all(token.isalnum() or token.isidentifier() for token in clause.tokens)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Managing cities well", "city", "Managing <mark>cities</mark> well"),
        ("推动國際項目合作", "国际项目", "推动<mark>國際項目</mark>合作"),
        ("中国的<b>", "中", "<mark>中</mark>国的&lt;b&gt;"),
        ("Ｄｕｒｂａｎ’s", "durban", "<mark>Ｄｕｒｂａｎ’s</mark>"),
        ("供水供水", "供水", "<mark>供水供水</mark>"),
        ("Nothing", "durban", "Nothing"),
    ],
)
def test_hits_are_marked_as_they_stand(text, query, expected):
    assert marked_html(text, spans(text, parse(query).needles)) == expected


def test_beginnings_of_words_can_be_marked():
    found = spans("Durban and Durham", Needles(beginnings=["dur"]))

    assert found == [(0, 6), (11, 17)]


@given(st.text(max_size=80))
def test_each_folded_character_comes_from_its_place(text):
    places = places_of(text)

    assert "".join(fold_character(text[place]) for place in sorted(set(places))) == fold(text)
    assert len(places) == len(fold(text))


@pytest.mark.django_db
def test_each_word_is_hit_by_its_stem_and_a_stem_begins_as_its_word():
    words = list(SearchWord.objects.values_list("word", flat=True))
    for word in words:
        [run] = runs(fold(word))
        assert stem(run.text)[0] == run.text[0]
        assert spans(word, Needles(stems=[stem(run.text)])) == [(0, len(word))]
    assert len(words) > 500
