"""Finding and replacing in one text: nothing is syntax, and nothing else is altered."""

import html
import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.bilingual.rich_text.plain import to_plain_text
from icma_portal.bilingual.rich_text.sanitizer import clean
from icma_portal.care.replacing.texts import count_in, replace_in
from icma_portal.care.replacing.wanted import Wanted
from programs.models import Paragraph, Topic

PLAIN = Topic._meta.get_field("name_en")
RICH = Paragraph._meta.get_field("text_en")
LETTERS = st.text("abAB城市é É(（.\\*^$[]{}1１ＡＢ\u0301 -'", min_size=1, max_size=4)


def replaced(text, find, replacement, field=PLAIN, **options):
    return replace_in(field, text, Wanted(find, replacement, **options)).text


@pytest.mark.parametrize(
    ("text", "find", "replacement", "options", "result"),
    [
        ("Sister Cities", "Cities", "Towns", {}, "Sister Towns"),
        ("a.c abc", "a.c", "x", {}, "x abc"),
        ("$1 \\1", "$1", "\\1\\g<0>", {}, "\\1\\g<0> \\1"),
        ("City city", "city", "town", {}, "City town"),
        ("City CITY", "city", "town", {"match_case": False}, "town town"),
        ("ÉCOLE", "école", "school", {"match_case": False}, "school"),
        ("city cityscape city", "city", "x", {"whole_words": True}, "x cityscape x"),
        ("ICMA中国ICMAX", "ICMA", "x", {"whole_words": True}, "x中国ICMAX"),
        ("友好城市群", "城市", "都市", {"whole_words": True}, "友好都市群"),
        ("xa a a", "a a", "b", {"whole_words": True}, "xa b"),
        ("ICMA ＩＣＭＡ", "ICMA", "x", {}, "x ＩＣＭＡ"),
        ("（ＩＣＭＡ）和", "ICMA", "国际", {"same_widths": True}, "（国际）和"),
        ("（甲）(乙)", "(", "[", {}, "（甲）[乙)"),
        ("（甲）(乙)", "(", "（", {"same_widths": True}, "（甲）（乙)"),
        ("cafe\u0301 cafe", "cafe", "bar", {}, "cafe\u0301 bar"),
        ("aaa", "aa", "b", {}, "ba"),
        ("City", "City", "City of X", {}, "City of X"),
        ("  two  ", "two", "", {}, "    "),
    ],
)
def test_a_plain_text(text, find, replacement, options, result):
    assert replaced(text, find, replacement, **options) == result


@pytest.mark.parametrize(
    ("stored", "find", "replacement", "result"),
    [
        ("<p>Sister <em>Cities</em> grow</p>", "Sister Cities", "Twins", "<p>Twins grow</p>"),
        ("<p>a <strong>b c</strong></p>", "b", "<b>x</b>",
         "<p>a <strong>&lt;b&gt;x&lt;/b&gt; c</strong></p>"),
        ("<p>R&amp;D</p>", "R&D", "A<B", "<p>A&lt;B</p>"),
        ("<p>amp &amp; amp</p>", "amp", "x", "<p>x &amp; x</p>"),
        ('<p><a href="https://icma.org/p">p</a> strong</p>', "p", "q",
         '<p><a href="https://icma.org/p">q</a> strong</p>'),
        ('<p><a href="https://icma.org/">x</a></p>', "icma.org", "y",
         '<p><a href="https://icma.org/">x</a></p>'),
        ("<p>one</p><p>two</p>", "onetwo", "x", "<p>one</p><p>two</p>"),
        ('<p>one<small class="footnote">note</small> two</p>', "note", "x",
         '<p>one<small class="footnote">x</small> two</p>'),
        ("<ul><li><p>one</p></li><li><p>two</p></li></ul>", "two", "",
         "<ul><li><p>one</p></li></ul>"),
        ("<p>only</p>", "only", "", ""),
    ],
)  # fmt: skip
def test_a_rich_text_is_replaced_as_it_is_seen(stored, find, replacement, result):
    stored = clean(stored)

    assert replaced(stored, find, replacement, RICH) == result


def test_every_place_is_counted_and_shown():
    text = "x city " * 30
    found = replace_in(PLAIN, text, Wanted("city", "town"))
    marked = [each.text for each in chain(*found.excerpts) if each.kind == "removed"]

    assert found.count == count_in(PLAIN, text, Wanted("city", "town")) == 30
    assert set(marked) == {"city"}
    assert found.is_cut == (len(marked) < 30)


def test_an_excerpt_leads_from_the_old_text_to_the_new():
    old = "The Sister Cities program, and other Sister Cities."
    found = replace_in(PLAIN, old, Wanted("Sister Cities", "姐妹城市"))
    [pieces] = found.excerpts

    assert "".join(each.text for each in pieces if each.kind != "added") == old
    assert "".join(each.text for each in pieces if each.kind != "removed") == found.text


@given(text=st.text("abAB城市(（.1１ ", max_size=30), find=LETTERS, replacement=LETTERS)
def test_case_and_borders_apart_it_is_what_python_replaces(text, find, replacement):
    wanted = Wanted(find, replacement)
    if any(each == "\u0301" for each in find) or find == replacement:
        return
    assert replace_in(PLAIN, text, wanted).text == text.replace(find, replacement)


@given(
    text=st.text("abAB城市é É1１ＡＢ", max_size=30),
    find=LETTERS,
    case=st.booleans(),
    widths=st.booleans(),
    whole=st.booleans(),
)
def test_what_the_database_looks_for_stands_in_every_match(text, find, case, widths, whole):
    """The anchor is a part of every match, so that no record can be passed over."""
    wanted = Wanted(find, "", match_case=case, same_widths=widths, whole_words=whole)
    anchor = wanted.anchor()
    for start, end in wanted.spans(text):
        match = text[start:end]
        assert re.search(re.escape(anchor), match, 0 if case else re.IGNORECASE)


@given(words=st.lists(st.text("ab<&城 ", min_size=1, max_size=6), min_size=1, max_size=4))
def test_a_rich_text_stays_clean_and_loses_nothing_else(words):
    tags = ("strong", "em")
    inner = "".join(
        f"<{tags[n % 2]}>{html.escape(each)}</{tags[n % 2]}>" for n, each in enumerate(words)
    )
    stored = clean(f"<p>{inner}</p>")
    found = replace_in(RICH, stored, Wanted("a", "<i>"))

    assert found.text == clean(found.text)
    assert to_plain_text(found.text) == to_plain_text(stored).replace("a", "<i>")
    assert (
        found.count
        == to_plain_text(stored).count("a")
        == count_in(RICH, stored, Wanted("a", "<i>"))
    )


@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from(("{}", "<p>{}</p>", "<strong>{}</strong>", "<ul><li>{}</li></ul>",
                             '<small class="footnote">{}</small>', "{}<br>", "<a href='/a'>{}</a>",
                             "<table><tr><td>{}</td></tr></table>")),
            st.text("ab<&城 ", max_size=5),
        ),
        max_size=6,
    ),
    find=st.text("ab城", min_size=1, max_size=2),
)  # fmt: skip
def test_the_quick_count_is_that_of_the_replacing(parts, find):
    stored = clean("".join(tag.format(html.escape(text)) for tag, text in parts))
    wanted = Wanted(find, "", whole_words=len(parts) % 2 == 0)
    assert count_in(RICH, stored, wanted) == replace_in(RICH, stored, wanted).count
