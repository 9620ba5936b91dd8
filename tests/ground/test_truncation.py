import unicodedata

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.bilingual import truncation
from icma_portal.bilingual.truncation import ELLIPSIS, boundaries, brief, truncate
from programs.models import Topic

# What breaks when it is cut: accents, variation selectors, skin tones, families, flags, jamo.
WHOLE = [
    "e\u0301",
    "❤\ufe0f",
    "👍🏽",
    "👩\u200d👩\u200d👧",
    "🏴\U000e0067\U000e0062\U000e007f",
    "한",
    "ᄒ\u1161\u11ab",
    "葛\U000e0100",
    "नि",
    "\r\n",
]
FLAGS = ["🇨🇳", "🇺🇸", "🇿🇦"]
pieces = st.sampled_from([*WHOLE, *FLAGS, "中", "文", "，", " ", "a", "b", "word", "."])
texts = st.lists(pieces, max_size=40).map("".join)


@given(texts, st.integers(min_value=1, max_value=60), st.sampled_from(["en", "zh-hans"]))
def test_truncation_keeps_to_the_length_and_to_the_text(text, length, language):
    short = truncate(text, language, length)

    assert len(short) <= length
    if len(text) <= length:
        assert short == text
    else:
        assert short.endswith(ELLIPSIS)
        assert text.startswith(short[:-1])


@given(
    st.lists(pieces, min_size=1, max_size=30),
    st.integers(1, 40),
    st.sampled_from(["en", "zh-hans"]),
)
def test_truncation_takes_no_character_apart(parts, length, language):
    text = "".join(parts)
    ends, position = {0}, 0
    for part in parts:
        position += len(part)
        ends.add(position)
        if part == "word":
            ends.update(range(position - 4, position))

    short = truncate(text, language, length)

    assert short == text or len(short) - 1 in ends


@given(st.text(max_size=60), st.integers(1, 30), st.sampled_from(["en", "zh-hans"]))
def test_no_mark_is_left_without_its_letter(text, length, language):
    short = truncate(text, language, length)

    if short != text:
        rest = text[len(short) - 1 :]
        assert not unicodedata.category(rest[0]).startswith("M")
        assert short.encode()


@pytest.mark.parametrize("whole", [*WHOLE, *FLAGS])
def test_characters_of_several_code_points_have_no_boundary_within(whole):
    assert boundaries(f"中{whole}") == [0, 1]


def test_flags_are_counted_in_pairs():
    assert boundaries("🇨🇳🇺🇸🇿") == [0, 2, 4]


@pytest.mark.parametrize(
    ("text", "language", "length", "short"),
    [
        ("City-to-city partnerships work", "en", 20, "City-to-city…"),
        ("City-to-city partnerships work", "en", 26, "City-to-city partnerships…"),
        ("Partnerships, programs", "en", 15, "Partnerships…"),
        ("Incomprehensibilities", "en", 8, "Incompr…"),
        ("城市结对合作项目，气候变化", "zh-hans", 8, "城市结对合作项…"),
        ("城市结对合作项目，气候变化", "zh-hans", 10, "城市结对合作项目…"),
        ("城市", "zh-hans", 2, "城市"),
        ("城市结对", "zh-hans", 1, "…"),
    ],
)
def test_truncation_in_each_language(text, language, length, short):
    assert truncate(text, language, length) == short


def test_truncation_refuses_a_length_without_room():
    with pytest.raises(ValueError, match="0 characters"):
        truncate("text", "en", 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("One two three", "One two…"), ("城市结对合作项目在这里", "城市结对合作项目在…")],
)
def test_filter_cuts_by_the_language_of_the_text(text, shown):
    template = Template("{% load bilingual %}{{ text|truncated:10 }}")

    assert template.render(Context({"text": text})) == shown


def test_brief_reads_the_other_language_when_one_is_missing():
    topic = Topic(name_en=None, name_zh_hans="城市结对合作项目")

    assert brief(topic, "name", 5) == "城市结对…"


@given(st.one_of(texts, st.text(max_size=60)))
def test_what_cannot_join_is_told_at_once_as_when_each_is_looked_at(text):
    told = boundaries(text)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(truncation, "_may_join", lambda character: True)
        assert told == boundaries(text)
