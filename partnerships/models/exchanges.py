"""Visits and workshops between the members of a partnership."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import BilingualModel
from icma_portal.bilingual.partial_dates import PartialDateField, require_order
from icma_portal.bilingual.truncation import brief
from programs.models import Source

from .cities import City
from .partnerships import Partnership


class Exchange(BilingualModel):
    """One encounter; who went to whom is known only where both ends are given."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit")
        WORKSHOP = "workshop", _("Workshop")
        COURSE = "course", _("Course")
        REMOTE = "remote", _("Online exchange")

    class Direction(models.TextChoices):
        TO_PARTNER = "to_partner", _("From the side that shares to the side that receives")
        TO_RESOURCE = "to_resource", _("From the side that receives to the side that shares")
        BOTH_WAYS = "both_ways", _("Both ways")

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, verbose_name=_("partnership"), related_name="exchanges"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VISIT)
    direction = models.CharField(
        _("direction"), max_length=12, choices=Direction, blank=True, help_text=_("Empty: unknown.")
    )
    host = models.ForeignKey(
        City,
        models.SET_NULL,
        verbose_name=_("host city"),
        null=True,
        blank=True,
        related_name="hosted_exchanges",
    )
    starts_on = PartialDateField(_("began"))
    ends_on = PartialDateField(_("ended"))
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    text = models.TextField(_("text"))
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        ordering = ["starts_on", "order", "pk"]

    def __str__(self):
        return brief(self, "text")

    def clean(self):
        super().clean()
        require_order(self.starts_on, self.ends_on)
