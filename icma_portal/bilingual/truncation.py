"""Shorter texts: by characters in Chinese, by words in English, no character taken apart."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from .languages import CHINESE, ENGLISH, portal_language
from .reader import plain_text, read

ELLIPSIS = "…"
PREVIEW_LENGTH = 80
HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
LOOSE_END = re.compile(r"[\s,;:.·—–\-，。；：、（(“‘《]+$")
JOINER, NON_JOINER = "\u200d", "\u200c"
REGIONAL = range(0x1F1E6, 0x1F200)
MODIFIERS = range(0x1F3FB, 0x1F400)
TAGS = range(0xE0020, 0xE0080)
# Jamo and syllables of Hangul, Indic conjuncts: joining more than one has to does no harm.
HANGUL = re.compile(r"[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]")
VIRAMA = 9


def truncate(text, language, length):
    """Return ``text`` with at most ``length`` characters, the last of them an ellipsis if cut.

    English is cut between words, unless the first word alone is too long. Raises ValueError
    for a length below 1.
    """
    if length < 1:
        raise ValueError(f"no text has {length} characters")
    if len(text) <= length:
        return text
    end = max((each for each in boundaries(text) if each < length), default=0)
    if portal_language(language) == ENGLISH:
        end = _end_of_word(text, end) or end
    kept = text[:end]
    # Taking a loose end away must not part a mark from what it stands on.
    return (LOOSE_END.sub("", kept) or kept) + ELLIPSIS


def brief(record, field, length=PREVIEW_LENGTH):
    """Return how a translated field begins, in words and on one line, for ``__str__``.

    In the active language, or in the other one where it has none.
    """
    reading = read(record, field)
    words = " ".join(plain_text(record, field, reading).split())
    return truncate(words, reading.language, length)


def language_of(text):
    """Return Chinese for a text with Chinese characters in it, else English."""
    return CHINESE if HAN.search(text) else ENGLISH


def boundaries(text):
    """Return the positions between characters as a reader sees them (grapheme clusters)."""
    if not any(map(_may_join, set(text))):
        return list(range(max(len(text), 1)))
    flags = 0
    found = [0]
    for position, (before, after) in enumerate(pairwise(text), start=1):
        flags = flags + 1 if ord(before) in REGIONAL else 0
        is_flag = flags % 2 == 1 and ord(after) in REGIONAL
        if not is_flag and not _belongs_together(before, after):
            found.append(position)
    return found


@lru_cache(maxsize=10_000)
def _may_join(character):
    """Return whether a character can be one with another: nearly none of a text can."""
    code = ord(character)
    return (
        character in (JOINER, NON_JOINER, "\r")
        or unicodedata.category(character).startswith("M")
        or any(code in each for each in (REGIONAL, MODIFIERS, TAGS))
        or unicodedata.combining(character) == VIRAMA
        or HANGUL.match(character) is not None
    )


def _belongs_together(before, after):
    return (
        before == JOINER
        or after in (JOINER, NON_JOINER)
        or unicodedata.category(after).startswith("M")
        or ord(after) in MODIFIERS
        or ord(after) in TAGS
        or (before == "\r" and after == "\n")
        or unicodedata.combining(before) == VIRAMA
        or bool(HANGUL.match(before) and HANGUL.match(after) and not _are_syllables(before, after))
    )


def _are_syllables(*chars):
    return all("\uac00" <= char <= "\ud7a3" for char in chars)


def _end_of_word(text, end):
    """Return the last position up to ``end`` at which white space begins; 0 for none."""
    if text[end].isspace():
        return end
    return max((match.start() for match in re.finditer(r"\s+", text[:end])), default=0)
