"""Tables of records that were read, and what became of each of their rows."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkImport(models.Model):
    """A table of records: shown as a comparison first, then taken in or not.

    ``rows`` holds the cells as they were read; what becomes of each row is decided anew when the
    table is taken in.
    """

    # What is to be said of a file, by the code that ``note`` holds.
    NOTES = {"gb18030": _("The file was read as GB 18030. Look at the texts before you go on.")}

    file_name = models.CharField(_("file name"), max_length=200)
    content_type = models.ForeignKey(
        ContentType, models.CASCADE, verbose_name=_("kind of records"), related_name="+"
    )
    headers = models.JSONField(default=list, editable=False)
    rows = models.JSONField(default=list, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("uploaded by"),
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    taken_at = models.DateTimeField(_("taken in at"), null=True, editable=False)
    # Per row: what became of it and why, in every language of the interface.
    results = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("table of records")
        verbose_name_plural = _("tables of records")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.file_name

    @property
    def shown_note(self):
        """What is to be said of the file, in the reader's language; "" for nothing."""
        return self.NOTES.get(self.note, "")
