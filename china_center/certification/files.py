"""Certificates as files for staff: one PDF, or many in a ZIP that is made while it is sent."""

import io
import re
import zipfile
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse

from icma_portal.files.serving import disposition

from .layout import render_pdf
from .paper import compose
from .signing import CertificateError

# What is no part of a file's name on any of the usual systems, and what could change how it reads.
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+')
LONGEST_NAME = 60


def file_name(certificate):
    """Return the name of the PDF of a certificate: its number and its holder."""
    holder = certificate.holder_name or str(certificate.holder_city)
    holder = UNSAFE.sub(" ", holder)[:LONGEST_NAME]
    return f"{certificate.number} {' '.join(holder.split())}".strip(" .") + ".pdf"


def pdf_response(certificate):
    """Return the PDF as a download; CertificateError where compose() raises it."""
    content = render_pdf(compose(certificate))
    names = (f"{certificate.number}.pdf", file_name(certificate))
    return _private(HttpResponse(content, content_type="application/pdf"), *names)


def zip_response(certificates, name):
    """Return a ZIP of the PDFs of ``certificates``, called ``name`` (ASCII).

    All are composed before the first byte, so that what cannot be made is told: CertificateError.
    """
    papers = [(file_name(each), composed_or_named(each)) for each in certificates]
    response = StreamingHttpResponse(_archive(papers), content_type="application/zip")
    return _private(response, name, name)


def composed_or_named(certificate):
    """Return the Paper; the message of a CertificateError begins with the number."""
    try:
        return compose(certificate)
    except CertificateError as error:
        raise CertificateError(f"{certificate.number}: {error.message}") from error


def _archive(papers):
    """Yield the bytes of the archive, a PDF at a time."""
    buffer = _Outlet()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, paper in papers:
            day = date.fromisoformat(paper.issued_on)
            # The form of ZIP knows no year before 1980.
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            # PDFs are packed within themselves already.
            archive.writestr(entry, render_pdf(paper))
            yield buffer.taken()
    yield buffer.taken()


class _Outlet(io.RawIOBase):
    """A place to write to without end or way back; what was written is taken away."""

    def __init__(self):
        super().__init__()
        self._written = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self._written += data
        return len(data)

    def taken(self):
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _private(response, ascii_name, name):
    response.headers["Content-Disposition"] = disposition(ascii_name, name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
