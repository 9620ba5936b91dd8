"""Networks, pledges of cities and corporate partners."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import BilingualModel
from icma_portal.bilingual.partial_dates import PartialDateField, require_order
from icma_portal.publishing.models import Publishable
from icma_portal.web.addresses import reverse
from partnerships.models import Partnership
from programs.models import Initiative, Organization, Source, SourcedFact

from .centers import Center
from .events import Event


class NetworkMembership(Publishable, BilingualModel):
    """The Center's place in a network, such as the EcoPartnerships."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    center = models.ForeignKey(
        Center, models.CASCADE, verbose_name=_("center"), related_name="memberships"
    )
    network = models.ForeignKey(
        Initiative, models.PROTECT, verbose_name=_("network"), related_name="memberships"
    )
    accepted_on = PartialDateField(_("accepted"))
    other_members = models.PositiveSmallIntegerField(
        _("other members at that time"), null=True, blank=True
    )
    new_members = models.PositiveSmallIntegerField(
        _("members accepted in the same round"), null=True, blank=True
    )
    selection = models.CharField(_("how members are chosen"), max_length=160, blank=True)
    project_title = models.CharField(_("project"), max_length=200, blank=True)
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        verbose_name=_("signed at"),
        null=True,
        blank=True,
        related_name="network_memberships",
    )
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("network membership")
        verbose_name_plural = _("network memberships")
        ordering = ["accepted_on", "pk"]

    def __str__(self):
        return str(self.network)


class EcoPartnershipPledge(Publishable):
    """A pledge between a U.S. and a Chinese city. While the parties are unknown there is no
    partnership to link, and no end date is worked out from the term."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    membership = models.ForeignKey(
        NetworkMembership, models.CASCADE, verbose_name=_("network"), related_name="pledges"
    )
    partnership = models.OneToOneField(
        Partnership,
        models.SET_NULL,
        verbose_name=_("partnership"),
        null=True,
        blank=True,
        related_name="pledge",
        help_text=_("Empty while the source does not name the parties."),
    )
    event = models.ForeignKey(
        Event,
        models.SET_NULL,
        verbose_name=_("signed at"),
        null=True,
        blank=True,
        related_name="pledges",
        help_text=_("Empty: the source does not say clearly at which event."),
    )
    signed_on = PartialDateField(_("signed"))
    term_months = models.PositiveSmallIntegerField(_("term in months"), null=True, blank=True)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    note = models.TextField(_("note for editors"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("EcoPartnership pledge")
        verbose_name_plural = _("EcoPartnership pledges")
        ordering = ["pk"]

    def __str__(self):
        return self.slug


class PledgeAim(SourcedFact):
    """What the cities of the pledges promised each other."""

    membership = models.ForeignKey(
        NetworkMembership, models.CASCADE, verbose_name=_("network"), related_name="pledge_aims"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("aim of the pledges")
        verbose_name_plural = _("aims of the pledges")


class CorporatePartner(Publishable, BilingualModel):
    """A company of the corporate partnership program."""

    class Scope(models.TextChoices):
        CHINA = "china", _("Chinese company")
        ABROAD = "abroad", _("Foreign company")

    organization = models.OneToOneField(
        Organization,
        models.PROTECT,
        verbose_name=_("organization"),
        related_name="corporate_partnership",
    )
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)
    tier = models.CharField(_("tier"), max_length=40, blank=True)
    privileges = models.TextField(
        _("benefits"), blank=True, help_text=_("What the company receives for its support.")
    )
    logo = models.ForeignKey(
        "files.Picture",
        models.SET_NULL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown in the list once it is published itself."),
    )
    starts_on = PartialDateField(_("began"))
    ends_on = PartialDateField(_("ended"))
    sponsored_events = models.ManyToManyField(
        Event, verbose_name=_("sponsored events"), blank=True, related_name="corporate_sponsors"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("corporate partner")
        verbose_name_plural = _("corporate partners")
        ordering = ["scope", "pk"]

    def __str__(self):
        return str(self.organization)

    def clean(self):
        super().clean()
        require_order(self.starts_on, self.ends_on)

    def get_absolute_url(self):
        return reverse("china_center:corporate_partners")
