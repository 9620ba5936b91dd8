"""What is known of each translation: from which text it was made, and whether that still stands.

One unit belongs to one translated field of one record. The language that was written first is
its source, the other one the translation; either language may lead.
"""

import hashlib

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..languages import CHINESE, ENGLISH, column, other_language
from ..reader import is_blank
from ..words import count_words


def digest_of(text):
    """Return the SHA-256 of ``text`` in hexadecimal; no text has the digest of an empty one."""
    return hashlib.sha256((text or "").encode()).hexdigest()


def is_copy(source, translation):
    """Return whether the translation only repeats a source that has letters to translate."""
    return source.strip() == translation.strip() and any(char.isalpha() for char in source)


class TranslationUnit(models.Model):
    """The translation of one field of one record.

    ``follow()`` alone decides what a change of texts means. Nothing here is typed by hand; the
    rows are made and kept by ``bilingual.tracking``.
    """

    class Language(models.TextChoices):
        ENGLISH = ENGLISH, _("English")
        CHINESE = CHINESE, _("Simplified Chinese")

    class State(models.TextChoices):
        # Translators: the state of a translation, as are the four that follow.
        MISSING = "missing", pgettext_lazy("translation state", "Missing")
        STALE = "stale", pgettext_lazy("translation state", "Out of date")
        CURRENT = "current", pgettext_lazy("translation state", "Up to date")
        SAME = "same", pgettext_lazy("translation state", "Same on purpose")
        REVIEWED = "reviewed", pgettext_lazy("translation state", "Reviewed")

    # The translation stands and says what the source says.
    SETTLED = (State.CURRENT, State.SAME, State.REVIEWED)
    # Somebody has to write something.
    OPEN = (State.MISSING, State.STALE)

    content_type = models.ForeignKey(
        ContentType, models.CASCADE, verbose_name=pgettext_lazy("kind of record", "kind")
    )
    object_id = models.BigIntegerField()
    record = GenericForeignKey()
    field = models.CharField(_("field"), max_length=64)
    source_language = models.CharField(_("source language"), max_length=10, choices=Language)
    target_language = models.CharField(_("into"), max_length=10, choices=Language)
    state = models.CharField(_("state"), max_length=10, choices=State)
    state_since = models.DateTimeField(_("since"))
    # The source as it was when the translation was made or last confirmed; NULL without one.
    made_from = models.TextField(null=True, editable=False)
    made_from_digest = models.CharField(max_length=64, blank=True, editable=False)
    source_digest = models.CharField(max_length=64, editable=False)
    translation_digest = models.CharField(max_length=64, editable=False)
    source_words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    is_same_on_purpose = models.BooleanField(_("same on purpose"), default=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("edited by"),
        null=True,
        blank=True,
        related_name="+",
    )
    edited_at = models.DateTimeField(_("edited at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["state_since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field"], name="one_unit_of_a_field"
            ),
        ]
        # The desk's list, filtered by state and ordered by age.
        indexes = [models.Index(fields=["state", "state_since"], name="units_by_state_and_age")]

    def __str__(self):
        return f"{self.content_type.model} {self.object_id}: {self.field}"

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def column(self):
        """The column of the record that holds the translation."""
        return column(self.field, self.target_language)

    @property
    def source_column(self):
        return column(self.field, self.source_language)

    def follow(self, texts, edit):
        """Take in the texts that the record holds now (language → text) and the ``Edit``.

        Returns whether anything is left to keep: a field without any text has no unit.
        """
        texts = {language: "" if is_blank(text) else text for language, text in texts.items()}
        if not any(texts.values()):
            return False
        self._choose_source(texts)
        source, translation = texts[self.source_language], texts[self.target_language]
        is_touched = self._note_texts(source, translation, edit)
        self._set_state(source, translation)
        if is_touched:
            self.edited_by, self.edited_at = edit.user, timezone.now()
        return True

    def confirm(self, source):
        """Say that the translation is still right for ``source``, the source as it is now."""
        self._made_from(source)
        self._forget_review()

    def review(self, user):
        self.reviewed_by, self.reviewed_at = user, timezone.now()

    def lead_from(self, language, text):
        """Make ``language``, with its present ``text``, the source from now on."""
        self.source_language, self.target_language = language, other_language(language)
        self.source_digest, self.translation_digest = self.translation_digest, self.source_digest
        self._made_from(text)
        self._forget_review()

    def _choose_source(self, texts):
        """The only text there is leads; of two texts the one that led before, else English."""
        written = [language for language, text in texts.items() if text]
        if len(written) == 1 and written[0] != self.source_language:
            self.source_language = written[0]
        elif not self.source_language:
            self.source_language = ENGLISH
        self.target_language = other_language(self.source_language)

    def _note_texts(self, source, translation, edit):
        """Move what the translation was made from; return whether either text has changed."""
        was_settled = self.state in self.SETTLED
        has_new_source = self.source_digest != digest_of(source)
        has_new_translation = self.translation_digest != digest_of(translation)
        if not translation:
            self._made_from(None)
        elif has_new_translation or (has_new_source and edit.is_minor and was_settled):
            self._made_from(source)
        if has_new_translation:
            self._forget_review()
            self.is_same_on_purpose = False
        if edit.copies_are_meant and is_copy(source, translation):
            self.is_same_on_purpose = True
        self.source_digest, self.translation_digest = digest_of(source), digest_of(translation)
        self.source_words = count_words(source)
        return has_new_source or has_new_translation

    def _set_state(self, source, translation):
        state = self._state_of(source, translation)
        if state != self.state:
            self.state, self.state_since = state, timezone.now()

    def _state_of(self, source, translation):
        is_same = is_copy(source, translation)
        if not translation or (is_same and not self.is_same_on_purpose):
            # A copy that nobody meant would make the figures of coverage lie.
            return self.State.MISSING
        if self.made_from_digest != self.source_digest:
            return self.State.STALE
        if self.reviewed_at:
            return self.State.REVIEWED
        return self.State.SAME if is_same else self.State.CURRENT

    def _made_from(self, source):
        self.made_from = source
        self.made_from_digest = "" if source is None else digest_of(source)

    def _forget_review(self):
        self.reviewed_by = self.reviewed_at = None
