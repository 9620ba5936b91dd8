"""The real page of a record that is not public yet, or not in this form."""

import copy

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import resolve, reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from ..models import PreviewLink
from .states import as_if_public, open_revision


@require_safe
def shared_preview(request, token):
    """Show what a signed link leads to; 404 for any link that does not hold, without a reason."""
    link = PreviewLink.for_token(token)
    record = link.record if link else None
    if record is None or not hasattr(record, "get_absolute_url"):
        raise Http404
    addresses = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            addresses[language] = reverse("preview", args=[token])
    return preview(request, record, open_revision(record), addresses)


def preview(request, record, revision, addresses):
    """Return the page of ``record`` in the active language, as it would be public.

    ``addresses``: language → where the same preview stands, for the banner of the page.
    """
    with as_if_public(record, revision):
        fresh = type(record)._default_manager.get(pk=record.pk)
        page = _page_of(request, fresh, addresses)
    page.headers["Cache-Control"] = "private, no-store"
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _page_of(request, record, addresses):
    reader = copy.copy(request)
    reader.user = AnonymousUser()
    reader.path = reader.path_info = record.get_absolute_url()
    reader.preview_addresses = addresses
    match = resolve(reader.path_info)
    reader.resolver_match = match
    response = match.func(reader, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response.render()
    # The page of a picture is its file. Never close(): it ends the request, and its connection.
    content = b"".join(response) if response.streaming else response.content
    page = HttpResponse(content, status=response.status_code)
    for name in ("Content-Type", "X-Accel-Redirect"):
        if name in response.headers:
            page.headers[name] = response.headers[name]
    return page
