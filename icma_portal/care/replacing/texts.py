"""Replacing in one text, plain or rich, and the excerpts that show it."""

import html
import re
from itertools import groupby
from typing import NamedTuple

from icma_portal.bilingual.reader import is_rich
from icma_portal.bilingual.rich_text.blocks import Piece as RichPiece
from icma_portal.bilingual.rich_text.plain import note_of
from icma_portal.bilingual.rich_text.sanitizer import clean, parse
from icma_portal.bilingual.rich_text.writing import stored_html
from icma_portal.bilingual.words import Piece

# Tags within a line of stored rich text, and those at which a text that is read in one go ends.
INLINE = re.compile(r"</?(?:a|strong|em|sub|sup)(?:\s[^<>]*)?>")
BORDER = re.compile(r"<[^<>]*>")
FIRST_WORD = re.compile(r"[a-zA-Z0-9]{0,20}")
LAST_WORD = re.compile(r"[a-zA-Z0-9]{0,20}\Z")
# So much of a text is shown before and after what is replaced, and so many places of one text.
AROUND, SHOWN = 50, 12


class Replaced(NamedTuple):
    """A text with its replacements: what would be stored, how many, and excerpts of Pieces."""

    text: str
    count: int
    excerpts: list

    @property
    def is_cut(self):
        """Return whether the excerpts leave places out."""
        shown = sum(each.kind == "removed" for pieces in self.excerpts for each in pieces)
        return shown < self.count


def count_in(field, text, wanted):
    """Return how many places of a stored text are to be replaced: the count of ``replace_in``.

    Quicker, for many texts: stored rich text is tidy, so that its tags alone tell its lines.
    """
    if not is_rich(field):
        return len(wanted.spans(text))
    lines = BORDER.split(INLINE.sub("", text))
    return sum(len(wanted.spans(html.unescape(line))) for line in lines)


def replace_in(field, text, wanted):
    """Return the stored ``text`` of ``field`` as a Replaced.

    In rich text what a reader sees is replaced, also where it is half in bold; tags and addresses
    are not seen. A replacement takes the look of what its first character replaces.
    """
    if not is_rich(field):
        runs = [text]
        new = _put(text, wanted)
    else:
        blocks = parse(text)
        runs = list(_runs(blocks))
        _replace_in_blocks(blocks, wanted)
        new = clean(stored_html(blocks))
    count, excerpts = 0, []
    for run in runs:
        spans = wanted.spans(run)
        count += len(spans)
        for group in _near(spans) if len(excerpts) < SHOWN else ():
            excerpts.append(_excerpt(run, group, wanted.replacement))
    return Replaced(new, count, excerpts[:SHOWN])


def _put(text, wanted):
    parts, end = [], 0
    for start, following in wanted.spans(text):
        parts += [text[end:start], wanted.replacement]
        end = following
    return "".join([*parts, text[end:]])


def _lines_of(blocks):
    for block in blocks:
        yield from block.lines
        yield from _lines_of(block.children)


def _runs(blocks):
    """Yield the texts that are read in one go: a line, and each footnote in it by itself."""
    for line in _lines_of(blocks):
        for _note, pieces in groupby(line, note_of):
            yield "".join(piece.text for piece in pieces)


def _replace_in_blocks(blocks, wanted):
    for line in _lines_of(blocks):
        line[:] = [
            piece
            for _note, pieces in groupby(line, note_of)
            for piece in _replaced_pieces(list(pieces), wanted)
        ]


def _replaced_pieces(pieces, wanted):
    spans = wanted.spans("".join(piece.text for piece in pieces))
    found, place = [], 0
    for piece in pieces:
        end, parts, at = place + len(piece.text), [], place
        for start, following in spans:
            if following <= place or start >= end:
                continue
            parts.append(piece.text[at - place : max(start, place) - place])
            if start >= place:
                parts.append(wanted.replacement)
            at = min(following, end)
        parts.append(piece.text[at - place :])
        found.append(RichPiece("".join(parts), piece.marks))
        place = end
    return [piece for piece in found if piece.text]


def _near(spans):
    """Return the spans in groups that are shown together, for their surroundings would meet."""
    groups = []
    for span in spans:
        if groups and len(groups[-1]) < SHOWN and span[0] - groups[-1][-1][1] <= 2 * AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _excerpt(text, spans, replacement):
    begin, end = max(0, spans[0][0] - AROUND), min(len(text), spans[-1][1] + AROUND)
    # To the borders of words, where these are near: a character of Chinese is one by itself.
    begin -= len(LAST_WORD.search(text[:begin]).group()) if begin else 0
    end += len(FIRST_WORD.match(text[end:]).group())
    pieces, at = [Piece("kept", "…")] if begin else [], begin
    for start, following in spans:
        pieces += [
            Piece("kept", text[at:start]),
            Piece("removed", text[start:following]),
            Piece("added", replacement),
        ]
        at = following
    pieces.append(Piece("kept", text[at:end]))
    if end < len(text):
        pieces.append(Piece("kept", "…"))
    return [piece for piece in pieces if piece.text]
