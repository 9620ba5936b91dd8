"""docs/accessibility.md goes through all criteria once, and the tests that it names exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "accessibility.md"
# WCAG 2.2; 4.1.1 was taken out of it.
LEVEL_A = (
    "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 "
    "2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 "
    "4.1.2"
)
LEVEL_AA = (
    "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 "
    "2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"
)
ROW = re.compile(r"^\| (\d\.\d\.\d+) [^|]+ \| (AA?) \| (.+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
KINDS_OF_PAGES = 9


def rows():
    """Return (number, level, words, evidence) of each criterion."""
    found = ROW.findall(TABLE.read_text(encoding="utf-8"))
    return [(number, level, words.split(" | "), proof) for number, level, words, proof in found]


def functions_of(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_every_criterion_stands_in_the_table_once_with_its_level():
    levels = [(number, level) for number, level, _words, _proof in rows()]

    expected = [(each, "A") for each in LEVEL_A.split()] + [
        (each, "AA") for each in LEVEL_AA.split()
    ]
    assert sorted(levels) == sorted(expected)
    assert len(levels) == 55


def test_every_kind_of_page_has_a_word_and_what_passes_names_its_test():
    for number, _level, words, proof in rows():
        assert len(words) == KINDS_OF_PAGES, number
        assert set(words) <= {"pass", "seen", "n/a", "open"}, number
        assert "pass" not in words or NAMED.search(proof), number
        assert len(proof) > 8, number


def test_every_test_that_the_table_names_exists():
    named = NAMED.findall(TABLE.read_text(encoding="utf-8"))

    for path, function in named:
        assert (ROOT / path).is_file(), path
        assert not function or function in functions_of(path), f"{path}::{function}"
    assert len(named) > 50
