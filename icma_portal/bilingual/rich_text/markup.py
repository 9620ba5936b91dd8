"""The gate: whatever was typed or pasted becomes well-formed HTML without anything active."""

import html
import re

import nh3

# Elements that start a new paragraph. What rich text does not know of them is looked through.
PARAGRAPH_TAGS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "main",
        "nav",
        "address",
        "center",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "pre",
        "form",
        "fieldset",
        "legend",
        "details",
        "summary",
        "li",
        "caption",
        "hgroup",
    ]
)
HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE_TAGS = frozenset(["a", "b", "strong", "i", "em", "sub", "sup", "small", "br", "span"])
TABLE_TAGS = frozenset(["table", "thead", "tbody", "tfoot", "tr", "th", "td"])
READ_TAGS = {
    *PARAGRAPH_TAGS,
    *HEADING_TAGS,
    *INLINE_TAGS,
    *TABLE_TAGS,
    *("ul", "ol", "blockquote", "hr", "img"),
}
# Elements that go with everything in them: no reader sees it as text.
HIDDEN_TAGS = frozenset(
    [
        "script",
        "style",
        "title",
        "template",
        "noscript",
        "iframe",
        "noembed",
        "noframes",
        "object",
        "svg",
        "math",
    ]
)
READ_ATTRIBUTES = {
    "a": {"href"},
    "img": {"data-picture"},
    # What Word writes of its lists; never stored.
    "p": {"class", "style"},
    "span": {"style"},
    "small": {"class"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
STORED_TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "blockquote",
        "strong",
        "em",
        "sub",
        "sup",
        "a",
        "br",
        "hr",
        "small",
        "img",
        "table",
        "tbody",
        "tr",
        "th",
        "td",
    ]
)
STORED_ATTRIBUTES = {
    tag: names for tag, names in READ_ATTRIBUTES.items() if tag not in ("p", "span", "small")
}
FOOTNOTE = "footnote"
SCHEMES = {"http", "https", "mailto"}

NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
OTHER_TAGS = "font u s del ins code html body head meta link o:p xml video audio input button label"
KNOWN = sorted({*READ_TAGS, *HIDDEN_TAGS, *OTHER_TAGS.split()})
MARKUP = re.compile(rf"</?(?:{'|'.join(KNOWN)})(?:[\s/][^<>]*)?>|<!--", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")

# Made once: that takes as long as to clean a page.
_reader = nh3.Cleaner(
    tags=set(READ_TAGS),
    clean_content_tags=set(HIDDEN_TAGS),
    attributes=READ_ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel=None,
)
_guard = nh3.Cleaner(
    tags=set(STORED_TAGS),
    clean_content_tags=set(HIDDEN_TAGS),
    attributes=STORED_ATTRIBUTES,
    allowed_classes={"small": {FOOTNOTE}},
    url_schemes=SCHEMES,
    link_rel=None,
)


def is_markup(text):
    """Return whether ``text`` is meant as HTML: it holds a tag of HTML, or a comment."""
    return MARKUP.search(text) is not None


def read_markup(text):
    """Return text of any origin as well-formed HTML for the tree: READ_TAGS and nothing active.

    Text without a tag is plain: it is escaped, a blank line parts its paragraphs.
    """
    text = NO_CHARACTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not is_markup(text):
        return plain_as_markup(text)
    return _reader.clean(text)


def plain_as_markup(text):
    """Return plain text as escaped paragraphs; a single line break is ``<br>``."""
    paragraphs = BLANK_LINES.split(html.escape(text, quote=False))
    return "".join(f"<p>{paragraph.replace(chr(10), '<br>')}</p>" for paragraph in paragraphs)


def guard(markup):
    """Return what is about to be stored once more through nh3, with the narrow list.

    It changes nothing in what this package writes; it is there for the day of a mistake.
    """
    return _guard.clean(markup)
