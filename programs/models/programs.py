"""Programs, a tree, and the phases in which donors renewed them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed
from icma_portal.bilingual.models import BilingualQuerySet, SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField, require_order
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.files.illustrated import Illustrated
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.parity import BOTH
from icma_portal.publishing.versioned import VersionedModel
from icma_portal.web.addresses import reverse

from .organizations import Organization
from .sources import Source
from .topics import Topic


class Program(Illustrated, Publishable, SortedModel):
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    aliases = models.CharField(
        _("other names"),
        max_length=300,
        blank=True,
        help_text=_("In any language, separated by semicolons. They are found by search."),
    )
    summary = RichTextField(_("summary"), blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="children",
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("carried out by"),
        related_name="programs",
    )
    starts_on = PartialDateField(_("began"))
    ends_on = PartialDateField(_("ended"))
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="programs"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    # Few, lasting, and named on nearly every page: readers of neither language meet a gap there.
    languages_to_publish = BOTH
    gate_fields = ("summary",)

    class Meta(Publishable.Meta):
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["order", "sort_key_en", "pk"]

    def clean(self):
        super().clean()
        if self.parent and self.parent_id == self.pk:
            raise ValidationError({"parent": _("A program cannot be part of itself.")})
        require_order(self.starts_on, self.ends_on)

    def get_absolute_url(self):
        return reverse("programs:detail", args=[self.slug])


class ProgramPhaseQuerySet(BilingualQuerySet):
    def visible_to(self, user):
        """Keep the phases of programs that ``user`` may see."""
        return self.filter(program__in=Program.objects.visible_to(user))


class ProgramPhase(SortedModel):
    """One award of a program: its name at the time, its span, who paid and who managed."""

    # Wherever it is told, it is public only with its program.
    belongs_to = "program"

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    program = models.ForeignKey(
        Program, models.CASCADE, verbose_name=_("program"), related_name="phases"
    )
    name = models.CharField(_("name"), max_length=160)
    summary = RichTextField(_("summary"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    starts_on = PartialDateField(_("began"))
    ends_on = PartialDateField(_("ended"))
    awarded_on = PartialDateField(_("awarded"))
    duration_years = models.PositiveSmallIntegerField(_("duration in years"), null=True, blank=True)
    organizations = models.ManyToManyField(
        Organization, through="PhaseOrganization", related_name="phases"
    )
    drivers = models.ManyToManyField(
        "Challenge", verbose_name=_("what led to it"), blank=True, related_name="phases"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    objects = ProgramPhaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("program phase")
        verbose_name_plural = _("program phases")
        ordering = ["order", "pk"]

    def get_absolute_url(self):
        return f"{self.program.get_absolute_url()}#phase-{self.slug}"


class PhaseOrganization(VersionedModel):
    """What an organization did in a phase."""

    class Role(models.TextChoices):
        DONOR = "donor", _("Donor")
        MANAGER = "manager", _("Management")
        GUIDANCE = "guidance", _("Strategic guidance")
        EXPERTS = "experts", _("Expert support")

    phase = models.ForeignKey(
        ProgramPhase, models.CASCADE, verbose_name=_("phase"), related_name="roles"
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("organization"), related_name="phase_roles"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)

    class Meta:
        verbose_name = _("organization in a phase")
        verbose_name_plural = _("organizations in a phase")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "organization", "role"], name="role_once_in_a_phase"
            ),
        ]

    def __str__(self):
        return bracketed(self.organization, self.get_role_display())
