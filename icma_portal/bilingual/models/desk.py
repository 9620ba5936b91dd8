"""Who may write which language, and files of translations that wait to be taken in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..languages import CHINESE, ENGLISH, LANGUAGES


class LanguageProfile(models.Model):
    """The languages in which a member of staff may write.

    Who has the permission ``write_all_languages`` needs no profile; who has neither reads only.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name=_("user"),
        related_name="language_profile",
    )
    writes_english = models.BooleanField(_("writes English"), default=False)
    writes_chinese = models.BooleanField(_("writes Chinese"), default=False)

    class Meta:
        verbose_name = _("languages of a translator")
        verbose_name_plural = _("languages of translators")
        permissions = [("write_all_languages", "Can write every language")]

    def __str__(self):
        return str(self.user)

    @property
    def languages(self):
        """The languages that this profile gives, in the portal's order."""
        given = {ENGLISH: self.writes_english, CHINESE: self.writes_chinese}
        return tuple(language for language in LANGUAGES if given[language])


class TranslationImport(models.Model):
    """A file of translations that was read: shown as a comparison first, then taken in or not.

    ``rows`` holds what the file says, as ``desk.exchange`` read it; what becomes of each row is
    decided anew when the file is taken in.
    """

    class Format(models.TextChoices):
        XLIFF = "xliff", "XLIFF 2"
        CSV = "csv", "CSV"

    # What is to be said of a file, by the code that ``note`` holds.
    NOTES = {"gb18030": _("The file was read as GB 18030. Look at the texts before you go on.")}

    file_name = models.CharField(_("file name"), max_length=200)
    format = models.CharField(_("format"), max_length=10, choices=Format)
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
    # Translators: the moment at which the translations of a file were stored in the records.
    taken_at = models.DateTimeField(_("taken in at"), null=True, editable=False)
    # Per row of the file: what became of it and why, in every language of the interface.
    results = models.JSONField(default=list, editable=False)

    class Meta:
        # Translators: a file of translations that was uploaded to be taken in.
        verbose_name = pgettext_lazy("file of translations", "import")
        verbose_name_plural = pgettext_lazy("files of translations", "imports")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.file_name

    @property
    def shown_note(self):
        """What is to be said of the file, in the reader's language; "" for nothing."""
        return self.NOTES.get(self.note, "")
