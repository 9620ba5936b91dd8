"""What certificates can print: all that fact sheets can, and the rarer characters of names."""

import unicodedata
from functools import cache
from pathlib import Path

from publications.fact_sheets import characters as common

FONT_DIRECTORY = Path(__file__).resolve().parent / "fonts"
FONT_DIRECTORIES = [common.FONT_DIRECTORY, FONT_DIRECTORY]


def composed(text):
    """Return ``text`` as it is printed and signed: composed (NFC), with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def unprintable(text):
    """Return the characters of ``text`` that have no glyph, in their order.

    Invisible ones belong to them: a selector of a variant or a change of direction would
    silently print another name than was given.
    """
    printable = common.covered() | rare()
    return list(dict.fromkeys(char for char in composed(text) if ord(char) not in printable))


def named(characters):
    """Return characters for a message, each with its code point: “㐂 (U+3402)”."""
    return ", ".join(
        f"{char} (U+{ord(char):04X})" if char.isprintable() else f"U+{ord(char):04X}"
        for char in characters
    )


@cache
def rare():
    """Return the code points that only the font for names has."""
    lines = (FONT_DIRECTORY / "characters.txt").read_text("ascii").split()
    bounds = ([int(bound, 16) for bound in line.split("-")] for line in lines)
    return frozenset(point for first, last in bounds for point in range(first, last + 1))
