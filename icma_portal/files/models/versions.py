"""Versions of files: what was stored stays as it was, and a replacement only follows it."""

import hashlib
import re
import weakref

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.tracking import current_edit
from icma_portal.files.fields import PrivateFileField
from icma_portal.files.gate.verdicts import Refused
from icma_portal.files.storage import opaque_key

CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class FileVersion(models.Model):
    """What a file holds from one replacement to the next.

    All that is made from a file (previews, texts, renditions) hangs on its version: neither ever
    changes.
    """

    key = models.CharField(max_length=32, editable=False)
    number = models.PositiveIntegerField(_("version"), editable=False)
    file = PrivateFileField(_("file"), editable=False)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    pages = models.PositiveIntegerField(_("pages"), editable=False, null=True)
    width = models.PositiveIntegerField(_("width in pixels"), editable=False, null=True)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False, null=True)
    original_name = models.CharField(
        _("name of the uploaded file"), max_length=255, blank=True, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("stored by"),
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("stored at"), auto_now_add=True)
    # Since when the record to which it belonged is deleted.
    abandoned_at = models.DateTimeField(null=True, editable=False)

    # Removes the bytes of a version that never becomes a row.
    _removal = None

    class Meta:
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of files")
        ordering = ["key", "-number"]
        # The portal itself makes them; who may see the record may see its versions.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="one_version_of_a_number"),
        ]

    def __str__(self):
        return f"{self.original_name} ({self.number})"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A version of a file is never changed.")
        super().save(*args, **kwargs)
        if self._removal is not None:
            self._removal.detach()

    @classmethod
    def put_aside(cls, judged, original_name):
        """Return an unsaved version whose bytes are stored; raise Refused where they cannot be.

        Where it is dropped without being saved (another field of the form was wrong), its bytes
        go with it.
        """
        content = judged.content
        content.seek(0)
        version = cls(
            content_type=judged.content_type,
            size=content.size,
            sha256=hashlib.file_digest(content, "sha256").hexdigest(),
            pages=judged.pages,
            width=judged.width,
            height=judged.height,
            original_name=CONTROL.sub("", original_name or "")[-255:],
        )
        content.seek(0)
        version.file.save(f"any{judged.extension}", content, save=False)
        version._removal = weakref.finalize(version, version.file.storage.delete, version.file.name)
        return version


class StoredFile(models.Model):
    """A record with a file: its address stays, ``current`` leads to what it holds now.

    Setting ``file`` replaces the file on ``save()``. A model says by ``judge(upload)`` what it
    takes: it returns a ``Judged`` or raises ``Refused``.
    """

    key = models.CharField(max_length=32, unique=True, editable=False, default=opaque_key)
    current = models.ForeignKey(
        FileVersion,
        models.PROTECT,
        verbose_name=_("current version"),
        # Blank: the version is made while the record is saved.
        blank=True,
        editable=False,
        related_name="+",
    )

    _upload = None
    _incoming = None

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        try:
            self.take_in()
        except Refused as error:
            raise ValidationError({"file": str(error)}) from error
        if self.file is None:
            raise ValidationError({"file": models.Field.default_error_messages["blank"]})

    def save(self, *args, **kwargs):
        """Store the record, and a new file as its next version; raise Refused for a bad one."""
        self.take_in()
        with transaction.atomic():
            if self._incoming is not None:
                self.current = self._next_version()
                if kwargs.get("update_fields") is not None:
                    kwargs["update_fields"] = {*kwargs["update_fields"], "current"}
            super().save(*args, **kwargs)
        self._upload = self._incoming = None

    @property
    def file(self):
        """The stored file, or the upload that is to replace it; None where there is neither."""
        if self._upload is not None:
            return self._upload
        return self.current.file if self.current_id else None

    @file.setter
    def file(self, upload):
        self._upload, self._incoming = upload, None

    @property
    def versions(self):
        """All versions, the newest first."""
        return FileVersion.objects.filter(key=self.key).select_related("created_by")

    @property
    def content_type(self):
        return self.current.content_type

    @property
    def size(self):
        return self.current.size

    @property
    def sha256(self):
        return self.current.sha256

    @property
    def pages(self):
        return self.current.pages if self.current_id else None

    @property
    def width(self):
        return self.current.width

    @property
    def height(self):
        return self.current.height

    def take_in(self):
        """Judge a new file and put it aside, once; raise Refused with the reason.

        What is stored already is no replacement.
        """
        if self._upload is None or self._incoming is not None:
            return
        version = FileVersion.put_aside(self.judge(self._upload), self._upload.name)
        if self.current_id and self.current.sha256 == version.sha256:
            self._upload = None
        else:
            self._incoming = version

    def _next_version(self):
        if self.pk is not None:
            # Two who replace the same file wait for each other here.
            type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
        versions = FileVersion.objects.filter(key=self.key)
        user = current_edit().user
        version = self._incoming
        version.key = self.key
        version.number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
        version.created_by = user if getattr(user, "pk", None) else None
        version.save()
        return version
