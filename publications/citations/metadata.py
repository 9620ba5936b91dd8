"""What the head of a publication's page tells to search engines and reference managers.

Sources: the tags that Google Scholar documents (Highwire Press), the Dublin Core terms (DCMI), and
schema.org, told as microdata: the same vocabulary as JSON-LD without a script element.
"""

from typing import NamedTuple

from icma_portal.bilingual.languages import HTML_TAGS
from publications.models import Publication

KIND = Publication.Kind
SCHEMA_TYPES = {
    KIND.PUBLICATION: "Report",
    KIND.CITY_ASSESSMENT: "Report",
    KIND.FACT_SHEET: "DigitalDocument",
    KIND.WEBINAR: "PresentationDigitalDocument",
    KIND.TOOL: "LearningResource",
}


class Metadata(NamedTuple):
    """(name, content) pairs of meta elements, and the item of schema.org."""

    highwire: list
    dublin_core: list
    schema_type: str
    properties: list
    links: list
    authors: list
    files: list


def metadata_of(entry, documents, address):
    """Return the Metadata of an Entry; ``address`` is that of the page."""
    language = HTML_TAGS.get(entry.language, entry.language)
    date = str(entry.issued_on or "")
    return Metadata(
        highwire=_known(
            ("citation_title", entry.title),
            *(("citation_author", _family_first(each)) for each in entry.authors),
            ("citation_publication_date", date.replace("-", "/")),
            ("citation_language", language),
            (_house_tag(entry.kind), entry.publisher),
            ("citation_series_title", entry.series),
            ("citation_abstract_html_url", address),
            ("citation_pdf_url", entry.pdf_address),
        ),
        dublin_core=_known(
            ("DC.title", entry.title),
            *(("DC.creator", _family_first(each)) for each in entry.authors),
            *(("DC.contributor", _family_first(each)) for each in entry.translators),
            ("DC.publisher", entry.publisher),
            ("DC.date", date),
            ("DC.type", "Text"),
            ("DC.language", language),
            ("DC.identifier", address),
            ("DC.relation", entry.series),
        ),
        schema_type=SCHEMA_TYPES[entry.kind],
        properties=_known(
            ("name", entry.title),
            ("abstract", entry.abstract),
            ("inLanguage", language),
            ("datePublished", date),
            ("position", str(entry.part or "")),
        ),
        links=[("url", address)],
        authors=[
            ("Organization" if each.is_institution else "Person", each.in_order)
            for each in entry.authors
        ],
        files=[(each, HTML_TAGS.get(each.language, each.language)) for each in documents],
    )


def _house_tag(kind):
    is_report = SCHEMA_TYPES[kind] == "Report"
    return "citation_technical_report_institution" if is_report else "citation_publisher"


def _family_first(name):
    return f"{name.family}, {name.given}" if name.given else name.family


def _known(*pairs):
    return [(name, content) for name, content in pairs if content]
