"""What programs aim at and what they rest on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import BilingualModel, BilingualQuerySet, SortedModel
from icma_portal.bilingual.truncation import brief

from .programs import Program, ProgramPhase
from .sources import Source
from .topics import Topic


class Challenge(SortedModel):
    """What drives, burdens or hinders cities; a small taxonomy."""

    class Kind(models.TextChoices):
        DRIVER = "driver", _("Worldwide change")
        MUNICIPAL = "municipal", _("Need of municipalities")
        OBSTACLE = "obstacle", _("Obstacle to overcome")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["kind", "pk"]


class ActorKind(SortedModel):
    """Who is to be empowered: local governments, NGOs, businesses, citizens."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("kind of actor")
        verbose_name_plural = _("kinds of actors")
        ordering = ["pk"]


class ObjectiveQuerySet(BilingualQuerySet):
    def visible_to(self, user):
        """Keep the objectives of programs that ``user`` may see."""
        return self.filter(phase__in=ProgramPhase.objects.visible_to(user))


class Objective(BilingualModel):
    """A purpose of one phase, or an aim that ran through all of its projects."""

    # Wherever it is told, it is public only with the phase, and that with its program.
    belongs_to = "phase"

    class Kind(models.TextChoices):
        PURPOSE = "purpose", _("Purpose")
        CROSS_CUTTING = "cross_cutting", _("In every project")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    phase = models.ForeignKey(
        ProgramPhase, models.CASCADE, verbose_name=_("phase"), related_name="objectives"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.PURPOSE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"))
    initiative = models.ForeignKey(
        "Initiative",
        models.SET_NULL,
        verbose_name=_("initiative"),
        null=True,
        blank=True,
        related_name="objectives",
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="objectives"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["kind", "order", "pk"]

    def __str__(self):
        return brief(self, "text")


class FocusArea(SortedModel):
    """A field in which partnerships of the past worked."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    program = models.ForeignKey(
        Program, models.CASCADE, verbose_name=_("program"), related_name="focus_areas"
    )
    name = models.CharField(_("name"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="focus_areas"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")
        ordering = ["order", "pk"]


class Principle(BilingualModel):
    """A belief, a benefit or a way of working that a program states of itself."""

    class Kind(models.TextChoices):
        PREMISE = "premise", _("What well-managed cities bring")
        ACCOUNTABILITY = "accountability", _("What democratic governance brings")
        ARGUMENT = "argument", _("Why partnerships")
        APPROACH = "approach", _("How ICMA works")
        TECHNICAL_BENEFIT = "technical_benefit", _("Technical benefit")
        CULTURAL_BENEFIT = "cultural_benefit", _("Cultural benefit")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    program = models.ForeignKey(
        Program, models.CASCADE, verbose_name=_("program"), related_name="principles"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"))
    actors = models.ManyToManyField(
        ActorKind, verbose_name=_("kinds of actors"), blank=True, related_name="principles"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("principle")
        verbose_name_plural = _("principles")
        ordering = ["kind", "order", "pk"]

    def __str__(self):
        return brief(self, "text")
