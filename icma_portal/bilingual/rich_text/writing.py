"""Writes blocks as the HTML that is stored: the one spelling of a text, as the editor has it."""

import html

from .markup import FOOTNOTE

EMPTY = ("hr", "img")


def stored_html(blocks):
    """Return the HTML of blocks as it is stored."""
    return "".join(map(_block_html, blocks))


def opened(tag, attributes=()):
    """Return a start tag; ``attributes`` are pairs, their values are escaped."""
    pairs = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes)
    return f"<{tag}{pairs}>"


def pieces_html(pieces, start=None):
    """Return the HTML of a line; ``start`` gives the start tag of a mark."""
    start = start or _mark_start
    parts, open_marks = [], ()
    for piece in pieces:
        shared = _shared(open_marks, piece.marks)
        parts += [f"</{mark.tag}>" for mark in reversed(open_marks[shared:])]
        parts += [start(mark) for mark in piece.marks[shared:]]
        parts.append(html.escape(piece.text, quote=False))
        open_marks = piece.marks
    parts += [f"</{mark.tag}>" for mark in reversed(open_marks)]
    return "".join(parts)


def _block_html(block):
    start = opened(block.tag, block.attributes.items())
    if block.tag in EMPTY:
        return start
    if block.lines:
        inner = "<br>".join(map(pieces_html, block.lines))
    else:
        inner = stored_html(block.children)
    if block.tag == "table":
        inner = f"<tbody>{inner}</tbody>"
    return f"{start}{inner}</{block.tag}>"


def _mark_start(mark):
    if mark.tag == "a":
        return opened("a", [("href", mark.value)])
    return opened("small", [("class", FOOTNOTE)]) if mark.tag == "small" else f"<{mark.tag}>"


def _shared(first, second):
    """Return how many marks two pieces have in common, counted from the outside."""
    number = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        number += 1
    return number
