"""The text of a document, page by page."""

import logging
import re
from dataclasses import dataclass, field
from functools import lru_cache

from icma_portal.bilingual.sorting import HAN
from icma_portal.late import Late

pypdfium2 = Late("pypdfium2")

# The texts of so many made documents stay in the process: a fact sheet hardly changes, and what it
# is about is saved more often than it.
MOST_KEPT = 200
# A line that ends within a Chinese sentence goes on without a space.
LINE_BREAK = re.compile(rf"(?<=[{HAN}，、；]) *\r?\n(?=[{HAN}])")

logger = logging.getLogger(__name__)


def page_texts(document):
    """Return the (number, text) of the pages of a document.

    Those of an upload are known once it has been read in the background, whose bytes are not to
    be opened in this process; a document that the portal made itself is read at once. Nothing for
    a file that cannot be read: a search index without it is better than a save that fails.
    """
    if document.is_readable:
        pages = document.current.page_texts.order_by("number")
        return [(page.number, page.text) for page in pages]
    if not document.is_generated:
        return []
    try:
        return list(_read(Stored(document.sha256, document.file)))
    except (OSError, pypdfium2.PdfiumError):
        logger.exception("No text of document %s", document.pk)
        return []


@dataclass(frozen=True)
class Stored:
    """A stored file, the same as another one that has the same content."""

    sha256: str
    file: object = field(compare=False)


@lru_cache(maxsize=MOST_KEPT)
def _read(stored):
    with stored.file.open("rb") as file:
        pdf = pypdfium2.PdfDocument(file.read())
    try:
        return tuple((number, _text(page)) for number, page in enumerate(pdf, start=1))
    finally:
        pdf.close()


def _text(page):
    shown = page.get_textpage()
    try:
        return LINE_BREAK.sub("", shown.get_text_bounded())
    finally:
        shown.close()
