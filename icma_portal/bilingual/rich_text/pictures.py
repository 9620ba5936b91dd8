"""The pictures in rich text: fetched together, described in the language of the reader."""

from django.apps import apps
from django.utils.html import escape

from ..languages import HTML_TAGS, portal_language
from ..reader import read
from .writing import opened


def shown_in(blocks, user):
    """Return the pictures of the blocks that ``user`` may see, by their keys, in one query."""
    keys = set(_keys(blocks))
    if not keys:
        return {}
    return (
        apps.get_model("files", "Picture")
        .objects.visible_to(user)
        .select_related("current")
        .in_bulk(keys)
    )


def figure(picture, reader_language, text_language, note=None):
    """Return a picture as a figure in a text; its words carry ``lang`` where theirs is another.

    ``note``, if given, is called with each Reading of these words.
    """
    alt = "" if picture.is_decorative else read(picture, "alt", reader_language)
    attributes = [
        ("src", picture.get_absolute_url()),
        ("width", str(picture.width)),
        ("height", str(picture.height)),
        ("loading", "lazy"),
        ("alt", alt.text if alt else ""),
        *(_lang(alt, text_language) if alt else ()),
    ]
    credit = read(picture, "credit", reader_language)
    for reading in filter(None, (alt, credit) if note else ()):
        note(reading)
    caption = ""
    if credit.text:
        start = opened("figcaption", _lang(credit, text_language))
        caption = f"{start}{escape(credit.text)}</figcaption>"
    return f"<figure>{opened('img', attributes)}{caption}</figure>"


def _lang(reading, text_language):
    if reading.language == portal_language(text_language):
        return []
    return [("lang", HTML_TAGS[reading.language])]


def _keys(blocks):
    for block in blocks:
        if block.tag == "img":
            yield int(block.attributes["data-picture"])
        yield from _keys(block.children)
