"""Where a statement was read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import ENGLISH
from icma_portal.bilingual.models import Fact
from icma_portal.publishing.versioned import VersionedModel


class Source(VersionedModel):
    """A page or document that facts cite. Its title stays in its own language."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        CHINESE = "zh-hans", _("Chinese")

    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    title = models.CharField(
        _("title"), max_length=300, help_text=_("In the language of the source itself.")
    )
    language = models.CharField(_("language"), max_length=10, choices=Language, default=ENGLISH)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    is_mirror = models.BooleanField(
        _("is a copy"),
        default=False,
        help_text=_("The address is a copy kept by somebody else, not the publisher’s own page."),
    )
    note = models.TextField(_("note for editors"), blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title", "pk"]

    def __str__(self):
        return f"{self.publisher}: {self.title}" if self.publisher else self.title


class SourcedFact(Fact):
    """A fact that cites its sources."""

    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Fact.Meta):
        abstract = True
