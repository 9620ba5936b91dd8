"""Videos, which captions exist of them, and the files of them that the portal keeps."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed
from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.models import SortedModel
from icma_portal.files.gate.judging import KINDS_OF_TYPES, judge
from icma_portal.files.models import StoredFile
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.versioned import VersionedModel, VersionedQuerySet
from icma_portal.web.addresses import reverse
from programs.models import Organization, Source

from .publications import Publication


class Video(Publishable, SortedModel):
    sort_field = "title"

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    publisher = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("publisher"),
        null=True,
        blank=True,
        related_name="videos",
    )
    url = models.URLField(_("address"), blank=True, help_text=_("A plain link, no embedding."))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    note = models.TextField(_("note for editors"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        ordering = ["sort_key_en", "pk"]


class CaptionTrack(VersionedModel):
    """Subtitles that exist for a video, whether or not the portal has the file."""

    video = models.ForeignKey(
        Video, models.CASCADE, verbose_name=_("video"), related_name="captions"
    )
    language = models.CharField(_("language"), max_length=10, choices=Publication.Language)

    class Meta:
        verbose_name = _("caption track")
        verbose_name_plural = _("caption tracks")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["video", "language"], name="one_track_in_a_language"),
        ]

    def __str__(self):
        return self.get_language_display()


class VideoFileQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """Keep the files of videos that ``user`` may see."""
        return self.filter(video__in=Video.objects.visible_to(user))


class VideoFile(VersionedModel, StoredFile):
    """A file that belongs to a video: the recording itself, its captions, slides, a transcript."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("Slides")
        TRANSCRIPT = "transcript", _("Transcript")
        CAPTIONS = "captions", _("Subtitles")
        RECORDING = "recording", _("Recording")

    # What the gate takes as each kind.
    TAKES = {
        Kind.SLIDES: {"pdf"},
        Kind.TRANSCRIPT: {"pdf", "text"},
        Kind.CAPTIONS: {"captions"},
        Kind.RECORDING: {"audio", "video"},
    }
    # Wherever it is told, it is public only with its video.
    belongs_to = "video"

    video = models.ForeignKey(Video, models.CASCADE, verbose_name=_("video"), related_name="files")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    language = models.CharField(
        _("language of the file"), max_length=10, choices=Publication.Language
    )

    objects = VideoFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a video")
        verbose_name_plural = _("files of videos")
        ordering = ["video", "kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "kind", "language"], name="one_file_of_a_kind_in_a_language"
            ),
        ]

    def __str__(self):
        return bracketed(self.get_kind_display(), self.get_language_display())

    def clean(self):
        super().clean()
        if self.current_id and not self._upload and not self.fits(self.current.content_type):
            raise ValidationError({"kind": _("The file that is stored is of another kind.")})

    def get_absolute_url(self):
        return reverse("videos:file", args=[self.video.slug, self.kind, self.language])

    def judge(self, upload):
        """Return the Judged of a file of this kind; raise Refused."""
        return judge(
            upload, *sorted(self.TAKES.get(self.kind) or set().union(*self.TAKES.values()))
        )

    def fits(self, content_type):
        """Return whether a stored file of this type may be of the kind."""
        return bool(KINDS_OF_TYPES.get(content_type, set()) & self.TAKES.get(self.kind, set()))

    @property
    def html_lang(self):
        """The language as HTML names it."""
        return HTML_TAGS.get(self.language, self.language)

    @property
    def is_sound(self):
        return self.content_type.startswith("audio/")
