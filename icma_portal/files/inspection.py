"""What the bytes of an uploaded file say of themselves."""

import pypdfium2
from django.utils.translation import gettext as _

from .gate.verdicts import Judged, Refused

MAGIC = b"%PDF-"
PDF = "application/pdf"


class NotAPdf(Refused):
    """The file is no PDF that can be opened; the text says so to the editor."""


def judge_pdf(upload):
    """Return the Judged of an uploaded PDF; raise NotAPdf for a file that is none."""
    return Judged(upload, PDF, ".pdf", pages=count_pages(upload))


def count_pages(file):
    """Return the number of pages of an open PDF file; raise NotAPdf if it is none.

    Judged by content, not by name: it must start with the PDF magic and open in pdfium.
    """
    file.seek(0)
    data = file.read()
    file.seek(0)
    if not data.startswith(MAGIC):
        raise NotAPdf(_("This file is not a PDF: it does not begin as one."))
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotAPdf(_("This PDF cannot be opened; it may be damaged.")) from error
    try:
        return len(document)
    finally:
        document.close()
