"""Partnerships between cities: two or more members, none of them bound to be American."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import BilingualModel, SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField, is_before
from icma_portal.bilingual.reader import text_of
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.files.illustrated import Illustrated
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.publishing.versioned import VersionedModel, VersionedQuerySet
from icma_portal.web.addresses import reverse
from programs.models import (
    Challenge,
    Country,
    Initiative,
    Objective,
    Organization,
    Person,
    Program,
    ProgramPhase,
    Project,
    Source,
    SourcedFact,
    Topic,
)

from .cities import City

# What the name of a record is printed from, and what says who may see the record.
NAMED = (*columns("name"), "stale_columns")
GATED = ("state", "published_at", "expires_at")


class PartnershipQuerySet(PublishableQuerySet):
    def with_city(self, city):
        """Keep partnerships in which ``city`` takes part, itself or through one of its parts."""
        member = Q(memberships__city=city) | Q(memberships__on_behalf_of=city)
        return self.filter(member).distinct()

    def for_card(self, user):
        """Fetch what a list shows of each partnership, and of that only what ``user`` may see."""
        return self.select_related("phase").prefetch_related(
            Prefetch(
                "memberships",
                Membership.objects.visible_to(user).select_related("city__country", "organization"),
                to_attr="visible_members",
            ),
            Prefetch("topics", Topic.objects.visible_to(user), to_attr="visible_topics"),
        )

    def for_list(self, user):
        """Do as ``for_card``, and fetch only what a list shows: as card, table and map.

        On a page there are six times as many members and topics as partnerships.
        """
        members = Membership.objects.visible_to(user).select_related(
            "city__country", "organization"
        )
        members = members.only(
            *("partnership", "role"),
            *_of("city", *NAMED, "slug", "latitude", "longitude", "country"),
            *_of("city__country", *NAMED, *GATED),
            *_of("organization", *NAMED, "chinese_name_status"),
        )
        topics = Topic.objects.visible_to(user).only(*NAMED)
        return self.only(*NAMED, *GATED, "slug", "kind", "starts_on", "ends_on").prefetch_related(
            Prefetch("memberships", members, to_attr="visible_members"),
            Prefetch("topics", topics, to_attr="visible_topics"),
        )


def _of(path, *names):
    return [f"{path}__{name}" for name in names]


class Partnership(Illustrated, Publishable, SortedModel):
    class Kind(models.TextChoices):
        US_PARTNER = "us_partner", _("With a U.S. partner")
        THIRD_COUNTRY = "third_country", _("With a partner from a third country")
        SOUTH_SOUTH = "south_south", _("South-South cooperation")
        ECOPARTNERSHIP = "ecopartnership", _("EcoPartnership")

    class Horizon(models.TextChoices):
        ONE_OFF = "one_off", _("One-off")
        LONG_TERM = "long_term", _("Long-term")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ACTIVE = "active", _("Under way")
        COMPLETED = "completed", _("Completed")
        CONTINUING = "continuing", _("Continues beyond the project")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    summary = RichTextField(_("summary"), blank=True)
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        verbose_name=_("program"),
        null=True,
        blank=True,
        related_name="partnerships",
    )
    phase = models.ForeignKey(
        ProgramPhase,
        models.PROTECT,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        related_name="partnerships",
    )
    project = models.ForeignKey(
        Project,
        models.SET_NULL,
        verbose_name=_("project"),
        null=True,
        blank=True,
        related_name="partnerships",
    )
    initiative = models.ForeignKey(
        Initiative,
        models.SET_NULL,
        verbose_name=_("initiative"),
        null=True,
        blank=True,
        related_name="partnerships",
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    horizon = models.CharField(
        _("horizon"), max_length=10, choices=Horizon, blank=True, help_text=_("Empty: unknown.")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, blank=True, help_text=_("Empty: unknown.")
    )
    starts_on = PartialDateField(_("began"))
    ends_on = PartialDateField(_("ended"))
    dates_note = models.TextField(
        _("note on the dates"), blank=True, help_text=_("For editors: how the dates are known.")
    )
    dates_sources = models.ManyToManyField(
        Source, verbose_name=_("sources of the dates"), blank=True, related_name="+"
    )
    roles_sources = models.ManyToManyField(
        Source, verbose_name=_("sources of the roles"), blank=True, related_name="+"
    )
    follow_on_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("follows on"),
        null=True,
        blank=True,
        related_name="follow_ons",
    )
    cities = models.ManyToManyField(
        City,
        through="Membership",
        through_fields=("partnership", "city"),
        related_name="partnerships",
    )
    countries = models.ManyToManyField(
        Country,
        verbose_name=_("countries and regions"),
        blank=True,
        editable=False,
        related_name="partnerships",
        # Follows from the members (signals.py), so that a country knows its partnerships.
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="partnerships"
    )
    objectives = models.ManyToManyField(
        Objective, verbose_name=_("objectives served"), blank=True, related_name="partnerships"
    )
    obstacles = models.ManyToManyField(
        Challenge, verbose_name=_("obstacles met"), blank=True, related_name="partnerships"
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    is_on_seed_page = models.BooleanField(
        _("named on ICMA’s Global Programs page"),
        default=True,
        help_text=_("Off: known from another page, which is given as the source."),
    )

    # Either language will do, with the notice: what cities report waits for no translation.
    gate_fields = ("summary",)

    objects = PartnershipQuerySet.as_manager()

    derived_relations = ("countries",)

    class Meta(Publishable.Meta):
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ["sort_key_en", "pk"]

    def clean(self):
        super().clean()
        errors = {}
        if self.starts_on and self.ends_on and is_before(self.ends_on, self.starts_on):
            errors["ends_on"] = _("The end lies before the beginning.")
        if self.phase and self.program and self.phase.program_id != self.program_id:
            errors["phase"] = _("This phase belongs to another program.")
        if self.follow_on_of and self.follow_on_of_id == self.pk:
            errors["follow_on_of"] = _("A partnership cannot follow on itself.")
        if errors:
            raise ValidationError(errors)

    def get_absolute_url(self):
        return reverse("partnerships:detail", args=[self.slug])

    def update_countries(self):
        """Set the countries to those of the member cities."""
        countries = Country.objects.filter(cities__memberships__partnership=self)
        self.countries.set(countries.distinct())


class MembershipQuerySet(VersionedQuerySet):
    def visible_to(self, user):
        """Keep members whose city or organization ``user`` may see: no name leaks by a relation."""
        # Not ``city__in``: SQLite would look for each visible city in each of twenty partnerships.
        city = Q(city=None) | City.objects.is_visible_to(user, "city__")
        organization = Organization.objects.is_visible_to(user, "organization__")
        return self.filter(city, Q(organization=None) | organization)


class Membership(VersionedModel):
    """A city or an organization in a partnership, with its role. The order is no role."""

    class Role(models.TextChoices):
        RESOURCE = "resource", _("Shares its experience")
        PARTNER = "partner", _("Receives experience")
        PEER = "peer", _("Peer")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, verbose_name=_("partnership"), related_name="memberships"
    )
    city = models.ForeignKey(
        City,
        models.PROTECT,
        verbose_name=_("city"),
        null=True,
        blank=True,
        related_name="memberships",
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        related_name="memberships",
    )
    on_behalf_of = models.ForeignKey(
        City,
        models.PROTECT,
        verbose_name=_("as part of"),
        null=True,
        blank=True,
        related_name="memberships_of_parts",
        help_text=_("The region for which this member takes part, as in “Southeast Florida”."),
    )
    role = models.CharField(
        _("role"), max_length=10, choices=Role, blank=True, help_text=_("Empty: unknown.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "city"], name="city_once"),
            models.CheckConstraint(
                condition=Q(city__isnull=False) | Q(organization__isnull=False),
                name="member_is_a_city_or_an_organization",
                violation_error_message=_("Choose a city or an organization."),
            ),
        ]

    def __str__(self):
        # A form that names neither is shown again under this name.
        member = self.city or self.organization
        return text_of(member, "name") if member else ""


class PartnershipFact(SourcedFact):
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, verbose_name=_("partnership"), related_name="facts"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")


class Outcome(SourcedFact):
    """What came of it, only where a source says so."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, verbose_name=_("partnership"), related_name="outcomes"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")


class Benefit(SourcedFact):
    """What one side gained; recorded for each side, so that the benefit is seen to be mutual."""

    class Kind(models.TextChoices):
        TECHNICAL = "technical", _("Technical")
        CULTURAL = "cultural", _("Cultural")

    membership = models.ForeignKey(
        Membership, models.CASCADE, verbose_name=_("member"), related_name="benefits"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TECHNICAL)

    class Meta(SourcedFact.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")


class ContactPoint(BilingualModel):
    """Whom to ask at a member; public only when marked so."""

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, verbose_name=_("partnership"), related_name="contacts"
    )
    city = models.ForeignKey(
        City, models.SET_NULL, verbose_name=_("city"), null=True, blank=True, related_name="+"
    )
    office = models.CharField(_("office"), max_length=200, blank=True)
    person = models.ForeignKey(
        Person, models.SET_NULL, verbose_name=_("person"), null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("email"), blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=False)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        ordering = ["pk"]

    def __str__(self):
        return text_of(self, "office") or self.email
