"""Pictures in the admin, and what the editor of texts asks about them."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms.widgets import Script
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from icma_portal.publishing.admin import PublishableAdmin, PublishableForm
from icma_portal.web.admin import MAX_SEARCH_LENGTH

from .forms import StoredFileForm
from .models import Picture

# Its page is in English only; the state of a reading is shown where the file is.
admin.site.unregister(DBTaskResult)

CHOICES = 24
FOCAL_HELP = _(
    "Lead pictures are cut to 16:9 around this point. Click on the picture above, or write the "
    "numbers: 0 is the left or upper edge, 100 the right or lower one."
)


class PictureForm(StoredFileForm, PublishableForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "JPEG, PNG or WebP, at most 20 MB and 40 megapixels. It is made smaller for the "
                "web, and what the camera wrote into it (place, time, device) is taken out."
            )


@admin.register(Picture)
class PictureAdmin(PublishableAdmin):
    form = PictureForm
    fieldsets = [
        (None, {"fields": ["file", "shown", "is_decorative", "alt", "credit"]}),
        (
            _("Focal point"),
            {"fields": [("focal_x", "focal_y")], "description": FOCAL_HELP},
        ),
    ]
    list_display = ["thumbnail", "__str__", "state", "dimensions", "created_at"]
    list_display_links = ["thumbnail", "__str__"]
    list_filter = ["state", "is_decorative"]
    list_select_related = ["current"]
    readonly_fields = ["shown"]
    search_fields = ["alt", "credit"]

    class Media:
        css = {"all": ["css/focal_point.css"]}
        js = [Script("js/focal_point.js", type="module")]

    def get_urls(self):
        own = [
            path(
                "choices/", self.admin_site.admin_view(self.choices), name="files_picture_choices"
            ),
            path(
                "<int:pk>/preview/",
                self.admin_site.admin_view(self.preview),
                name="files_picture_preview",
            ),
        ]
        return [*own, *super().get_urls()]

    def choices(self, request):
        """Give the editor the newest pictures, or those that ``q`` finds, as JSON."""
        self._require_view(request)
        words = request.GET.get("q", "")[:MAX_SEARCH_LENGTH].split()[:10]
        found = Q()
        for word in words:
            found &= Q(alt_en__icontains=word) | Q(alt_zh_hans__icontains=word)
        pictures = Picture.objects.visible_to(request.user).filter(found)[:CHOICES]
        rows = [
            {
                "id": each.pk,
                "label": str(each),
                "state": each.get_state_display(),
                "address": each.get_absolute_url(),
            }
            for each in pictures
        ]
        return JsonResponse({"pictures": rows})

    def preview(self, request, pk):
        """Lead the editor from the number of a picture to its bytes."""
        self._require_view(request)
        if pk >= 2**63:
            raise Http404
        return redirect(get_object_or_404(Picture.objects.visible_to(request.user), pk=pk))

    def _require_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        return _image(picture, "picture-thumbnail")

    @admin.display(description=_("as it is shown"))
    def shown(self, picture):
        return _image(picture, "picture-shown") if picture.pk else "–"

    @admin.display(description=_("pixels"))
    def dimensions(self, picture):
        return f"{picture.width} × {picture.height}"


def _image(picture, name):
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}">',
        name,
        picture.get_absolute_url(),
        str(picture),
        picture.width,
        picture.height,
    )
