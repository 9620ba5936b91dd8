"""The staff pages of the library: series, publications with their files, and videos."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import BilingualStackedInline, BilingualTabularInline
from icma_portal.files.forms import StoredFileForm
from icma_portal.files.reading.notes import notes_of, state_of
from icma_portal.publishing.admin import PublishableAdmin, PublishableForm, PublishableInlineMixin
from programs.admin.facts import SOURCES, SOURCES_AND_NOTE

from .files_admin import FilesPageMixin, files_address
from .models import CaptionTrack, Document, Publication, Series, Video, VideoFile


@admin.register(Series)
class SeriesAdmin(PublishableAdmin):
    fieldsets = [(None, {"fields": ["name", "slug"]}), SOURCES]
    list_display = ["english_text", "chinese_text", "state"]
    list_filter = ["state"]
    search_fields = ["name", "slug"]


class DocumentForm(StoredFileForm, PublishableForm):
    """Marks a file that staff put in as theirs, so that the portal never makes it anew."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _("A PDF.")

    def clean(self):
        cleaned = super().clean()
        if "file" in self.changed_data:
            self.instance.origin = Document.Origin.UPLOADED
        return cleaned


class DocumentInline(PublishableInlineMixin, BilingualStackedInline):
    """The files, one in each language; each is published by itself."""

    model = Document
    form = DocumentForm
    fields = [
        ("language", "file"),
        ("state", "published_at", "expires_at"),
        ("origin", "pages", "versions"),
        "reading",
    ]
    readonly_fields = ["origin", "pages", "versions", "reading"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("current__reading", "publication")

    @admin.display(description=_("pages in the browser"))
    def reading(self, document):
        """Tell how far the portal has read the file, and what makes it hard to use for some."""
        if document.pk is None:
            return "–"
        reading = getattr(document.current, "reading", None)
        shown = state_of(reading)
        if document.is_readable:
            shown = format_html('<a href="{}">{}</a>', document.get_reading_url(), shown)
        notes = notes_of(reading, document.language)
        if not notes:
            return shown
        listed = format_html_join("", "<li>{}</li>", ((note,) for note in notes))
        return format_html('{}<ul class="file-notes">{}</ul>', shown, listed)

    @admin.display(description=_("versions and downloads"))
    def versions(self, document):
        if document.pk is None:
            return "–"
        address = files_address(document.publication)
        return format_html('<a href="{}">{}</a>', address, _("Files and downloads"))


@admin.register(Publication)
class PublicationAdmin(FilesPageMixin, PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", ("kind", "tool_kind")]}),
        (_("Imprint"), {"fields": ["authors", "publisher", ("issued_on", "original_language")]}),
        (_("Translation"), {"fields": [("translation_of", "translator")]}),
        (
            _("Program and series"),
            {"fields": [("program", "phase"), ("series", "part"), "recording"]},
        ),
        (
            _("Subjects"),
            {
                "fields": [
                    ("partnership", "is_partnership_inferred"),
                    "cities",
                    "countries",
                    "topics",
                ]
            },
        ),
        SOURCES_AND_NOTE,
    ]
    inlines = [DocumentInline]
    list_display = ["english_text", "chinese_text", "kind", "series", "issued_on", "state"]
    list_filter = ["state", "kind", "original_language", "series"]
    list_select_related = ["series"]
    search_fields = ["title", "slug", "authors", "series__name"]


class CaptionTrackInline(BilingualTabularInline):
    model = CaptionTrack
    fields = ["language"]


class VideoFileForm(StoredFileForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "Slides as PDF, a transcript as PDF or Word file (.docx), subtitles as WebVTT, "
                "a recording as MP4, WebM, Ogg or MP3."
            )


class VideoFileInline(BilingualTabularInline):
    """What the portal itself keeps of a video; public as soon as the video is."""

    model = VideoFile
    form = VideoFileForm
    fields = ["kind", "language", "file"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("current", "video")


@admin.register(Video)
class VideoAdmin(PublishableAdmin):
    fieldsets = [(None, {"fields": ["title", "slug", "publisher", "url"]}), SOURCES_AND_NOTE]
    inlines = [VideoFileInline, CaptionTrackInline]
    list_display = ["english_text", "chinese_text", "publisher", "state"]
    list_filter = ["state"]
    list_select_related = ["publisher"]
    search_fields = ["title", "slug"]
