"""Training and what one earns by it."""

import re
import secrets

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField, is_before
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.versioned import VersionedModel, VersionedQuerySet
from partnerships.models import City
from programs.models import Source
from publications.models import Publication

from .agreements import Accreditation, Agreement
from .centers import Center, Goal


class Audience(SortedModel):
    """For whom training is meant."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["pk"]


class TrainingBase(Publishable, SortedModel):
    """A city that an agreement makes a place of training."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    city = models.ForeignKey(
        City, models.PROTECT, verbose_name=_("city"), related_name="training_bases"
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        verbose_name=_("agreement"),
        null=True,
        blank=True,
        related_name="training_bases",
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("training base")
        verbose_name_plural = _("training bases")
        ordering = ["sort_key_en", "pk"]


class TrainingProgram(Publishable, SortedModel):
    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("Chinese")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Chinese and English")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    center = models.ForeignKey(
        Center,
        models.SET_NULL,
        verbose_name=_("center"),
        null=True,
        blank=True,
        related_name="training_programs",
    )
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        verbose_name=_("rests on the agreement"),
        null=True,
        blank=True,
        related_name="training_programs",
    )
    accreditation = models.ForeignKey(
        Accreditation,
        models.SET_NULL,
        verbose_name=_("rests on the accreditation"),
        null=True,
        blank=True,
        related_name="training_programs",
    )
    goals = models.ManyToManyField(
        Goal,
        verbose_name=_("serves the goals"),
        blank=True,
        related_name="training_programs",
    )
    audiences = models.ManyToManyField(
        Audience, verbose_name=_("audiences"), blank=True, related_name="training_programs"
    )
    fee = models.DecimalField(_("fee"), max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("ISO 4217: CNY, USD.")
    )
    language = models.CharField(
        _("language of the training"),
        max_length=10,
        choices=Language,
        blank=True,
        help_text=_("Empty: it is not known."),
    )
    curriculum = RichTextField(_("curriculum"), blank=True)
    includes_assessment = models.BooleanField(_("participants are assessed"), default=False)
    materials = models.ManyToManyField(
        Publication, verbose_name=_("materials"), blank=True, related_name="training_programs"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("training program")
        verbose_name_plural = _("training programs")
        ordering = ["sort_key_en", "pk"]

    def clean(self):
        super().clean()
        if self.fee is not None and not self.currency:
            raise ValidationError({"currency": _("A fee needs its currency.")})
        if self.currency and not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValidationError({"currency": _("Three capital letters, such as CNY or USD.")})

    def get_absolute_url(self):
        return reverse("training:detail", args=[self.slug])


class TrainingSession(VersionedModel):
    """One run of a training program."""

    program = models.ForeignKey(
        TrainingProgram,
        models.CASCADE,
        verbose_name=_("training program"),
        related_name="sessions",
    )
    city = models.ForeignKey(
        City, models.PROTECT, verbose_name=_("city"), null=True, blank=True, related_name="+"
    )
    starts_on = PartialDateField(_("begins"))
    ends_on = PartialDateField(_("ends"))
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ["starts_on", "pk"]

    def clean(self):
        super().clean()
        if self.starts_on and self.ends_on and is_before(self.ends_on, self.starts_on):
            raise ValidationError({"ends_on": _("The end lies before the beginning.")})

    def __str__(self):
        return f"{self.program} {self.starts_on or ''}".strip()


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

    code = models.CharField(
        _("code"), max_length=20, unique=True, default=new_certificate_code, editable=False
    )
    holder_name = models.CharField(_("holder (person)"), max_length=160, blank=True)
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
        return self.code

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
