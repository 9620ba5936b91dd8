"""The elements of HTML that nh3 has written: well-formed, and without scripts or comments."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "col"})
# Deeper elements are looked through: their text stays, in the element above.
MAX_DEPTH = 60


@dataclass
class Node:
    tag: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)


def parse_tree(html):
    """Return the nodes and texts (str) of well-formed HTML."""
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    return builder.root.children


def text_in(node):
    """Return the text below a node, or the text itself."""
    return node if isinstance(node, str) else "".join(map(text_in, node.children))


class _TreeBuilder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        is_too_deep = len(self._open) > MAX_DEPTH
        if not is_too_deep:
            self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(self._open[-1] if is_too_deep else node)

    def handle_endtag(self, tag):
        if tag not in VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data):
        self._open[-1].children.append(data)
