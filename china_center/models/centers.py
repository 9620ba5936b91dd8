"""The Center itself: where it sits, who founded and governs it, what it aims at."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.parity import BOTH
from icma_portal.publishing.versioned import VersionedModel
from icma_portal.web.addresses import reverse
from partnerships.models import City
from programs.models import Organization, Person, Program, Source


class Center(Publishable, SortedModel):
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    program = models.OneToOneField(
        Program, models.PROTECT, verbose_name=_("program"), related_name="center"
    )
    organization = models.OneToOneField(
        Organization, models.PROTECT, verbose_name=_("organization"), related_name="center"
    )
    founded_on = PartialDateField(_("founded"))
    founders = models.ManyToManyField(
        Organization, verbose_name=_("founders"), related_name="founded_centers"
    )
    seat = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("housed in"),
        null=True,
        blank=True,
        related_name="housed_centers",
    )
    city = models.ForeignKey(
        City,
        models.PROTECT,
        verbose_name=_("city"),
        null=True,
        blank=True,
        related_name="centers",
    )
    seat_text = models.TextField(_("about the seat"), blank=True)
    mission = RichTextField(_("mission"), blank=True)
    return_benefit = RichTextField(_("what U.S. professionals learn"), blank=True)
    governance = RichTextField(_("governance"), blank=True)
    website = models.URLField(
        _("website in Chinese"), blank=True, help_text=_("Empty: no address is known.")
    )
    contact_email = models.EmailField(
        _("email"), blank=True, help_text=_("Empty: the contact form is offered instead.")
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    # It stands between the two countries, and each reads what it is for in its own language.
    languages_to_publish = BOTH
    gate_fields = ("mission",)

    class Meta(Publishable.Meta):
        verbose_name = _("center")
        verbose_name_plural = _("centers")
        ordering = ["pk"]

    def get_absolute_url(self):
        return reverse("china_center:overview")


class Goal(SortedModel):
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    center = models.ForeignKey(
        Center, models.CASCADE, verbose_name=_("center"), related_name="goals"
    )
    name = models.CharField(_("name"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["order", "pk"]


class BoardSeat(VersionedModel):
    """A seat on the board; who sits there may be unknown."""

    center = models.ForeignKey(
        Center, models.CASCADE, verbose_name=_("center"), related_name="board_seats"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        related_name="board_seats",
    )
    person = models.ForeignKey(
        Person,
        models.SET_NULL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        related_name="board_seats",
    )
    starts_on = PartialDateField(_("began"))
    ends_on = PartialDateField(_("ended"))

    class Meta:
        verbose_name = _("board seat")
        verbose_name_plural = _("board seats")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["center", "number"], name="board_seat_number_once"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.number}"
