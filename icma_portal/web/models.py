"""What the processes of the portal tell one another through the database."""

from django.db import models


class ContentChange(models.Model):
    """The rows of this table together are the version of the content.

    Triggers write here, in the transaction of each change of what the public may see
    (``changes.py``). SQLite, with its one writer, keeps a single row; PostgreSQL adds rows, so
    that no editor waits for another one's transaction.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.pk}: {self.number}"


class ChangedRow(models.Model):
    """A row of the content that has changed, or to which one points that has (``changed_rows.py``).

    ``origin`` is the table that was changed; ``row`` is a key of the table ``target``, null where
    it can be any.
    """

    origin = models.CharField(max_length=63)
    target = models.CharField(max_length=63)
    row = models.BigIntegerField(null=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.origin}: {self.target} {self.row}"
