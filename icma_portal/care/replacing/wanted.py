"""What is looked for in a text, and what stands in its place. Nothing of either is syntax."""

import re
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from icma_portal.bilingual.words import HAN

# A letter or digit of a script that parts its words; Chinese does not.
LATIN = rf"[^\W_{HAN}]"
# What belongs to the character before it: an accent typed by itself, a variant of a character.
JOINED = (
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200d\u20d0-\u20ff\u3099\u309a"
    r"\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
# The forms of ASCII that are as wide as a Chinese character stand in its order, so far behind it.
WIDTH = 0xFEE0
NARROW, WIDE = range(0x21, 0x7F), range(0x21 + WIDTH, 0x7F + WIDTH)
SPACES = {" ": "\u3000", "\u3000": " "}


class Wanted(NamedTuple):
    """The text to find and its replacement, both taken letter by letter.

    ``same_widths``: full-width and half-width forms count as the same when they are looked for.
    What is put in stays as it was typed, and so does everything around it.
    """

    find: str
    replacement: str
    match_case: bool = True
    whole_words: bool = False
    same_widths: bool = False

    def __str__(self):
        return f"“{self.find}” → “{self.replacement}”"

    def spans(self, text):
        """Return (start, end) of each stretch of ``text`` that is to be replaced, in their order.

        What stands there already as it shall be is none.
        """
        return [
            found.span()
            for found in _pattern(self).finditer(text)
            if found.group() != self.replacement
        ]

    def forms_of(self, character):
        """Return the set of characters that count as ``character``."""
        forms = {character}
        if not self.match_case:
            cases = (character.lower(), character.upper())
            forms |= {each for each in cases if len(each) == 1}
        if self.same_widths:
            forms |= {_other_width(each) for each in forms}
        return forms

    def anchor(self):
        """Return the longest part that every match holds, but for the case of ASCII letters.

        The databases look for it: other letters they do not compare as Python does. May be empty.
        """
        runs = groupby(self.find, key=self._is_plain)
        return max(("".join(run) for plain, run in runs if plain), key=len, default="")

    def _is_plain(self, character):
        forms = self.forms_of(character)
        return len(forms) == 1 or (len(forms) == 2 and "".join(forms).isascii())


@lru_cache(maxsize=8)
def _pattern(wanted):
    before = after = ""
    if wanted.whole_words:
        before = f"(?<!{LATIN})" if re.match(LATIN, wanted.find[0]) else ""
        after = f"(?!{LATIN})" if re.match(LATIN, wanted.find[-1]) else ""
    forms = (sorted(wanted.forms_of(each)) for each in wanted.find)
    letters = "".join(f"[{''.join(map(re.escape, each))}]" for each in forms)
    return re.compile(f"{before}{letters}{after}(?!{JOINED})")


def _other_width(character):
    code = ord(character)
    if code in NARROW:
        return chr(code + WIDTH)
    return chr(code - WIDTH) if code in WIDE else SPACES.get(character, character)
