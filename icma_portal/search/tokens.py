"""What a text is found by: the same tokens for both databases, for records and for queries.

A token is a word's stem or two neighboring Chinese characters. Every character is folded by
itself (NFKC, case, accents, Traditional to Simplified), so that a part of a text always folds
to a part of the folded text: what a reader copies from a page is found.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from icma_portal.bilingual.pinyin import lazy_pinyin
from icma_portal.bilingual.sorting import HAN, LETTERS
from icma_portal.bilingual.traditional import to_simplified

# Stands between texts that are not one: no phrase reaches over it, and no query can hold it.
GAP = "\ue000"
# No word of a language is longer; PostgreSQL refuses tokens of more than 2 kB.
LONGEST_WORD = 40
# Zero-width characters, the soft hyphen, and apostrophes: ICMA’s is found as ICMAs is.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff'’‘ʼ`\ue000]")
HAN_RUN = re.compile(f"[{HAN}]+")
# A Chinese run, a number with separators of thousands, or a word.
RUNS = re.compile(rf"(?P<han>[{HAN}]+)|(?<![\d,])\d{{1,3}}(?:,\d{{3}})+(?![\d,])|[^\W_{HAN}]+")

_stemmer = snowballstemmer.stemmer("english")


class Run(NamedTuple):
    """A word or an unbroken row of Chinese characters, folded, with its place in the text."""

    text: str
    is_han: bool
    start: int
    end: int


class _Folding(dict):
    """A table for ``str.translate`` that fills itself."""

    def __missing__(self, code):
        self[code] = folded = fold_character(chr(code))
        return folded


def fold_character(character):
    """Return what one character is compared by; a space for what no text can hold."""
    if UNSEEN.match(character):
        return ""
    if unicodedata.category(character) in ("Cc", "Cs", "Cn"):
        return " "
    plain = unicodedata.normalize("NFKC", character).casefold().translate(LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return to_simplified(bare) if HAN_RUN.search(bare) else bare


_folding = _Folding()


def fold(text):
    """Return ``text`` as it is compared: no case, accents, widths or Traditional characters."""
    return text.translate(_folding)


def runs(text):
    """Yield the Runs of a folded text, in order."""
    for match in RUNS.finditer(text):
        word = match.group()
        if match.lastgroup == "han":
            yield Run(word, True, match.start(), match.end())
        else:
            yield Run(bounded(word), False, match.start(), match.end())


def bounded(word):
    """Return a word or number of a text without the commas of thousands, not too long."""
    return word.replace(",", "")[:LONGEST_WORD]


@lru_cache(maxsize=200_000)
def stem(word):
    """Return the stem of a folded word; words with other signs than Latin letters stay."""
    return _stemmer.stemWord(word) if word.isascii() and word.isalpha() else word


def tokens(text):
    """Return the tokens of a text, one for each word and each Chinese character.

    A character stands as a pair with the one after it, the last of a run alone: so two and more
    characters are found as pairs in a row, and one by the beginning of a pair.
    """
    found = []
    # As ``runs`` parts it, without making Runs of which only the text is wanted.
    for match in RUNS.finditer(fold(text)):
        word = match.group()
        if match.lastgroup == "han":
            found += pairs(word)
            found.append(word[-1])
        else:
            found.append(stem(bounded(word)))
    return found


def pairs(han):
    """Return each character of a Chinese run together with the one after it."""
    return [han[here : here + 2] for here in range(len(han) - 1)]


def words(text):
    """Return the folded words of a text that are not Chinese, unstemmed."""
    return [run.text for run in runs(fold(text)) if not run.is_han]


def key(text):
    """Return a text as names are compared: folded runs with single spaces, no punctuation."""
    return " ".join(run.text for run in runs(fold(text)))


def sounds(text):
    """Return how a Chinese name is typed in Latin letters: its syllables in one, and its initials.

    Nothing for a text without Chinese characters. 扬州 gives yangzhou and yz.
    """
    syllables = syllables_of(text)
    if not syllables:
        return []
    return ["".join(syllables), "".join(each[0] for each in syllables)]


def syllables_of(text):
    """Return the pinyin of the Chinese characters of a text, without tones."""
    han = "".join(run.text for run in runs(fold(text)) if run.is_han)
    return [fold(each) for each in lazy_pinyin(han, errors="ignore")]
