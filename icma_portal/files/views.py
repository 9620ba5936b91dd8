"""The gated way to the bytes of a picture."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .models import Picture
from .serving import file_response


@require_safe
def picture(request, key):
    """Send a picture; 404 for what the visitor may not see, as for what does not exist."""
    pictures = Picture.objects.visible_to(request.user).select_related("current")
    shown = get_object_or_404(pictures, key=key)
    extension = shown.file.name.rpartition(".")[2]
    name = f"picture-{shown.pk}.{extension}"
    return file_response(
        request, shown.current, (name, name), is_public=shown.is_published, is_attachment=False
    )
