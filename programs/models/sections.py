"""The pages that a program is told in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.bilingual.rich_text.fields import RichTextField

from .programs import Program, ProgramPhase
from .sources import SourcedFact


class Section(SortedModel):
    """A titled part of a program's page, such as “Why partnerships?”."""

    sort_field = "title"

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    program = models.ForeignKey(
        Program, models.CASCADE, verbose_name=_("program"), related_name="sections"
    )
    phase = models.ForeignKey(
        ProgramPhase,
        models.SET_NULL,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        related_name="sections",
    )
    title = models.CharField(_("title"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "pk"]

    def get_absolute_url(self):
        return f"{self.program.get_absolute_url()}#section-{self.slug}"


class Paragraph(SourcedFact):
    text = RichTextField(_("text"))
    section = models.ForeignKey(
        Section, models.CASCADE, verbose_name=_("section"), related_name="paragraphs"
    )

    class Meta(SourcedFact.Meta):
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
