"""What the portal has read from a PDF: its state, and the text and the pictures of its pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.files.fields import PrivateFileField

from .versions import FileVersion


class Reading(models.Model):
    """How far a version has been read, and what it tells of itself."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        RUNNING = "running", _("Being read")
        DONE = "done", _("Read")
        FAILED = "failed", _("Could not be read")

    version = models.OneToOneField(
        FileVersion, models.CASCADE, verbose_name=_("version"), related_name="reading"
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    pages_read = models.PositiveIntegerField(_("pages read"), default=0)
    # Pages of which text and picture are lacking, because they took too much to read.
    pages_skipped = models.PositiveIntegerField(_("pages skipped"), default=0)
    title = models.CharField(_("title within the file"), max_length=300, blank=True)
    language = models.CharField(_("language within the file"), max_length=35, blank=True)
    is_tagged = models.BooleanField(_("tagged"), default=False)
    has_text = models.BooleanField(_("has text"), default=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("reading of a file")
        verbose_name_plural = _("readings of files")
        # The portal itself makes them, as what follows.
        default_permissions = ()

    def __str__(self):
        return f"{self.version}: {self.get_state_display()}"


class PageText(models.Model):
    """The text of a page, a line for each paragraph; empty where a page has none."""

    version = models.ForeignKey(
        FileVersion, models.CASCADE, verbose_name=_("version"), related_name="page_texts"
    )
    number = models.PositiveIntegerField(_("page"))
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        ordering = ["version", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_text_of_a_page"),
        ]

    def __str__(self):
        return f"{self.version}, {self.number}"

    @property
    def paragraphs(self):
        return self.text.splitlines()


class PageImage(models.Model):
    """A page as a picture of a given width; of the first page there are narrow ones, as covers."""

    version = models.ForeignKey(
        FileVersion, models.CASCADE, verbose_name=_("version"), related_name="page_images"
    )
    number = models.PositiveIntegerField(_("page"))
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    file = PrivateFileField(_("file"), editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    content_type = "image/webp"

    class Meta:
        verbose_name = _("picture of a page")
        verbose_name_plural = _("pictures of pages")
        ordering = ["version", "number", "width"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number", "width"], name="one_picture_of_a_page_and_width"
            ),
        ]

    def __str__(self):
        return f"{self.version}, {self.number}, {self.width}"
