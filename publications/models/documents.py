"""The files of a publication: one in each language, at an address that stays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.formats import bracketed
from icma_portal.bilingual.reader import text_of
from icma_portal.files.gate.judging import judge_pdf
from icma_portal.files.models import Reading, StoredFile
from icma_portal.publishing.models import Publishable, PublishableQuerySet
from icma_portal.web.addresses import reverse

from .publications import Publication

# Pages of a document on one page of the portal.
PAGES_AT_ONCE = 10


class DocumentQuerySet(PublishableQuerySet):
    def is_public(self, path="", at=None):
        """Published files of published publications: a file never shows before its page."""
        publications = Publication.objects.published(at)
        return super().is_public(path, at) & Q(**{f"{path}publication__in": publications})


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

    def get_reading_url(self, number=1):
        """Return the address at which the document's page ``number`` can be read."""
        address = reverse("publications:read", args=[self.publication.slug, self.language])
        page = (number - 1) // PAGES_AT_ONCE + 1
        query = f"?page={page}" if page > 1 else ""
        return f"{address}{query}#page-{number}" if number > 1 else address

    @property
    def is_readable(self):
        """Whether its pages have been read and can be shown."""
        reading = getattr(self.current, "reading", None)
        return reading is not None and reading.state == Reading.State.DONE

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
