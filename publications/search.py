"""How publications are found, by the text of their documents too."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from icma_portal.bilingual.languages import ENGLISH
from icma_portal.search.declarations import Passage, Searched, register, register_facet
from icma_portal.search.filters import choice_labels
from programs.search import TOPICS

from .models import Publication
from .page_texts import page_texts


def register_searched():
    """Declare the models of this app; called when they are known."""
    register(
        Searched(
            Publication,
            title="title",
            keywords=(
                "kind",
                "tool_kind",
                "series__name",
                "authors",
                "translator",
                "publisher__name",
                "publisher__acronym",
                "topics__name",
                "cities__name",
                "cities__aliases",
                "countries__name",
                "program__name",
                "issued_on",
            ),
            lead=("summary",),
            body=("partnership__name", "phase__name"),
            facets={
                "topic": TOPICS,
                "country": ("countries__slug",),
                "year": ("issued_on",),
                "language": ("documents__language",),
            },
            date="issued_on",
            passages=passages,
            passage_relations=("documents", "documents__current__reading"),
        )
    )
    register_facet("language", _("Language of the file"), choice_labels(Publication.Language))


def passages(publication, rows):
    """Give a Passage for each page of the publication's public documents."""
    for document in rows["documents"]:
        for number, text in page_texts(document):
            yield Passage(text, document.language, number, address_of_page(document, number))


def address_of_page(document, number):
    """Return where a page can be read, without the site's language: in the browser or the PDF."""
    with override(ENGLISH):
        read, download = document.get_reading_url(number), document.get_absolute_url()
    address = read if document.is_readable else f"{download}#page={number}"
    return address.removeprefix(f"/{ENGLISH}")
