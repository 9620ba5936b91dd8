"""The history of all records: one row for each version of each."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Version(models.Model):
    """A record as it stood after one edit: its columns in both languages and its relations.

    Rows that are edited within another record (members, facts, files) have versions of their own,
    which name that record as their root.
    """

    class Kind(models.TextChoices):
        FOUND = "found", _("as it stood before its history began")
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        REVERTED = "reverted", _("brought back to an earlier version")
        RESTORED = "restored", _("restored after it was deleted")

    class Origin(models.TextChoices):
        # Translators: where a change came from, as are the seven that follow.
        PROGRAM = "", pgettext_lazy("origin of a change", "program or shell")
        ADMIN = "admin", pgettext_lazy("origin of a change", "form")
        ACTION = "action", pgettext_lazy("origin of a change", "action on a list")
        DESK = "desk", pgettext_lazy("origin of a change", "translation desk")
        IMPORT = "import", pgettext_lazy("origin of a change", "imported file")
        LOAD = "load", pgettext_lazy("origin of a change", "content files (load_content)")
        REVISION = "revision", pgettext_lazy("origin of a change", "prepared revision")
        REPLACE = "replace", pgettext_lazy("origin of a change", "find and replace")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    # Versions of one edit (one form, one file, one action) share it.
    edit = models.UUIDField(default=uuid.uuid4, db_index=True)
    made_at = models.DateTimeField(_("when"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        related_name="+",
    )
    # Stays when the account is deleted.
    user_name = models.CharField(max_length=150, blank=True)
    origin = models.CharField(_("from where"), max_length=10, choices=Origin, blank=True)
    # What was done, where more than one record was changed by it; in words of no language.
    comment = models.TextField(_("remark"), blank=True, default="")
    root_type = models.ForeignKey(
        ContentType, models.CASCADE, null=True, blank=True, related_name="+"
    )
    root_id = models.BigIntegerField(null=True, blank=True)
    # Column → value, relation → keys; NULL for a deletion.
    data = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="one_row_of_a_version"
            ),
        ]
        # The history of a record, with that of the rows within it.
        indexes = [models.Index(fields=["root_type", "root_id"], name="versions_by_root")]

    def __str__(self):
        return f"{self.content_type.model} {self.object_id}: {self.number}"
