"""The gated way to the bytes of a picture."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .models import Picture
from .serving import file_response


@require_safe
def picture(request, key):
    """Send a picture; 404 for what the visitor may not see, as for what does not exist."""
    shown = get_object_or_404(Picture.objects.visible_to(request.user), key=key)
    extension = shown.file.name.rpartition(".")[2]
    name = f"picture-{shown.pk}.{extension}"
    response = file_response(request, shown, name, name)
    # Asked for anew each time (304 mostly), so that a picture taken back is gone at once.
    response.headers["Cache-Control"] = "no-cache" if shown.is_published else "private, no-store"
    return response
