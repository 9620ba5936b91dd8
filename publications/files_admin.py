"""The staff's page of a publication's files: every version, and how often they are downloaded."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from icma_portal.charts.columns import column_chart
from icma_portal.files.models import FileVersion
from icma_portal.files.serving import file_response
from icma_portal.publishing.models import may_view_unpublished

from .models import Document, DownloadCount, Publication

DAYS = 90
LARGEST_KEY = 2**63


class FilesPageMixin:
    """Adds the page, and the way to the bytes of each version, to the admin of publications."""

    def get_urls(self):
        files = self.admin_site.admin_view(self.files_view)
        version = self.admin_site.admin_view(self.version_view)
        own = [
            path("<int:pk>/files/", files, name="publications_publication_files"),
            path("<int:pk>/files/<int:version>/", version, name="publications_publication_version"),
        ]
        return [*own, *super().get_urls()]

    def files_view(self, request, pk):
        publication, documents = self._files_of(request, pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Files and downloads"),
            "publication": publication,
            "files": [(each, each.versions, downloads_of(each)) for each in documents],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/publications/publication/files.html", context)

    def version_view(self, request, pk, version):
        publication, documents = self._files_of(request, pk)
        keys = [document.key for document in documents]
        if version >= LARGEST_KEY:
            raise Http404
        found = get_object_or_404(FileVersion, pk=version, key__in=keys)
        name = f"{publication.slug}-{found.number}.pdf"
        return file_response(request, found, (name, found.original_name or name), is_public=False)

    def _files_of(self, request, pk):
        """Return the publication and its documents; refuse who may not see unpublished ones."""
        if not may_view_unpublished(request.user, Document):
            raise PermissionDenied
        if not self.has_view_permission(request) or pk >= LARGEST_KEY:
            raise Http404
        publication = get_object_or_404(Publication, pk=pk)
        return publication, publication.documents.select_related("current").order_by("language")


def files_address(publication):
    return reverse("admin:publications_publication_files", args=[publication.pk])


def downloads_of(document):
    """Return the downloads of the last days as a ColumnChart, and those of all time."""
    counts = DownloadCount.objects.filter(document=document)
    today = timezone.now().date()
    days = [today - timedelta(days=before) for before in range(DAYS - 1, -1, -1)]
    by_day = dict(counts.filter(day__gte=days[0]).values_list("day", "number"))
    rows = ((date_format(day, "DATE_FORMAT"), by_day.get(day, 0)) for day in days)
    caption = _("Downloads of the last %(days)d days") % {"days": DAYS}
    return column_chart(caption, rows), counts.total()
