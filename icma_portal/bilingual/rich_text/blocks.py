"""A text as blocks (paragraphs, lists, tables …) of lines of marked pieces, and nothing else.

This form is the policy: what has no place in it does not exist in rich text. It is always tidy:
no empty element, no doubled white space, marks in one order. So one text has one spelling.
"""

import re
from dataclasses import dataclass, field

# The order of marks from the outside in.
MARK_ORDER = ("small", "a", "strong", "em", "sub", "sup")
HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
# White space that means nothing at the edge of a line: also what indents a Chinese paragraph.
EDGE = " \t\u00a0\u3000\u200b\ufeff"


@dataclass(frozen=True)
class Mark:
    """An inline element; ``value`` is a link's address, or tells one footnote from the next."""

    tag: str
    value: str = ""


@dataclass(frozen=True)
class Piece:
    text: str
    marks: tuple = ()


@dataclass
class Block:
    """A block with ``children`` (lists, cells, quotations) or with ``lines`` of pieces."""

    tag: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)
    lines: list = field(default_factory=list)


class Flow:
    """Collects the blocks of one container while its content is read."""

    def __init__(self):
        self.blocks = []
        self._lines = [[]]

    def write(self, text, marks):
        self._lines[-1].append(Piece(text, marks))

    def new_line(self):
        self._lines.append([])

    def end(self, tag):
        """End the open paragraph or heading; an empty line parts two paragraphs."""
        if not any(self._lines):
            self._lines = [[]]
            return
        lines, group = [*map(tidy, self._lines), []], []
        if tag != "p":
            lines = [*filter(None, lines), []]
        for line in lines:
            if line:
                group.append(line)
            elif group:
                self.blocks.append(Block(tag, lines=group))
                group = []
        self._lines = [[]]


def with_mark(marks, mark):
    """Return ``marks`` with one more, in their order; a mark of the same kind outside wins."""
    if any(each.tag == mark.tag for each in marks):
        return marks
    return tuple(sorted((*marks, mark), key=lambda each: MARK_ORDER.index(each.tag)))


def tidy(pieces):
    """Return the pieces of a line without needless white space, marks and divisions."""
    line = _merged(_collapsed(pieces))
    while (bare := _merged(_without_blank_marks(line))) != line:
        line = bare
    return line


def _collapsed(pieces):
    """Return the pieces with single spaces, none at either end of the line."""
    line, is_after_space = [], True
    for piece in pieces:
        text = HTML_SPACE.sub(" ", piece.text)
        text = text.lstrip(" ") if is_after_space else text
        if text:
            line.append(Piece(text, piece.marks))
            is_after_space = text.endswith(" ")
    while line and not line[0].text.strip(EDGE):
        line.pop(0)
    while line and not line[-1].text.strip(EDGE):
        line.pop()
    if line:
        line[0] = Piece(line[0].text.lstrip(EDGE), line[0].marks)
        line[-1] = Piece(line[-1].text.rstrip(EDGE), line[-1].marks)
    return line


def _without_blank_marks(line):
    """Take from white space the marks that do not go on before and after it."""
    result = []
    for place, piece in enumerate(line):
        kept = piece.marks
        if not piece.text.strip(EDGE):
            around = (line[place - 1].marks, line[place + 1].marks)
            kept = tuple(mark for mark in kept if all(mark in each for each in around))
        result.append(Piece(piece.text, kept))
    return result


def _merged(line):
    result = []
    for piece in line:
        if result and result[-1].marks == piece.marks:
            result[-1] = Piece(result[-1].text + piece.text, piece.marks)
        else:
            result.append(piece)
    return result
