"""Training: programs, their sessions and the places where they are held."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField, require_order
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.versioned import VersionedModel
from icma_portal.web.addresses import reverse
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
        require_order(self.starts_on, self.ends_on)

    def __str__(self):
        return f"{self.program} {self.starts_on or ''}".strip()
