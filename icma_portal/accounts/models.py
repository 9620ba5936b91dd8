"""The log of what concerns security: it is written, read, and never changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

APPEND_ONLY = "The audit log is append-only."


class AuditQuerySet(models.QuerySet):
    def update(self, **values):
        raise TypeError(APPEND_ONLY)

    def delete(self):
        raise TypeError(APPEND_ONLY)


class AuditEntry(models.Model):
    """Something that somebody did, or tried.

    Names and numbers instead of foreign keys: an entry stays as it is when an account goes. The
    database itself refuses to change a row (migration 0001).
    """

    class Event(models.TextChoices):
        # Translators: what happened, in the log of security, as are all that follow.
        SIGNED_IN = "signed_in", pgettext_lazy("audit log", "signed in")
        SIGNED_OUT = "signed_out", pgettext_lazy("audit log", "signed out")
        REFUSED = "refused", pgettext_lazy("audit log", "wrong name or password")
        LOCKED = "locked", pgettext_lazy("audit log", "locked after too many tries")
        SESSION_ENDED = "session_ended", pgettext_lazy("audit log", "session ended by its age")
        FACTOR_SET = "factor_set", pgettext_lazy("audit log", "second factor set up")
        FACTOR_GIVEN = "factor_given", pgettext_lazy("audit log", "second factor given")
        FACTOR_REFUSED = "factor_refused", pgettext_lazy("audit log", "wrong second factor")
        FACTOR_TAKEN = "factor_taken", pgettext_lazy("audit log", "second factor taken away")
        PASSWORD = "password", pgettext_lazy("audit log", "password changed")
        RIGHTS = "rights", pgettext_lazy("audit log", "rights changed")
        STATE = "state", pgettext_lazy("audit log", "publication state changed")
        FILE = "file", pgettext_lazy("audit log", "file stored")
        EXPORT = "export", pgettext_lazy("audit log", "data exported")
        REPLACED = "replaced", pgettext_lazy("audit log", "texts replaced in many records")

    happened_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    event = models.CharField(_("what happened"), max_length=20, choices=Event)
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(_("who"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    # What it was done to: an account, a record, a file.
    target = models.CharField(_("what it concerns"), max_length=300, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the security log")
        verbose_name_plural = _("security log")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.user_name}: {self.get_event_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(APPEND_ONLY)
