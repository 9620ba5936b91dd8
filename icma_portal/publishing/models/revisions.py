"""Changes that are prepared beside what is public, and links for readers without an account."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SIGNER = {"salt": "icma_portal.publishing.preview_link", "sep": "."}


class Revision(models.Model):
    """A change of a record and its rows that was saved aside: the state before, and after it.

    Kept as the data of versions, not as a second row of the model: no list, count, unique address
    or relation can take it for the record itself.
    """

    class Decision(models.TextChoices):
        LIVE = "live", _("made live")
        DISCARDED = "discarded", _("discarded")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    record = GenericForeignKey()
    # [model, key or NULL for a new row, data] of the record and of each row.
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("prepared revision")
        verbose_name_plural = _("prepared revisions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(decision=""),
                name="one_open_revision_of_a_record",
            ),
        ]

    def __str__(self):
        return f"{self.content_type.model} {self.object_id}: {self.made_at:%Y-%m-%d}"


class PreviewLink(models.Model):
    """A link that shows one record, as it would be public, until it expires or is revoked."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind"))
    object_id = models.BigIntegerField()
    record = GenericForeignKey()
    note = models.CharField(_("for whom"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("made by"),
        null=True,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("link for readers")
        verbose_name_plural = _("links for readers")
        ordering = ["-pk"]

    def __str__(self):
        return self.note

    @property
    def token(self):
        """The signed part of the address; it is stored nowhere."""
        return Signer(**SIGNER).sign(str(self.pk))

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()

    @classmethod
    def for_token(cls, token):
        """Return the open link of ``token``; None for one that is altered, expired or revoked."""
        try:
            pk = Signer(**SIGNER).unsign(token)
        except BadSignature:
            return None
        link = cls.objects.filter(pk=pk).first()
        return link if link is not None and link.is_open else None
