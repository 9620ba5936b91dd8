"""Rich text as a page shows it: the only place that makes safe HTML of stored text."""

from functools import lru_cache
from itertools import groupby

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..languages import HTML_TAGS
from . import pictures
from .links import is_external
from .sanitizer import parse
from .writing import opened, pieces_html

HEADINGS = ("h2", "h3", "h4")
LOWEST_LEVEL = 6
# So many texts are kept as blocks, which are only read here: nearly all of them are read again
# as they are when something else has changed.
MOST_KEPT = 500


def render(text, language, prefix, *, level=3, user=None, tail="", note=None):
    """Return rich text in ``language`` as safe HTML, without a wrapping element.

    The highest heading of the text becomes ``h{level}``. Footnotes follow the text; their ids
    begin with ``prefix``. Pictures that ``user`` may not see are left out. ``tail``, safe HTML
    (marks of sources), goes to the end of the last paragraph. ``note`` is called with each Reading
    of a picture's words.
    """
    reader_language = translation.get_language()
    blocks = _blocks(text)
    shown = pictures.shown_in(blocks, user)
    with translation.override(language):
        renderer = _Renderer(prefix, _levels(blocks, level), shown, reader_language, language, note)
        body = renderer.blocks(blocks, tail)
        return SafeString(body + renderer.notes_html())


@lru_cache(maxsize=MOST_KEPT)
def _blocks(text):
    return parse(text)


def _levels(blocks, level):
    """Return the tag of each heading on the page; a level that the text skips is closed up."""
    used = [tag for tag in HEADINGS if _uses(blocks, tag)]
    return {tag: f"h{min(level + rank, LOWEST_LEVEL)}" for rank, tag in enumerate(used)}


def _uses(blocks, tag):
    return any(block.tag == tag or _uses(block.children, tag) for block in blocks)


class _Renderer:
    def __init__(self, prefix, levels, shown, reader_language, language, note):
        self._prefix = escape(prefix)
        self._levels = levels
        self._pictures = shown
        self._reader_language, self._language = reader_language, language
        self._note_reading = note
        self._notes = []
        self._tables = 0

    def blocks(self, blocks, tail=""):
        """Return the blocks; ``tail`` ends the last one if it is a paragraph, else follows."""
        if not tail:
            return "".join(map(self._block, blocks))
        *others, last = blocks or [None]
        before = self.blocks(others)
        if last is not None and last.tag == "p":
            return f"{before}<p>{self._lines(last)}{tail}</p>"
        return f"{before}{self._block(last) if last else ''}<p>{tail}</p>"

    def notes_html(self):
        """Return the list of footnotes under the text; nothing where there are none."""
        if not self._notes:
            return ""
        items = "".join(
            f'<li id="{self._prefix}-note-{number}">{note} {self._back(number)}</li>'
            for number, note in enumerate(self._notes, start=1)
        )
        label = escape(_("Footnotes"))
        start = f'<section class="notes" role="doc-endnotes" aria-label="{label}">'
        return f"{start}<ol>{items}</ol></section>"

    def _block(self, block):
        if block.tag == "img":
            return self._picture(block)
        if block.tag == "hr":
            return "<hr>"
        if block.tag == "table":
            return self._table(block)
        tag = self._levels.get(block.tag, block.tag)
        inner = self._lines(block) if block.lines else self._inner(block)
        return f"{opened(tag, block.attributes.items())}{inner}</{tag}>"

    def _inner(self, block):
        """Return the children; the first paragraph of an item or a cell needs no element."""
        first, *others = block.children or [None]
        if block.tag in ("li", "td", "th") and first is not None and first.tag == "p":
            is_alone = not any(each.tag == "p" for each in others)
            if is_alone:
                return self._lines(first) + self.blocks(others)
        return self.blocks(block.children)

    def _lines(self, block):
        return "<br>".join(map(self._line, block.lines))

    def _line(self, pieces):
        parts = []
        for note, run in groupby(pieces, _note_of):
            pieces_of_run = list(run)
            parts.append(
                self._note(pieces_of_run) if note else pieces_html(pieces_of_run, _mark_start)
            )
        return "".join(parts)

    def _note(self, pieces):
        self._notes.append(pieces_html([_without_note(piece) for piece in pieces], _mark_start))
        number = len(self._notes)
        label = escape(_("Footnote %(number)d") % {"number": number})
        mark = (
            f'<a id="{self._prefix}-mark-{number}" href="#{self._prefix}-note-{number}"'
            f' role="doc-noteref" aria-label="{label}">{number}</a>'
        )
        return f'<sup class="note-mark">{mark}</sup>'

    def _back(self, number):
        label = escape(_("Back to footnote %(number)d in the text") % {"number": number})
        address = f"#{self._prefix}-mark-{number}"
        return f'<a href="{address}" role="doc-backlink" aria-label="{label}">↩</a>'

    def _table(self, block):
        self._tables += 1
        label = escape(_("Table %(number)d") % {"number": self._tables})
        heads = _head_rows(block)
        head = "".join(self._row(row, "col") for row in block.children[:heads])
        body = "".join(self._row(row, "row") for row in block.children[heads:])
        table = (head and f"<thead>{head}</thead>") + (body and f"<tbody>{body}</tbody>")
        return (
            f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">'
            f"<table>{table}</table></div>"
        )

    def _row(self, row, scope):
        cells = []
        for cell in row.children:
            attributes = dict(cell.attributes)
            if cell.tag == "th":
                attributes["scope"] = scope
            inner = self._inner(cell)
            cells.append(f"{opened(cell.tag, attributes.items())}{inner}</{cell.tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _picture(self, block):
        picture = self._pictures.get(int(block.attributes["data-picture"]))
        if picture is None:
            return ""
        languages = (self._reader_language, self._language)
        return pictures.figure(picture, *languages, self._note_reading)


def wrapped(body, language, is_fallback):
    """Return rendered rich text in its element, with its language where that is not the page's."""
    lang = f' lang="{HTML_TAGS[language]}"' if is_fallback else ""
    return SafeString(f'<div class="rich-text"{lang}>{body}</div>')


def _head_rows(table):
    """Return how many rows at the top hold header cells only; never all of them."""
    number = 0
    for row in table.children[:-1]:
        if any(cell.tag != "th" for cell in row.children):
            break
        number += 1
    return number


def _note_of(piece):
    return next((mark.value for mark in piece.marks if mark.tag == "small"), "")


def _without_note(piece):
    return type(piece)(piece.text, tuple(mark for mark in piece.marks if mark.tag != "small"))


def _mark_start(mark):
    if mark.tag != "a":
        return f"<{mark.tag}>"
    rel = [("rel", "noopener")] if is_external(mark.value) else []
    return opened("a", [("href", mark.value), *rel])
