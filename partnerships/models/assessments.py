"""Assessments of a city, with or without a partnership."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField
from icma_portal.publishing.models import Publishable
from programs.models import Organization, Program, ProgramPhase, Source, SourcedFact, Topic

from .cities import City
from .partnerships import Partnership


class Assessment(Publishable, SortedModel):
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    city = models.ForeignKey(
        City, models.PROTECT, verbose_name=_("city"), related_name="assessments"
    )
    partnership = models.ForeignKey(
        Partnership,
        models.SET_NULL,
        verbose_name=_("partnership"),
        null=True,
        blank=True,
        related_name="assessments",
        help_text=_("Empty for a city that was assessed without a partner."),
    )
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        verbose_name=_("program"),
        null=True,
        blank=True,
        related_name="assessments",
    )
    phase = models.ForeignKey(
        ProgramPhase,
        models.PROTECT,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        related_name="assessments",
    )
    conducted_on = PartialDateField(_("conducted"))
    organizations = models.ManyToManyField(
        Organization, verbose_name=_("carried out by"), blank=True, related_name="assessments"
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="assessments"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["sort_key_en", "pk"]

    def get_absolute_url(self):
        return f"{self.city.get_absolute_url()}#assessment-{self.slug}"


class AssessmentFact(SourcedFact):
    assessment = models.ForeignKey(
        Assessment, models.CASCADE, verbose_name=_("assessment"), related_name="facts"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
