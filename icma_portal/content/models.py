"""What the loader remembers of the records that it wrote."""

from django.db import models


class LoadedRecord(models.Model):
    """A record of the content files as it was loaded: the file's values, and a digest of the
    row that they gave. When the row has another digest now, staff have edited it."""

    model = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    values = models.JSONField()
    row_digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="one_memory_of_a_record"),
        ]

    def __str__(self):
        return f"{self.model} {self.key}"
