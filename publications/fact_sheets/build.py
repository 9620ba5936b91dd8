"""Makes the fact sheets of the catalogue and keeps them as documents."""

import logging

from django.core.files.base import ContentFile

from icma_portal.bilingual.languages import LANGUAGES
from publications.models import Document, Publication

from .compose import compose
from .layout import digest, missing_characters, render_pdf

logger = logging.getLogger(__name__)


def build_fact_sheet(publication, language):
    """Make or renew the PDF of one fact sheet; return whether anything was written.

    Nothing is done when the data and the layout are as before, or when staff uploaded a
    file of their own. Raises FactSheetError when the sheet cannot be set.
    """
    document = Document.objects.filter(publication=publication, language=language).first()
    if document is not None and not document.is_generated:
        return False
    sheet = compose(publication, language)
    content_digest = digest(sheet)
    if document is not None and document.content_digest == content_digest:
        return False
    if lacking := missing_characters(sheet):
        logger.warning("%s (%s): no glyph for %s", publication.slug, language, sorted(lacking))
    keep(document or Document(publication=publication, language=language), sheet, content_digest)
    return True


def keep(document, sheet, content_digest):
    """Store the rendered sheet as the document's next version."""
    document.origin = Document.Origin.GENERATED
    document.state = Document.State.PUBLISHED
    document.content_digest = content_digest
    document.file = ContentFile(render_pdf(sheet), name="fact-sheet.pdf")
    document.save()


def build_all(progress=iter):
    """Make every fact sheet in every language; return how many files were written.

    ``progress`` wraps the iteration (a progress bar).
    """
    sheets = Publication.objects.filter(kind=Publication.Kind.FACT_SHEET)
    related = ("program", "phase", "series", "partnership__phase", "partnership__project")
    jobs = [(each, language) for each in sheets.select_related(*related) for language in LANGUAGES]
    return sum(build_fact_sheet(each, language) for each, language in progress(jobs))
