"""Countries and regions, and how ICMA's work touches them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.parity import BOTH
from icma_portal.publishing.versioned import VersionedModel, VersionedQuerySet
from icma_portal.web.addresses import reverse

from .sources import Source


class Country(Publishable, SortedModel):
    """A country or region. Names follow Unicode CLDR until ICMA decides otherwise."""

    class Continent(models.TextChoices):
        AFRICA = "africa", _("Africa")
        ASIA = "asia", _("Asia")
        EUROPE = "europe", _("Europe")
        NORTH_AMERICA = "north-america", _("North America")
        SOUTH_AMERICA = "south-america", _("South America")
        OCEANIA = "oceania", _("Oceania")

    iso_code = models.CharField(
        _("ISO code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters (ISO 3166-1)."))],
    )
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    continent = models.CharField(_("continent"), max_length=15, choices=Continent)
    note = models.TextField(_("note for editors"), blank=True)

    # What a country or region is called is settled in each language; the other one cannot stand in.
    languages_to_publish = BOTH

    class Meta(Publishable.Meta):
        verbose_name = _("country or region")
        verbose_name_plural = _("countries and regions")
        ordering = ["sort_key_en", "pk"]

    def get_absolute_url(self):
        return reverse("countries:detail", args=[self.slug])


class CountryInvolvement(VersionedModel):
    """What ties a country to ICMA's international work, and where that was read."""

    class Kind(models.TextChoices):
        HOME = "home", _("Home of ICMA and of U.S. partner cities")
        PARTNER = "partner", _("Partner cities")
        ASSESSMENT = "assessment", _("City assessed, without a partnership")
        CHINA_CENTER = "china_center", _("Seat of the ICMA China Center")
        PAST_PROJECT = "past_project", _("Named by ICMA among its past or current work")

    country = models.ForeignKey(
        Country, models.CASCADE, verbose_name=_("country or region"), related_name="involvements"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), related_name="+")

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["country", "kind"], name="one_involvement_of_a_kind"),
        ]

    def __str__(self):
        return self.get_kind_display()


class CountryGroup(SortedModel):
    """A group of countries that an initiative defines, such as focus countries."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    initiative = models.ForeignKey(
        "Initiative",
        models.SET_NULL,
        verbose_name=_("initiative"),
        null=True,
        blank=True,
        related_name="country_groups",
    )
    countries = models.ManyToManyField(
        Country, through="CountryGroupMembership", related_name="groups"
    )

    class Meta:
        verbose_name = _("country group")
        verbose_name_plural = _("country groups")
        ordering = ["sort_key_en", "pk"]


class CountryGroupMembershipQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """Keep those of groups that no initiative defines, or one that ``user`` may see."""
        initiatives = CountryGroup._meta.get_field("initiative").related_model
        return self.filter(
            Q(group__initiative=None)
            | Q(group__initiative__in=initiatives.objects.visible_to(user))
        )


class CountryGroupMembership(VersionedModel):
    """A country in a group; shown only because a source says so, hence the source is required."""

    group = models.ForeignKey(CountryGroup, models.CASCADE, verbose_name=_("country group"))
    country = models.ForeignKey(
        Country,
        models.CASCADE,
        verbose_name=_("country or region"),
        related_name="group_memberships",
    )
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"), related_name="+")

    objects = CountryGroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("group membership")
        verbose_name_plural = _("group memberships")
        constraints = [
            models.UniqueConstraint(fields=["group", "country"], name="country_once_in_a_group"),
        ]

    def __str__(self):
        return f"{self.country} – {self.group}"
