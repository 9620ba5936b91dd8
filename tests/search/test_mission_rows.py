"""The mission’s default check: the fact of a row is found by search in its own language."""

import pytest

from icma_portal.search.searching import search
from tests.site.mission_rows import ROWS

pytestmark = pytest.mark.django_db

CASES = [(row, *case) for row, cases in ROWS.items() for case in cases]
# These pages gather what others tell: the fact is found on the page of the record itself.
GATHERING = {"/", "/countries/"}
# What the page says in words of the interface, as the record itself says it.
IN_THE_RECORD = {
    "Exchanges": "Five officials from Durban returned the visit",
    "ore than 70": "more than 70 countries",
    "not named in the source": "EcoPartnerships",
    "来源未": "绿色合作伙伴",
}


@pytest.mark.parametrize(
    ("row", "path", "english", "chinese"), CASES, ids=lambda each: str(each)[:30]
)
def test_fact_of_row_is_found_in_both_languages(row, path, english, chinese):
    for words in (english, chinese):
        pages = pages_of(IN_THE_RECORD.get(words, words))
        assert pages & {path} or (path in GATHERING and pages), f"row {row}: {words}"


def pages_of(words):
    """Return the addresses, without fragments, of all exact hits."""
    result = search(words)
    if not result.is_exact:
        return set()
    found = [search(words, page=page) for page in range(2, result.total // 20 + 2)]
    return {entry.address.partition("#")[0] for each in (result, *found) for entry in each.entries}
