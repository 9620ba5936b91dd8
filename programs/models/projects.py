"""Initiatives of governments, and ICMA's projects within its programs or outside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.publishing.versioned import VersionedModel
from icma_portal.web.addresses import reverse

from .organizations import Organization, Person
from .places import Country
from .programs import Program, ProgramPhase
from .sources import Source, SourcedFact
from .topics import Topic


class Initiative(Publishable, SortedModel):
    """A policy or network of others that the portal's records refer to."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    owner = models.ForeignKey(
        Organization,
        models.SET_NULL,
        verbose_name=_("run by"),
        null=True,
        blank=True,
        related_name="initiatives",
    )
    owner_name = models.CharField(
        _("run by (name)"),
        max_length=160,
        blank=True,
        help_text=_("Only when the owner is no organization of this portal."),
    )
    starts_on = PartialDateField(_("began"))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["sort_key_en", "pk"]


class InitiativeFact(SourcedFact):
    initiative = models.ForeignKey(
        Initiative, models.CASCADE, verbose_name=_("initiative"), related_name="facts"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")


class ProjectQuerySet(PublishableQuerySet):
    def for_card(self, _user=None):
        """Fetch what a list shows of each project, the same for everybody."""
        return self.select_related("program").prefetch_related("topics")


class Project(Publishable, SortedModel):
    """A piece of work with partners; it need not belong to CityLinks or to USAID."""

    class Stage(models.TextChoices):
        DESIGN = "design", _("Design")
        IMPLEMENTATION = "implementation", _("Implementation")
        EVALUATION = "evaluation", _("Evaluation")
        COMPLETED = "completed", _("Completed")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = RichTextField(_("summary"), blank=True)
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        verbose_name=_("program"),
        null=True,
        blank=True,
        related_name="projects",
    )
    phase = models.ForeignKey(
        ProgramPhase,
        models.SET_NULL,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        related_name="projects",
    )
    stage = models.CharField(
        _("stage"), max_length=15, choices=Stage, blank=True, help_text=_("Empty: unknown.")
    )
    uses_citylinks_model = models.BooleanField(_("uses the CityLinks model"), default=False)
    donors = models.ManyToManyField(
        Organization, verbose_name=_("donors"), blank=True, related_name="funded_projects"
    )
    countries = models.ManyToManyField(
        Country, verbose_name=_("countries and regions"), blank=True, related_name="projects"
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="projects"
    )
    starts_on = PartialDateField(_("began"))
    ends_on = PartialDateField(_("ended"))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    gate_fields = ("summary",)

    objects = ProjectQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["sort_key_en", "pk"]

    def get_absolute_url(self):
        return reverse("projects:detail", args=[self.slug])


class Contributor(VersionedModel):
    """Who works on a project: a practitioner, a researcher or an expert consultant."""

    class Kind(models.TextChoices):
        PRACTITIONER = "practitioner", _("Practitioner")
        RESEARCHER = "researcher", _("Researcher")
        CONSULTANT = "consultant", _("Expert consultant")

    project = models.ForeignKey(
        Project, models.CASCADE, verbose_name=_("project"), related_name="contributors"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    organization = models.ForeignKey(
        Organization,
        models.SET_NULL,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        related_name="contributions",
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        related_name="contributions",
    )

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["kind", "pk"]

    def __str__(self):
        return self.get_kind_display()
