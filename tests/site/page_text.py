"""What a page says: every text and every attribute that is read, with the language it is in."""

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Code is in no language that people speak.
UNSEEN = {"script", "style", "template", "code"}
READ_ATTRIBUTES = {"title", "alt", "aria-label", "aria-description", "placeholder", "label"}
READ_METAS = {"description", "og:title", "og:description", "og:site_name", "og:image:alt"}


class Piece(NamedTuple):
    """A text of a page; ``name`` is ``"text"`` or the attribute that holds it."""

    name: str
    tag: str
    text: str
    lang: str
    # The chain of languages from the outermost element that sets one: ("zh-Hans", "en").
    langs: tuple


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces = []
        self._open = [("", ())]

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        lang = attributes.get("lang")
        langs = (*self._open[-1][1], lang) if lang else self._open[-1][1]
        for name, text in _read_attributes(tag, attributes):
            self._add(name, tag, text, langs)
        if tag not in VOID:
            self._open.append((tag, langs))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in (name for name, _langs in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        tag, langs = self._open[-1]
        if tag not in UNSEEN:
            self._add("text", tag, data, langs)

    def _add(self, name, tag, text, langs):
        words = " ".join(text.split())
        if words:
            self.pieces.append(Piece(name, tag, words, langs[-1] if langs else "", langs))


def _read_attributes(tag, attributes):
    for name, value in attributes.items():
        if name in READ_ATTRIBUTES and value:
            yield name, value
    if tag == "meta" and attributes.get("name", attributes.get("property")) in READ_METAS:
        yield "content", attributes.get("content") or ""
    if tag == "input" and attributes.get("type") in ("submit", "button", "reset"):
        yield "value", attributes.get("value") or ""


def pieces(page):
    """Return the Pieces of a page (HTML), in its order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.pieces
