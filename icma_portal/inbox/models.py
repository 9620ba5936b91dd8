"""A message of a visitor, the file that came with it, and what staff noted and answered.

None of it has a history: what is deleted when its time has come must not live on elsewhere.
"""

import hashlib
import re
import weakref

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from china_center.models import TrainingProgram
from icma_portal.bilingual.formats import bracketed
from icma_portal.bilingual.reader import text_of
from icma_portal.files.fields import PrivateFileField
from programs.models import Topic

CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class ContactMessage(models.Model):
    """What a visitor wrote, kept whether or not a mail could be sent."""

    class Kind(models.TextChoices):
        CONTACT = "contact", _("Message")
        PARTNERSHIP = "partnership", _("Partnership enquiry")
        ASSISTANCE = "assistance", _("Request for assistance")
        TRAINING = "training", _("Training enquiry")

    class Level(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_WORK = "in_work", _("In progress")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        SPAM = "spam", _("Spam")

    # From these on, the time runs after which a message is deleted.
    SETTLED = (State.ANSWERED, State.CLOSED, State.SPAM)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CONTACT)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"))
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    level = models.CharField(_("level of the requester"), max_length=10, choices=Level, blank=True)
    topic = models.ForeignKey(
        Topic,
        models.SET_NULL,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        related_name="+",
    )
    training = models.ForeignKey(
        TrainingProgram,
        models.SET_NULL,
        verbose_name=_("training program"),
        null=True,
        blank=True,
        related_name="+",
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(_("language"), max_length=10)
    about = models.CharField(_("about the page"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    # Counted up by every change of staff, so that nobody overwrites a colleague's.
    version = models.PositiveIntegerField(default=0, editable=False)
    # A digest of one showing of the form and its words: a button pressed twice gives the same.
    submission = models.CharField(max_length=64, null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("message of a visitor")
        verbose_name_plural = _("messages of visitors")
        ordering = ["-created_at", "-pk"]
        # What the deletion asks for.
        indexes = [models.Index(fields=["state", "settled_at"], name="messages_by_settling")]

    def __str__(self):
        # Without a word of the visitor: the log of changes keeps it longer than the message.
        return bracketed(self.get_kind_display(), str(self.pk))

    def save(self, *args, **kwargs):
        self.settled_at = (self.settled_at or timezone.now()) if self.is_settled else None
        super().save(*args, **kwargs)

    @property
    def is_settled(self):
        return self.state in self.SETTLED

    @property
    def heading(self):
        """The subject; for a request, which has none, the training or the topic it is about."""
        about = self.training or self.topic
        return self.subject or (text_of(about, "name") if about else self.get_kind_display())


class Attachment(models.Model):
    """The file that came with a message: only for staff who may see the message."""

    message = models.OneToOneField(ContactMessage, models.CASCADE, related_name="attachment")
    file = PrivateFileField(_("file"))
    name = models.CharField(_("name of the uploaded file"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    # Removes the bytes of an attachment that never becomes a row.
    _removal = None

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        default_permissions = ()

    def __str__(self):
        return f"{self.message_id}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if self._removal is not None:
            self._removal.detach()

    @classmethod
    def put_aside(cls, judged, name):
        """Return an unsaved attachment whose bytes are stored; raise Refused if they cannot be."""
        content = judged.content
        content.seek(0)
        attachment = cls(
            name=CONTROL.sub("", name or "")[-255:],
            content_type=judged.content_type,
            size=content.size,
            sha256=hashlib.file_digest(content, "sha256").hexdigest(),
        )
        content.seek(0)
        file = attachment.file
        file.save(f"any{judged.extension}", content, save=False)
        attachment._removal = weakref.finalize(attachment, file.storage.delete, file.name)
        return attachment


class MessageEntry(models.Model):
    """What a member of staff noted about a message, or answered; an entry stays as it was made."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        ANSWER = "answer", _("Answer")

    message = models.ForeignKey(ContactMessage, models.CASCADE, related_name="entries")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("author"),
        null=True,
        related_name="+",
    )
    # Stays when the account is deleted.
    author_name = models.CharField(max_length=150)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    # None for a note, and for an answer that no mail server has taken yet.
    mailed_at = models.DateTimeField(_("mailed at"), null=True)

    class Meta:
        verbose_name = _("entry about a message")
        verbose_name_plural = _("entries about a message")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_unsent(self):
        return self.kind == self.Kind.ANSWER and self.mailed_at is None
