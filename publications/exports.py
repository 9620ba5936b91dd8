"""What the list of publications gives out."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from icma_portal.exports.columns import Choice, Column, Day, Number, Words, YesNo
from icma_portal.exports.declarations import Export
from icma_portal.exports.formats import ATOM, TABLES
from icma_portal.exports.relations import Many, One, Rows
from icma_portal.files.models import FileVersion
from partnerships.models import City
from programs.exports import COUNTRIES_OF_A_RECORD, SOURCES, TOPICS

from .citations.files import BIBTEX, RIS
from .filters import visible_documents
from .models import Document, Publication


class FileAddress(Column):
    """Where a file can be downloaded."""

    holds = _("Address")

    def prepare(self, queryset, user):
        return queryset.select_related("publication")

    def read(self, record, user):
        return settings.SITE_ADDRESS + record.get_absolute_url()


class OfVersion:
    """What is known of the file that a document holds now."""

    def prepare(self, queryset, user):
        return queryset.select_related("current")

    def label_for(self, model):
        return super().label_for(FileVersion)


class FileText(OfVersion, Column):
    pass


class FileNumber(OfVersion, Number):
    pass


FILES = Rows(
    "documents",
    _("Files"),
    rows=visible_documents,
    columns=(
        Choice("language", choices=Publication.Language),
        FileAddress("address", _("Address")),
        FileText("content_type"),
        FileNumber("size"),
        FileNumber("pages"),
        FileText("sha256"),
        Choice("origin", choices=Document.Origin),
    ),
)
PUBLICATIONS = Export(
    name="publications",
    label=_("Publications"),
    page_name="publications:list",
    model=Publication,
    own_columns=(
        Words("title"),
        Words("summary"),
        Choice("kind", choices=Publication.Kind),
        Choice("tool_kind", choices=Publication.ToolKind),
        Day("issued_on"),
        Choice("original_language", choices=Publication.Language),
        Column("authors", about=_("Separated by semicolons.")),
        Column("translator"),
        One("publisher"),
        One("program"),
        One("phase", owner="program"),
        One("series"),
        Number("part"),
        One("partnership"),
        YesNo("is_partnership_inferred"),
        One("translation_of"),
        One("recording"),
        Many("cities", model=City),
        COUNTRIES_OF_A_RECORD,
        TOPICS,
        FILES,
        SOURCES,
    ),
    formats=(*TABLES, ATOM, BIBTEX, RIS),
    title="title",
    summarized_by="summary",
)
