"""How often documents are downloaded: a number for each day, and nothing about who did it."""

from django.db import models
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from icma_portal.asking.statements import rows_of

from .documents import Document

TOTAL = "SELECT SUM(number) FROM publications_downloadcount WHERE document_id IN ({})"


class DownloadCountQuerySet(models.QuerySet):
    def count_one(self, document, day=None):
        """Add one download of ``document`` to ``day`` (today by default)."""
        that_day = {"document_id": document.pk, "day": day or timezone.now().date()}
        if self._add_one(that_day):
            return
        # The first of the day; if another was quicker, this is the second.
        _count, is_first = self.get_or_create(**that_day, defaults={"number": 1})
        if not is_first:
            self._add_one(that_day)

    def _add_one(self, that_day):
        return self.filter(**that_day).update(number=F("number") + 1)

    def of(self, documents):
        """Keep the counts of ``documents``."""
        return self.filter(document__in=documents)

    def total_of(self, documents):
        """Return how often a list of documents was downloaded.

        In SQL written by hand: every page of a publication asks for it.
        """
        if not documents:
            return 0
        signs = ", ".join(["%s"] * len(documents))
        [[total]] = rows_of(TOTAL.format(signs), [each.pk for each in documents])
        return total or 0

    def total(self):
        return self.aggregate(total=Sum("number"))["total"] or 0

    def by_publication(self):
        """Return (publication's key, number) pairs, the most downloaded first."""
        totals = self.values_list("document__publication").annotate(total=Sum("number"))
        return totals.order_by("-total", "document__publication")


class DownloadCount(models.Model):
    document = models.ForeignKey(
        Document, models.CASCADE, verbose_name=_("document"), related_name="download_counts"
    )
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("downloads"), default=0)

    objects = DownloadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("downloads of a day")
        verbose_name_plural = _("downloads by day")
        ordering = ["document", "day"]
        # The portal itself counts.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["document", "day"], name="one_count_of_a_day"),
        ]

    def __str__(self):
        return f"{self.document}, {self.day}: {self.number}"
