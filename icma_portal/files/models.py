"""A file with what one must know of it before downloading it."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .inspection import NotAPdf, count_pages
from .storage import opaque_name

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
