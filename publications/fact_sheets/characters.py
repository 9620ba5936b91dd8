"""What the fonts of the fact sheets can print, and what stands in for all else."""

import unicodedata
from functools import cache
from pathlib import Path

FONT_DIRECTORY = Path(__file__).resolve().parent / "fonts"
GETA = "〓"  # the printers' sign for a character that the type case lacks


def printable(text):
    """Return ``text`` as it can be printed: what the fonts lack becomes 〓."""
    return "".join(char if ord(char) in covered() else GETA for char in plain(text))


def lacking(texts):
    """Return the set of characters in ``texts`` that the fonts lack."""
    return {char for text in texts for char in plain(text) if ord(char) not in covered()}


def plain(text):
    """Return ``text`` composed (NFC), on one line, without controls and invisible signs."""
    return " ".join(
        "".join(char for char in unicodedata.normalize("NFC", text) if is_visible(char)).split()
    )


def is_visible(char):
    if char.isspace():
        return True
    is_variation_selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return unicodedata.category(char) not in ("Cc", "Cf") and not is_variation_selector


@cache
def covered():
    """Return the code points that both weights of the fonts can print."""
    lines = (FONT_DIRECTORY / "characters.txt").read_text("ascii").split()
    bounds = ([int(bound, 16) for bound in line.split("-")] for line in lines)
    return frozenset(point for first, last in bounds for point in range(first, last + 1))
