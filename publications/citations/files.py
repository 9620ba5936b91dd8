"""Citations as files: one publication's, or those of a whole list."""

import json

from django.utils.translation import gettext_lazy as _

from icma_portal.exports.declarations import Format
from icma_portal.exports.pieces import gathered
from icma_portal.publishing.templatetags.publishing import is_visible_to

from .entries import entry_of
from .references import as_bibtex, as_csl, as_ris

BIBTEX_TYPE = "application/x-bibtex; charset=utf-8"
RIS_TYPE = "application/x-research-info-systems; charset=utf-8"
CSL_TYPE = "application/vnd.citationstyles.csl+json"
# What must be read of a publication before it can be cited.
NEEDED = ("publisher", "series", "documents")


def csl_text(entry):
    return json.dumps([as_csl(entry)], ensure_ascii=False, indent=1)


# Extension → (content type, how an Entry is written).
WRITERS = {
    "bib": (BIBTEX_TYPE, as_bibtex),
    "ris": (RIS_TYPE, as_ris),
    "json": (CSL_TYPE, csl_text),
}


def cited(publication, documents, user):
    """Return the Entry of a publication, of which only what ``user`` may see is told."""
    publisher, series = publication.publisher, publication.series
    return entry_of(
        publication,
        documents,
        publisher if is_visible_to(publisher, user) else None,
        series if is_visible_to(series, user) else None,
    )


def write_bibtex(table):
    return gathered(f"{as_bibtex(each)}\n" for each in entries(table))


def write_ris(table):
    return gathered(as_ris(each) for each in entries(table))


def entries(table):
    """Yield the Entry of each publication of a Table."""
    for each in table.records(needs=NEEDED):
        yield cited(each, each.exported_documents, table.user)


BIBTEX = Format(
    "bib", "BibTeX", BIBTEX_TYPE, write_bibtex, _("references for LaTeX"), has_columns=False
)
RIS = Format(
    "ris",
    "RIS",
    RIS_TYPE,
    write_ris,
    _("references for EndNote, Zotero, NoteExpress and others"),
    has_columns=False,
)
