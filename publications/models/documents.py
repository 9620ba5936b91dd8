"""The files of a publication: one in each language, at an address that stays."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed
from icma_portal.bilingual.reader import text_of
from icma_portal.files.inspection import judge_pdf
from icma_portal.files.models import StoredFile
from icma_portal.publishing.models import Publishable, PublishableQuerySet

from .publications import Publication


class DocumentQuerySet(PublishableQuerySet):
    def published(self, at=None):
        """Keep published files of published publications: a file never shows before its page."""
        publications = Publication.objects.published(at)
        return super().published(at).filter(publication__in=publications)


class Document(Publishable, StoredFile):
    """A file with a language of its own. Replacing the file keeps the address."""

    class Origin(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded by staff")
        GENERATED = "generated", _("Made by the portal from its own records")

    publication = models.ForeignKey(
        Publication, models.CASCADE, verbose_name=_("publication"), related_name="documents"
    )
    language = models.CharField(
        _("language of the file"), max_length=10, choices=Publication.Language
    )
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin, default=Origin.UPLOADED, editable=False
    )
    # What a file that the portal made was made from.
    content_digest = models.CharField(max_length=64, blank=True, editable=False)

    judge = staticmethod(judge_pdf)

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["publication", "language"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["publication", "language"], name="one_document_in_a_language"
            ),
        ]

    def __str__(self):
        return bracketed(self.publication, self.get_language_display())

    def get_absolute_url(self):
        return reverse("publications:download", args=[self.publication.slug, self.language])

    @property
    def is_generated(self):
        return self.origin == self.Origin.GENERATED

    @property
    def is_public(self):
        """The instance's twin of ``published()``."""
        return self.is_published and self.publication.is_published

    @property
    def title(self):
        """The publication's title in the language of the file."""
        return text_of(self.publication, "title", self.language)
