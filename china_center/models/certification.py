"""What one earns by training: attendance, certification of persons, recognition of governments."""

import secrets

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from icma_portal.publishing.versioned import VersionedModel, VersionedQuerySet
from icma_portal.web.addresses import reverse
from partnerships.models import City

from .training import TrainingSession

NAME_LENGTH = 160


class Attendance(VersionedModel):
    """A participant of a training session, as those who held it noted."""

    class Result(models.TextChoices):
        NONE = "none", _("Not assessed")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Not passed")

    session = models.ForeignKey(
        TrainingSession,
        models.PROTECT,
        verbose_name=_("training session"),
        related_name="attendances",
    )
    name = models.CharField(_("participant"), max_length=NAME_LENGTH)
    attended = models.BooleanField(_("attended"), default=False)
    result = models.CharField(
        pgettext_lazy("of a participant", "assessment"),
        max_length=10,
        choices=Result,
        default=Result.NONE,
    )
    may_show_name = models.BooleanField(
        _("allows the name to be shown"),
        default=False,
        help_text=_("To whoever checks the certificate."),
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["session", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.name = self.name.strip()
        require_glyphs("name", self.name)


class CertificateCounter(models.Model):
    """The last number that was given in a year; no number is given twice, whatever is deleted."""

    year = models.PositiveIntegerField(_("year"), unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("counter of certificates")
        verbose_name_plural = _("counters of certificates")
        # Nobody writes it by hand.
        default_permissions = ()

    def __str__(self):
        return f"{self.year}: {self.last}"


def next_number(year):
    """Return the next number of ``year``, as ICMACC-2026-00012; within a transaction.

    The row of the year is locked until that transaction ends, so that no other one takes the same.
    """
    CertificateCounter.objects.get_or_create(year=year)
    counter = CertificateCounter.objects.filter(year=year)
    counter.update(last=F("last") + 1)
    return f"ICMACC-{year}-{counter.get().last:05}"


def require_glyphs(field, name):
    """Raise ValidationError for ``field`` when a certificate could not print all of ``name``."""
    # The lists of characters are read when somebody types a name, not at the start.
    from china_center.certification.characters import named, unprintable

    if lacking := unprintable(name):
        message = _("The fonts of certificates have no glyph for %(characters)s.")
        raise ValidationError({field: message % {"characters": named(lacking)}})


def new_certificate_code():
    """Return a code that cannot be guessed: 80 bits in letters and digits."""
    return secrets.token_hex(10).upper()


class CertificateQuerySet(VersionedQuerySet):
    def for_check(self):
        return self.select_related("holder_city", "session__program")

    def in_force(self):
        """Return those that are valid today and whose holders let their names be shown."""
        not_expired = Q(expires_on=None) | Q(expires_on__gte=localdate())
        return self.filter(not_expired, state=Certificate.State.VALID, may_show_name=True)


class Certificate(VersionedModel):
    """Certification of a person, or recognition of a local government; exactly one of both."""

    class State(models.TextChoices):
        VALID = "valid", _("Valid")
        REVOKED = "revoked", _("Revoked")
        REPLACED = "replaced", _("Replaced")

    number = models.CharField(
        pgettext_lazy("of a certificate", "number"),
        max_length=20,
        unique=True,
        blank=True,
        editable=False,
    )
    code = models.CharField(
        _("code"), max_length=20, unique=True, default=new_certificate_code, editable=False
    )
    holder_name = models.CharField(_("holder (person)"), max_length=NAME_LENGTH, blank=True)
    holder_city = models.ForeignKey(
        City,
        models.PROTECT,
        verbose_name=_("holder (local government)"),
        null=True,
        blank=True,
        related_name="certificates",
    )
    session = models.ForeignKey(
        TrainingSession,
        models.PROTECT,
        verbose_name=_("training session"),
        null=True,
        blank=True,
        related_name="certificates",
    )
    # The first certificate of an attendance, for good: whoever lost it by revocation is not given
    # another one by a repeated issue, and what is issued anew follows by ``replaced_by``.
    attendance = models.OneToOneField(
        Attendance,
        models.PROTECT,
        verbose_name=_("attendance"),
        null=True,
        blank=True,
        editable=False,
        related_name="certificate",
    )
    issued_on = models.DateField(_("issued"))
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.VALID)
    revoked_on = models.DateField(_("revoked"), null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        editable=False,
        related_name="replaces",
    )
    may_show_name = models.BooleanField(_("the holder allows the name to be shown"), default=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(holder_name="") & Q(holder_city__isnull=False))
                | (~Q(holder_name="") & Q(holder_city__isnull=True)),
                name="certificate_has_one_holder",
                violation_error_message=_("Name either a person or a local government."),
            ),
        ]

    def __str__(self):
        return self.number or self.code

    def clean(self):
        super().clean()
        errors = {}
        if self.issued_on and self.expires_on and self.expires_on < self.issued_on:
            errors["expires_on"] = _("It would expire before it was issued.")
        if (self.state == self.State.REVOKED) != bool(self.revoked_on):
            errors["revoked_on"] = _("A revoked certificate, and no other, has the day of that.")
        if (self.state == self.State.REPLACED) != bool(self.replaced_by_id):
            errors["state"] = _("To replace a certificate, use “Issue anew” in the list.")
        if errors:
            raise ValidationError(errors)
        require_glyphs("holder_name", self.holder_name)

    def save(self, *args, **kwargs):
        """Store the certificate; a new one is given the next number of the year of its issue."""
        with transaction.atomic(savepoint=False):
            if not self.number:
                self.number = next_number(self.issued_on.year)
            super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("china_center:certificate", args=[self.code])

    @property
    def has_expired(self):
        return bool(self.expires_on) and self.expires_on < localdate()

    def revoke(self):
        """Take back a valid certificate, today."""
        self.state, self.revoked_on = self.State.REVOKED, localdate()
        self.save()

    @transaction.atomic
    def issue_anew(self):
        """Return a new certificate for the same holder; this one is kept, as replaced.

        The new one is issued today and expires on the same day: to prolong it is a decision.
        """
        kept = ("holder_name", "holder_city", "session", "expires_on", "may_show_name")
        new = Certificate(issued_on=localdate(), **{name: getattr(self, name) for name in kept})
        new.save()
        self.state, self.replaced_by = self.State.REPLACED, new
        self.save()
        return new
