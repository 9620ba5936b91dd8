"""Numbers told to the public, the surveys they come from, and the timeline."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import labeled
from icma_portal.bilingual.models import BilingualModel, SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField
from icma_portal.bilingual.reader import text_of
from icma_portal.bilingual.truncation import brief
from icma_portal.publishing.models import Publishable

from .organizations import Organization
from .programs import Program
from .sources import Source


class Survey(Publishable, SortedModel):
    """A survey that ICMA made or paid for. Its findings are KeyFigures; it may have none."""

    sort_field = "title"

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200)
    sponsor = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("made or paid for by"),
        null=True,
        blank=True,
        related_name="surveys",
    )
    conducted_on = PartialDateField(_("year"))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    note = models.TextField(_("note for editors"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["sort_key_en", "pk"]


class KeyFigure(Publishable, BilingualModel):
    """A claimed number with its source; never mixed with what the portal counts itself."""

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        MORE_THAN = "more_than", _("more than")
        OVER = "over", _("over")
        ABOUT = "about", _("about")

    class Unit(models.TextChoices):
        COUNT = "count", _("Number")
        PERCENT = "percent", _("Percent")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default=Unit.COUNT)
    qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT
    )
    label = models.CharField(
        _("what is counted"),
        max_length=250,
        help_text=_("Follows the number: “countries with ICMA projects”."),
    )
    as_of = PartialDateField(_("as of"))
    program = models.ForeignKey(
        Program,
        models.SET_NULL,
        verbose_name=_("program"),
        null=True,
        blank=True,
        related_name="figures",
    )
    survey = models.ForeignKey(
        Survey,
        models.SET_NULL,
        verbose_name=_("survey"),
        null=True,
        blank=True,
        related_name="findings",
    )
    population = models.CharField(_("who was asked"), max_length=200, blank=True)
    is_on_home_page = models.BooleanField(_("on the home page"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="+")
    note = models.TextField(_("note for editors"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.value.normalize():f} {text_of(self, 'label')}"


class TimelineEntry(Publishable, BilingualModel):
    """A moment in the story of a program, as precise as its source."""

    class Qualifier(models.TextChoices):
        ON = "on", _("at that time")
        AFTER = "after", _("after")
        ABOUT = "about", _("about")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    program = models.ForeignKey(
        Program, models.CASCADE, verbose_name=_("program"), related_name="timeline"
    )
    date = PartialDateField(_("date"), blank=False)
    date_qualifier = models.CharField(
        _("qualifier"), max_length=10, choices=Qualifier, default=Qualifier.ON
    )
    text = models.TextField(_("text"))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        ordering = ["date", "pk"]

    def __str__(self):
        return labeled(self.date, brief(self, "text"))
