"""Files with what one must know of them: documents to download, pictures in texts."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import BilingualModel
from icma_portal.bilingual.reader import is_blank, text_of
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.parity import BOTH

from .inspection import NotAPdf, count_pages
from .pictures import NotAPicture, prepare_picture
from .storage import opaque_key, opaque_name

PDF = "application/pdf"


class StoredFile(models.Model):
    """A PDF with size, pages and checksum, all read from its bytes on save."""

    file = models.FileField(_("file"), upload_to=opaque_name, help_text=_("A PDF."))
    content_type = models.CharField(_("type"), max_length=100, editable=False, default=PDF)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False, default=0)
    pages = models.PositiveIntegerField(_("pages"), editable=False, null=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False, blank=True)

    # The name of the file that size, pages and checksum were read from.
    _inspected_name = None

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.file and not self.file._committed:
            try:
                count_pages(self.file)
            except NotAPdf as error:
                raise ValidationError({"file": str(error)}) from error

    def save(self, *args, **kwargs):
        if self.file and self.file.name != self._inspected_name:
            self._inspect()
        super().save(*args, **kwargs)
        self._inspected_name = self.file.name

    @classmethod
    def from_db(cls, db, field_names, values):
        stored = super().from_db(db, field_names, values)
        stored._inspected_name = stored.__dict__.get("file")
        return stored

    def _inspect(self):
        self.file.seek(0)
        self.sha256 = hashlib.file_digest(self.file, "sha256").hexdigest()
        self.size = self.file.size
        self.pages = count_pages(self.file)
        self.file.seek(0)
        if self.file._committed:
            # Opened from the storage for this look only; an upload is still to be stored.
            self.file.close()


class Picture(Publishable, BilingualModel):
    """A picture for texts: made anew from what was uploaded, described in both languages."""

    file = models.FileField(
        _("file"),
        upload_to=opaque_name,
        help_text=_(
            "JPEG, PNG or WebP, at most 20 MB and 40 megapixels. It is made smaller for the web, "
            "and what the camera wrote into it (place, time, device) is taken out."
        ),
    )
    key = models.CharField(max_length=32, unique=True, editable=False, default=opaque_key)
    is_decorative = models.BooleanField(
        _("only decorative"),
        default=False,
        help_text=_("It tells nothing that the text does not say: no description is needed."),
    )
    alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, in one sentence, for readers who cannot see it."),
    )
    # Translators: who made a picture or owns it; printed under it.
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False, default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False, blank=True)
    width = models.PositiveIntegerField(_("width in pixels"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False, default=0)

    # The upload that was made into what ``file`` holds.
    _prepared = None

    # It stands in texts of both languages, and its description is all that some readers get of it.
    languages_to_publish = BOTH
    gate_fields = ("alt",)

    class Meta(Publishable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return text_of(self, "alt") or str(_("Picture %(number)s") % {"number": self.pk})

    def clean(self):
        errors = {}
        try:
            super().clean()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if not self.is_decorative:
            for name in columns("alt"):
                if is_blank(getattr(self, name)):
                    errors[name] = _("Describe the picture in both languages.")
        try:
            self._make_ready()
        except NotAPicture as error:
            errors["file"] = str(error)
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        """Store the picture; raise NotAPicture for an upload that is none."""
        self._make_ready()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("files:picture", args=[self.key])

    def _make_ready(self):
        """Put the picture made from a new upload in its place, once."""
        if not self.file or self.file._committed or self.file.file is self._prepared:
            return
        made = prepare_picture(self.file)
        self.file = ContentFile(made.data, name=f"picture{made.extension}")
        self._prepared = self.file.file
        self.content_type, self.size = made.content_type, len(made.data)
        self.width, self.height = made.width, made.height
        self.sha256 = hashlib.sha256(made.data).hexdigest()
