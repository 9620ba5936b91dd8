"""What a citation tells of a publication, apart from the form in which it is told."""

import re
from typing import NamedTuple

from django.conf import settings

from icma_portal.bilingual.languages import CHINESE, ENGLISH, LANGUAGES
from icma_portal.bilingual.partial_dates import PartialDate
from icma_portal.bilingual.reader import read, text_of
from icma_portal.web.language_links import path_in

HAN = re.compile(r"[\u3400-\u9fff]")


class Name(NamedTuple):
    """An author: a person with ``family`` and ``given``, or an institution, whole in ``family``."""

    family: str
    given: str = ""

    @property
    def is_institution(self):
        return not self.given and not HAN.search(self.family)

    @property
    def in_order(self):
        """The name as it is spoken in its own language."""
        return f"{self.given} {self.family}" if self.given else self.family


class Entry(NamedTuple):
    key: str
    kind: str
    title: str
    authors: list
    translators: list
    publisher: str
    issued_on: PartialDate | None
    # The language of the publication, and that of the words in this entry.
    language: str
    title_language: str
    series: str
    part: int | None
    address: str
    pdf_address: str
    abstract: str


def names_of(text):
    """Return the Names in a text of names separated by semicolons.

    “Smith, Jane” and “Jane Smith” are both a person of two names; a Chinese name stays whole.
    """
    return [_name(each.strip()) for each in re.split(r"[;；]", text or "") if each.strip()]


def _name(text):
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma:
        return Name(family, given)
    if HAN.search(text):
        return Name(text)
    given, _space, family = text.rpartition(" ")
    return Name(family, given.strip())


def entry_of(publication, documents, publisher, series):
    """Return the Entry of a publication, in the language in which it was written.

    A reference names a work as the work names itself. ``documents`` are its files, ``publisher``
    and ``series`` the records that the reader may see, or None. Without authors the publisher is
    the author.
    """
    language = publication.original_language
    wished = language if language in LANGUAGES else ENGLISH
    title = read(publication, "title", wished)
    house = text_of(publisher, "name", wished) if publisher else ""
    address = settings.SITE_ADDRESS + path_in(publication.get_absolute_url(), title.language)
    own = next((each for each in documents if each.language == language), None)
    return Entry(
        key=publication.slug,
        kind=publication.kind,
        title=" ".join(title.text.split()),
        authors=names_of(publication.authors) or ([Name(house)] if house else []),
        translators=names_of(publication.translator),
        publisher=house,
        issued_on=publication.issued_on,
        language=language,
        title_language=title.language,
        series=text_of(series, "name", wished) if series else "",
        part=publication.part,
        address=address,
        pdf_address=settings.SITE_ADDRESS + own.get_absolute_url() if own else "",
        abstract=" ".join(text_of(publication, "summary", wished).split()),
    )


def is_chinese(entry):
    return entry.title_language == CHINESE
