"""The way out of the private storage, for every kind of stored file (RFC 9110, RFC 6266).

The gate stands before it: a view asks ``visible_to(user)`` for the record and gives its file to
``file_response()``; what may not be seen is as missing as what does not exist.
"""

import logging
import re
from urllib.parse import quote

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
# Asked for anew each time (304 mostly), so that a file taken back is gone at once.
PUBLIC = "no-cache"
PRIVATE = "private, no-store"

logger = logging.getLogger(__name__)


def file_response(request, stored, names, *, is_public, is_attachment=True):
    """Return the answer that sends a stored file, or the part of it that was asked for.

    ``stored`` has ``file``, ``size``, ``sha256`` and ``content_type`` (a FileVersion, or what was
    made from one). ``names`` are the ASCII name, for old agents, and the one in the file's own
    language. ``is_public``: anybody may see it, not only this visitor. Answers HEAD, Range with
    206 or 416, If-Range, If-None-Match with 304; raises Http404 when the bytes are lost.
    """
    etag = quote_etag(stored.sha256)
    require_bytes(stored.file)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = answer(request, stored, requested_span(request, etag, stored.size))
        response.headers["Content-Type"] = stored.content_type
        response.headers["Content-Disposition"] = disposition(*names, is_attachment)
        response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PUBLIC if is_public else PRIVATE
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def require_bytes(file):
    """Raise Http404 when the bytes of a stored file cannot be found."""
    if not file.storage.exists(file.name):
        logger.error("The file %s is missing from the storage.", file.name)
        raise Http404


def answer(request, stored, span):
    """Return the response with the whole file or a part of it, its length and its range."""
    if span == "unsatisfiable":
        headers = {"Content-Range": f"bytes */{stored.size}"}
        return HttpResponse(status=416, headers=headers)
    accel = stored.file.storage.accel_address(stored.file.name)
    if accel:
        # nginx sees to ranges and lengths.
        return HttpResponse(headers={"X-Accel-Redirect": quote(accel)})
    start, stop = span or (0, stored.size)
    headers = {"Content-Length": str(stop - start)}
    if span:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{stored.size}"
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    bytes_out = stored.file.storage.span(stored.file.name, start, stop)
    return StreamingHttpResponse(bytes_out, status=206 if span else 200, headers=headers)


def requested_span(request, etag, size):
    """Return (start, stop) of the one range asked for, None for the whole, or "unsatisfiable".

    Several ranges and forms that are not understood give the whole, as RFC 9110 allows;
    so do an If-Range that names another version and any method but GET.
    """
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if match is None or match.groups() == ("", "") or request.method != "GET":
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


def disposition(ascii_name, name, is_attachment=True):
    """Return a Content-Disposition with an ASCII and a UTF-8 file name."""
    kind = "attachment" if is_attachment else "inline"
    safe_ascii = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_name)
    safe_name = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "-", name)
    return f"{kind}; filename=\"{safe_ascii}\"; filename*=UTF-8''{quote(safe_name, safe='')}"
