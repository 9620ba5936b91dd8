"""Videos and their captions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.versioned import VersionedModel
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
