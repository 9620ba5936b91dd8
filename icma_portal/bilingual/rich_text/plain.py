"""Rich text without markup: for feeds, descriptions, fact sheets, lists and ``__str__``."""

from functools import lru_cache
from itertools import groupby

from .sanitizer import parse

# So many texts are kept with their words, which a page and many lists ask for.
MOST_KEPT = 500


@lru_cache(maxsize=MOST_KEPT)
def to_plain_text(text):
    """Return the words of a rich text: paragraphs parted by blank lines, items with a bullet.

    Cells are parted by tabs, footnotes stand in brackets, pictures are left out.
    """
    return _joined(parse(text))


def _joined(blocks, separator="\n\n"):
    return separator.join(filter(None, map(_block_text, blocks)))


def _block_text(block):
    if block.lines:
        return "\n".join(map(_line_text, block.lines))
    if block.tag in ("ul", "ol"):
        first = int(block.attributes.get("start", 1))
        return "\n".join(
            _item_text(item, f"{number}." if block.tag == "ol" else "•")
            for number, item in enumerate(block.children, start=first)
        )
    if block.tag == "table":
        return "\n".join(map(_row_text, block.children))
    return _joined(block.children)


def _item_text(item, sign):
    first, *others = _joined(item.children, "\n").split("\n")
    return "\n".join([f"{sign} {first}", *(f"  {line}" for line in others)])


def _row_text(row):
    return "\t".join(_joined(cell.children, " ").replace("\n", " ") for cell in row.children)


def _line_text(pieces):
    parts = []
    for note, run in groupby(pieces, note_of):
        text = "".join(piece.text for piece in run)
        parts.append(f" [{text.strip()}]" if note else text)
    return "".join(parts)


def note_of(piece):
    return next((mark.value for mark in piece.marks if mark.tag == "small"), "")
