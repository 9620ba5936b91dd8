"""Counting and comparing words in either script."""

import difflib
import html
import re
from typing import NamedTuple

from django.utils.html import strip_tags

# A Han character counts as one word, as translators in China count; so does a run of letters.
HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LATIN_WORD = re.compile(rf"[^\W_{HAN}](?:['’\-]?[^\W_{HAN}])*")
HAN_CHARACTER = re.compile(f"[{HAN}]")
# What a comparison takes as one piece: a Han character, a word, white space, or a mark.
PIECE = re.compile(rf"[{HAN}]|[^\W{HAN}]+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of text that was kept, taken out or put in."""

    kind: str
    text: str


def count_words(text):
    """Return the words of ``text``, plain or HTML: Han characters and runs of other letters."""
    plain = html.unescape(strip_tags(text or ""))
    return len(HAN_CHARACTER.findall(plain)) + len(LATIN_WORD.findall(plain))


def word_diff(old, new):
    """Return the Pieces that lead from ``old`` to ``new``: "kept", "removed" and "added"."""
    before, after = PIECE.findall(old or ""), PIECE.findall(new or "")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    pieces = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", "".join(before[start:end])))
            continue
        if end > start:
            pieces.append(Piece("removed", "".join(before[start:end])))
        if new_end > new_start:
            pieces.append(Piece("added", "".join(after[new_start:new_end])))
    return pieces
