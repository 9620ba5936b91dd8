"""Rows of Chinese characters as tokens of their own find on PostgreSQL what rows of pairs find."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from icma_portal.search.engines import postgres
from icma_portal.search.queries import clause_of
from icma_portal.search.tokens import fold, runs, tokens
from tests.breadth import generated

WRITTEN = st.text("城市合作ab ，", max_size=12)


def test_three_and_four_characters_are_tokens_and_only_within_a_run():
    vector = postgres.vector({"a": [tokens("城市合作伙伴，关系 city")]})

    found = set(re.findall(r"'([^']+)'", vector))

    assert {each for each in found if each.startswith(postgres.GRAM)} == {
        *("+城市合", "+市合作", "+合作伙", "+作伙伴"),
        *("+城市合作", "+市合作伙", "+合作伙伴"),
    }


def test_a_query_asks_for_the_longest():
    assert postgres.all_of([clause_of(runs("城市"))]) == "('城市')"
    assert postgres.all_of([clause_of(runs("城市合"))]) == "('+城市合')"
    assert postgres.all_of([clause_of(runs("城市合作伙"))]) == "('+城市合作' <-> '+市合作伙')"
    assert postgres.all_of([clause_of(runs("合作 city"))]) == "('合作' <-> '作' <-> 'citi')"


@generated(500)
@given(WRITTEN, WRITTEN)
@example("合作合作", "合作合")
@example("城市 市合作", "城市合")
def test_the_same_is_found_as_by_pairs(text, typed):
    clause = clause_of(runs(fold(typed)))
    if clause is None or clause.is_open:
        return
    by_pairs = _stand_in_a_row(clause.tokens, [[each] for each in tokens(text)])
    asked = re.findall(r"'([^']+)'", postgres.all_of([clause]))

    assert _stand_in_a_row(asked, _by_place(postgres.vector({"a": [tokens(text)]}))) == by_pairs


def _by_place(vector):
    """Return, for each place of a vector in order, the tokens that stand there."""
    found = {}
    for token, places in re.findall(r"'([^']+)':(\S+)", vector):
        for place in places.split(","):
            found.setdefault(int(place.rstrip("ABCD")), []).append(token)
    return [found[place] for place in sorted(found)]


def _stand_in_a_row(asked, places):
    return any(
        all(token in here for token, here in zip(asked, places[start:], strict=False))
        for start in range(len(places) - len(asked) + 1)
    )
