"""The index: one entry for each record that can be found, its names, values and passages.

The tokens themselves lie in tables of each database's own kind (``engines``), under the ids of
entries and passages. Nothing here is typed by hand; ``indexing`` writes it from the records.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from icma_portal.bilingual.models.fields import SortKeyField


class SearchEntry(models.Model):
    """One record, or one page of the roof (without a content type), as search shows it."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True)
    object_id = models.BigIntegerField(null=True)
    # The name of a page of the roof; empty for records.
    page = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40)
    title_en = models.CharField(max_length=300, blank=True)
    title_zh_hans = models.CharField(max_length=300, blank=True)
    # The address without its language: /partnerships/durban-southeast-florida/
    address = models.CharField(max_length=400)
    # ISO text as precise as the record knows it; what sorts by date.
    date = models.CharField(max_length=10, blank=True)
    # What a passage is cut from: [[language, text], …], titles left out.
    texts = models.JSONField(default=list)
    # Public from this moment (NULL: never) to that one (NULL: for good): conditions of the query.
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    # When the schedule of a related record next changes the text; searching renews it then.
    changes_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_search_entry"),
        ]
        indexes = [
            # Asked before every search: is anything due?
            models.Index(fields=["changes_at"], name="search_due"),
            models.Index(fields=["kind"], name="search_kind"),
        ]

    def __str__(self):
        return self.title_en or self.title_zh_hans


class SearchName(models.Model):
    """A title, another name, an acronym or the sound of a name; for exact hits and suggestions."""

    class Rank(models.IntegerChoices):
        TITLE = 0
        ALIAS = 1
        SOUND = 2

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="names")
    key = SortKeyField(max_length=300)
    rank = models.PositiveSmallIntegerField(choices=Rank)

    class Meta:
        # Names that are, or begin with, what was typed.
        indexes = [models.Index(fields=["key"], name="search_name_key")]

    def __str__(self):
        return self.key


class SearchValue(models.Model):
    """A value of a facet that an entry has: kind, topic, country, year, language of a file."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="values")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=120)

    class Meta:
        indexes = [
            # Filters: the entries with a value.
            models.Index(fields=["facet", "value", "entry"], name="search_value_entries"),
        ]

    def __str__(self):
        return f"{self.facet}:{self.value}"


class SearchPassage(models.Model):
    """A part of a long text: a page of a document, or what follows the first part of a record."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField()
    # NULL where the text is no document.
    page = models.PositiveIntegerField(null=True)
    language = models.CharField(max_length=10)
    # Where the page can be looked at, without the language of the site.
    address = models.CharField(max_length=400, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["entry", "order"]

    def __str__(self):
        return f"{self.entry_id}: {self.order}"


class SearchWord(models.Model):
    """A word as the texts write it, unstemmed: for suggestions and spelling.

    Words are only added. Whether one still leads to something public is asked when it is offered.
    """

    word = SortKeyField(max_length=40, primary_key=True)

    class Meta:
        ordering = ["word"]

    def __str__(self):
        return self.word


class SearchRebuild(models.Model):
    """How far ``rebuild_search`` has come, so that an interrupted one goes on where it stopped."""

    model = models.CharField(max_length=100)
    last_id = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.model} {self.last_id}"
