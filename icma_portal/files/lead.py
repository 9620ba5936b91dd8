"""The way out for lead pictures: gated by the record and by the picture, in fixed sizes only."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from .cuts import FORMATS, widths_for
from .illustrated import illustrated_models
from .models import Picture
from .renditions import rendition_of


@require_safe
def lead_picture(request, kind, slug, width, extension):
    """Send a cut of a record's lead picture; 404 unless the visitor may see both, and for sizes
    and formats that are not offered.
    """
    models = illustrated_models()
    if kind not in models or extension not in FORMATS:
        raise Http404
    records = models[kind]._default_manager.visible_to(request.user)
    record = get_object_or_404(records, slug=slug)
    pictures = Picture.objects.visible_to(request.user).select_related("current")
    picture = get_object_or_404(pictures, pk=record.lead_picture_id)
    if width not in widths_for(picture.width, picture.height):
        raise Http404
    is_public = record.is_published and picture.is_published
    return _answer(request, rendition_of(picture, width, extension), is_public)


def _answer(request, rendition, is_public):
    """Return the bytes, or 304; asked for anew each time, so that what is taken back is gone."""
    etag = quote_etag(rendition.sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        with rendition.file.storage.open(rendition.file.name, "rb") as file:
            response = HttpResponse(file.read(), content_type=rendition.content_type)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-cache" if is_public else "private, no-store"
    return response
