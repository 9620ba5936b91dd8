"""Series and publications."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.models import SortedModel
from icma_portal.bilingual.partial_dates import PartialDateField
from icma_portal.bilingual.rich_text.fields import RichTextField
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.web.addresses import reverse
from partnerships.models import City, Partnership
from programs.models import Country, Organization, Program, ProgramPhase, Source, Topic


class Series(Publishable, SortedModel):
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=160)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )

    class Meta(Publishable.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["sort_key_en", "pk"]


class PublicationQuerySet(PublishableQuerySet):
    def for_card(self, user):
        """Fetch what a list shows of each publication, and of that only what ``user`` may see."""
        documents = self.model._meta.get_field("documents").related_model.objects
        return self.select_related("series").prefetch_related(
            Prefetch(
                "documents",
                documents.visible_to(user).select_related("current__reading"),
                to_attr="visible_documents",
            ),
            Prefetch("topics", Topic.objects.visible_to(user), to_attr="visible_topics"),
        )


class Publication(Publishable, SortedModel):
    sort_field = "title"

    class Kind(models.TextChoices):
        PUBLICATION = "publication", _("Publication")
        WEBINAR = "webinar", _("Webinar")
        FACT_SHEET = "fact_sheet", _("Fact sheet")
        CITY_ASSESSMENT = "city_assessment", _("City assessment")
        TOOL = "tool", _("Tool")

    class ToolKind(models.TextChoices):
        CURRICULUM = "curriculum", _("Curriculum")
        MATRIX = "matrix", _("Policy matrix")
        GUIDE = "guide", _("Guide")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        CHINESE = "zh-hans", _("Chinese")
        SPANISH = "es", _("Spanish")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    tool_kind = models.CharField(_("kind of tool"), max_length=12, choices=ToolKind, blank=True)
    title = models.CharField(_("title"), max_length=250)
    summary = RichTextField(_("summary"), blank=True)
    original_language = models.CharField(
        _("language of the original"), max_length=10, choices=Language, default=Language.ENGLISH
    )
    authors = models.CharField(
        _("authors"), max_length=300, blank=True, help_text=_("Separated by semicolons.")
    )
    publisher = models.ForeignKey(
        Organization,
        models.PROTECT,
        verbose_name=_("publisher"),
        null=True,
        blank=True,
        related_name="publications",
    )
    issued_on = PartialDateField(_("date"))
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        verbose_name=_("program"),
        null=True,
        blank=True,
        related_name="publications",
    )
    phase = models.ForeignKey(
        ProgramPhase,
        models.PROTECT,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        related_name="publications",
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        verbose_name=_("series"),
        null=True,
        blank=True,
        related_name="publications",
    )
    part = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)
    partnership = models.ForeignKey(
        Partnership,
        models.SET_NULL,
        verbose_name=_("partnership"),
        null=True,
        blank=True,
        related_name="publications",
    )
    is_partnership_inferred = models.BooleanField(
        _("partnership is inferred"),
        default=False,
        help_text=_("The tie follows from the city; no source states it."),
    )
    recording = models.ForeignKey(
        "Video",
        models.SET_NULL,
        verbose_name=_("recording"),
        null=True,
        blank=True,
        related_name="publications",
        help_text=_("Of a webinar."),
    )
    cities = models.ManyToManyField(
        City, verbose_name=_("cities"), blank=True, related_name="publications"
    )
    countries = models.ManyToManyField(
        Country, verbose_name=_("countries and regions"), blank=True, related_name="publications"
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="publications"
    )
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        related_name="translations",
    )
    translator = models.CharField(_("translator"), max_length=200, blank=True)
    sources = models.ManyToManyField(
        Source, verbose_name=_("sources"), blank=True, related_name="+"
    )
    note = models.TextField(_("note for editors"), blank=True)

    # Either language will do, with the notice: many a publication exists in one language only.
    gate_fields = ("summary",)

    objects = PublicationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["sort_key_en", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["series", "kind", "part"],
                condition=Q(part__isnull=False),
                name="part_once_in_a_series",
            ),
        ]

    def clean(self):
        super().clean()
        errors = {}
        if self.part and not self.series:
            errors["part"] = _("A part needs the series that it belongs to.")
        if self.tool_kind and self.kind != self.Kind.TOOL:
            errors["tool_kind"] = _("Only tools have a kind of tool.")
        if self.recording_id and self.kind != self.Kind.WEBINAR:
            errors["recording"] = _("Only webinars have a recording.")
        if self.translation_of and self.translation_of_id == self.pk:
            errors["translation_of"] = _("A publication cannot be a translation of itself.")
        if errors:
            raise ValidationError(errors)

    def get_absolute_url(self):
        return reverse("publications:detail", args=[self.slug])
