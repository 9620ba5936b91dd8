"""Reads a tree of HTML elements into blocks."""

from itertools import count

from .blocks import Block, Flow, Mark, with_mark
from .links import safe_href
from .markup import FOOTNOTE, PARAGRAPH_TAGS
from .tree import Node

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
LISTS = ("ul", "ol")
CELLS = ("td", "th")
MAX_SPAN = 100
LARGEST_ID = 2**63 - 1


def blocks_of(nodes):
    """Return the tidy blocks of a tree; what rich text does not know is looked through."""
    return _Reader().blocks(nodes)


class _Reader:
    def __init__(self):
        self._notes = count(1)

    def blocks(self, nodes, marks=()):
        flow = Flow()
        self._fill(flow, nodes, marks, "p")
        flow.end("p")
        return flow.blocks

    def _fill(self, flow, nodes, marks, tag):
        for node in nodes:
            if isinstance(node, str):
                flow.write(node, marks)
            elif node.tag == "br":
                self._break(flow, marks)
            elif node.tag in self._containers:
                flow.end(tag)
                flow.blocks += self._containers[node.tag](self, node, marks)
            elif node.tag in HEADINGS or node.tag in PARAGRAPH_TAGS:
                # A paragraph within a heading is still the heading.
                inner = HEADINGS.get(node.tag) or tag
                flow.end(tag)
                self._fill(flow, node.children, marks, inner)
                flow.end(inner)
            else:
                self._fill(flow, node.children, self._marked(node, marks), tag)

    def _break(self, flow, marks):
        if any(mark.tag == "small" for mark in marks):
            # A footnote is one line.
            flow.write(" ", marks)
        else:
            flow.new_line()

    def _marked(self, node, marks):
        if node.tag in MARKS:
            return with_mark(marks, Mark(MARKS[node.tag]))
        if node.tag == "a" and (address := safe_href(node.attributes.get("href"))):
            return with_mark(marks, Mark("a", address))
        if node.tag == "small" and FOOTNOTE in node.attributes.get("class", "").split():
            return with_mark(marks, Mark("small", str(next(self._notes))))
        return marks

    def _list(self, node, marks):
        items = [self.blocks(children, marks) for children in _items(node)]
        children = [Block("li", children=blocks) for blocks in items if blocks]
        start = _number(node.attributes.get("start"), 2, 9999) if node.tag == "ol" else {}
        attributes = {"start": start} if start else {}
        return [Block(node.tag, attributes, children)] if children else []

    def _quotation(self, node, marks):
        children = self.blocks(node.children, marks)
        return [Block("blockquote", children=children)] if children else []

    def _rule(self, node, marks):
        return [Block("hr")]

    def _picture(self, node, marks):
        number = _number(node.attributes.get("data-picture"), 1, LARGEST_ID)
        return [Block("img", {"data-picture": number})] if number else []

    def _table(self, node, marks):
        """Return the captions as paragraphs and the table, unless all of its cells are empty."""
        captions = [each for each in node.children if getattr(each, "tag", "") == "caption"]
        blocks = self.blocks(captions, marks)
        rows = [self._row(row, marks) for row in _rows(node)]
        rows = [row for row in rows if row.children]
        if any(cell.children for row in rows for cell in row.children):
            blocks.append(Block("table", children=rows))
        return blocks

    def _row(self, row, marks):
        cells = [each for each in row.children if getattr(each, "tag", "") in CELLS]
        return Block("tr", children=[self._cell(cell, marks) for cell in cells])

    def _cell(self, cell, marks):
        spans = {
            name: _number(cell.attributes.get(name), 2, MAX_SPAN) for name in ("colspan", "rowspan")
        }
        attributes = {name: value for name, value in spans.items() if value}
        return Block(cell.tag, attributes, self.blocks(cell.children, marks))

    _containers = {
        "ul": _list,
        "ol": _list,
        "blockquote": _quotation,
        "hr": _rule,
        "img": _picture,
        "table": _table,
    }


def _items(node):
    """Yield the content of each item; what stands between items goes to the item before."""
    items = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            items.append(list(child.children))
        elif items:
            items[-1].append(child)
        else:
            items.append([child])
    return items


def _rows(node):
    for child in node.children:
        if isinstance(child, Node) and child.tag == "tr":
            yield child
        elif isinstance(child, Node) and child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child)


def _number(text, least, most):
    """Return the text of a whole number within the bounds, in its plain form, else None."""
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    return str(int(text)) if least <= int(text) <= most else None
