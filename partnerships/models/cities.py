"""Cities, counties and regions: what takes part in partnerships."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed, labeled
from icma_portal.bilingual.models import BilingualModel, BilingualQuerySet, SortedModel
from icma_portal.files.illustrated import Illustrated
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.publishing.versioned import VersionedModel
from icma_portal.web.addresses import reverse
from programs.models import Country, Organization, Source, Topic


class CityQuerySet(PublishableQuerySet):
    def for_card(self, _user=None):
        """Fetch what a list shows of each city, the same for everybody."""
        return self.select_related("country")


class City(Illustrated, Publishable, SortedModel):
    """A city, or a county or region that acts as one."""

    class Kind(models.TextChoices):
        CITY = "city", _("City")
        COUNTY = "county", _("County")
        REGION = "region", _("Region")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CITY)
    name = models.CharField(_("name"), max_length=120)
    aliases = models.CharField(
        _("other names"),
        max_length=300,
        blank=True,
        help_text=_("In any language, separated by semicolons. They are found by search."),
    )
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country or region"), related_name="cities"
    )
    administrative_area = models.CharField(
        _("state, province or region"), max_length=120, blank=True
    )
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="parts",
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    coordinates_note = models.CharField(_("origin of the coordinates"), max_length=200, blank=True)
    is_coastal = models.BooleanField(_("on the coast"), null=True, blank=True)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    note = models.TextField(_("note for editors"), blank=True)

    objects = CityQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["sort_key_en", "pk"]

    def clean(self):
        super().clean()
        if self.part_of and self.part_of_id == self.pk:
            raise ValidationError({"part_of": _("A city cannot be part of itself.")})
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(_("Give both coordinates or neither."))

    def get_absolute_url(self):
        return reverse("cities:detail", args=[self.slug])


class Office(VersionedModel):
    """Where an organization sits."""

    class Kind(models.TextChoices):
        HEADQUARTERS = "headquarters", _("Headquarters")
        SEAT = "seat", _("Seat")
        BRANCH = "branch", _("Branch")

    organization = models.ForeignKey(
        Organization, models.CASCADE, verbose_name=_("organization"), related_name="offices"
    )
    city = models.ForeignKey(City, models.PROTECT, verbose_name=_("city"), related_name="offices")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.SEAT)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "city"], name="one_office_in_a_city"),
        ]

    def __str__(self):
        return bracketed(self.organization, self.city)


class CityInterestQuerySet(BilingualQuerySet):
    def offers_for(self, need):
        """Keep what other cities offer on the topic of ``need``."""
        return self.filter(kind=CityInterest.Kind.OFFER, topic=need.topic).exclude(city=need.city)


class CityInterest(BilingualModel):
    """What a city needs to learn or can share; staff match one with the other."""

    class Kind(models.TextChoices):
        NEED = "need", _("Need")
        OFFER = "offer", _("Offer")

    city = models.ForeignKey(City, models.CASCADE, verbose_name=_("city"), related_name="interests")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    topic = models.ForeignKey(
        Topic, models.PROTECT, verbose_name=_("topic"), related_name="city_interests"
    )
    text = models.TextField(_("text"), blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = CityInterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("need or offer")
        verbose_name_plural = _("needs and offers")
        ordering = ["kind", "pk"]
        # Serves offers_for(): all offers on one topic.
        indexes = [models.Index(fields=["kind", "topic"], name="interest_kind_topic")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["need", "offer"]), name="interest_is_need_or_offer"
            ),
        ]

    def __str__(self):
        return labeled(self.city, bracketed(self.topic, self.get_kind_display()))
