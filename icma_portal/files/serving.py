"""The way out of the private storage: one response with ranges, ETag and a good name."""

import re
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def file_response(request, stored, ascii_name, name):
    """Return the download of a stored file, as attachment.

    ``ascii_name`` serves old agents, ``name`` is the title in the file's own language
    (RFC 6266). Answers Range with 206 or 416 (RFC 9110), If-None-Match with 304, and HEAD.
    """
    etag = quote_etag(stored.sha256)
    conditional = get_conditional_response(request, etag=etag)
    if conditional is not None:
        return conditional
    span = requested_span(request, etag, stored.size)
    if span == "unsatisfiable":
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{stored.size}"
        return response
    start, stop = span or (0, stored.size)
    chunks = (
        []
        if request.method == "HEAD"
        else read_span(stored.file.storage, stored.file.name, start, stop)
    )
    response = StreamingHttpResponse(chunks, status=206 if span else 200)
    response.headers["Content-Length"] = str(stop - start)
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{stored.size}"
    response.headers["Content-Type"] = stored.content_type
    response.headers["Content-Disposition"] = attachment(ascii_name, name)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def requested_span(request, etag, size):
    """Return (start, stop) of the one range asked for, None for the whole, or "unsatisfiable".

    Several ranges and forms that are not understood give the whole, as RFC 9110 allows;
    so does an If-Range that names another version.
    """
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or match.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if first:
        start = int(first)
        stop = min(int(last) + 1, size) if last else size
    else:
        start, stop = max(size - int(last), 0), size
    if first and last and int(last) < int(first):
        return None
    return (start, stop) if start < stop else "unsatisfiable"


def read_span(storage, name, start, stop):
    """Yield the bytes from ``start`` up to ``stop`` in pieces of CHUNK at the most."""
    with storage.open(name, "rb") as file:
        file.seek(start)
        left = stop - start
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def attachment(ascii_name, name):
    """Return a Content-Disposition with an ASCII and a UTF-8 file name."""
    safe_ascii = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_name)
    safe_name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "-", name)
    return f"attachment; filename=\"{safe_ascii}\"; filename*=UTF-8''{quote(safe_name, safe='')}"
