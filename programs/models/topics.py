"""The taxonomy of themes, in two levels."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.publishing.models import Publishable
from icma_portal.web.addresses import reverse


class Topic(Publishable, SortedModel):
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        null=True,
        blank=True,
        related_name="children",
        help_text=_("Empty for a topic of the first level. There are two levels."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(Publishable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "sort_key_en", "pk"]

    def clean(self):
        super().clean()
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": _("A topic has two levels at the most.")})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This topic has topics below it and must stay on the first level.")}
            )

    def get_absolute_url(self):
        return reverse("topics:detail", args=[self.slug])
