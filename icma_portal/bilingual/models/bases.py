"""Base classes for records with text in both languages."""

from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from icma_portal.publishing.versioned import VersionedModel

from ..languages import CHINESE, ENGLISH, columns
from ..reader import is_blank, text_of
from ..registry import translated_fields
from ..sorting import KEY_LENGTH, sort_key, validate_sort_as
from ..tracking import sync
from ..truncation import brief
from .fields import SortKeyField
from .querysets import SORT_KEYS, BilingualQuerySet

SORT_AS_HELP = _(
    "Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing."
)


def sort_key_column(language=None):
    """Return the column that sorts records in ``language``, or in the active one."""
    return "sort_key_zh" if (language or get_language()) == CHINESE else "sort_key_en"


class BilingualModel(VersionedModel):
    """A record whose empty translations are NULL, never an empty string or empty HTML.

    Whatever saves it, the states of its translations follow in the same transaction.
    """

    # The columns whose text is older than its source, with spaces between: what readers of the
    # record must know of the units, without another query.
    stale_columns = models.TextField(blank=True, default="", editable=False)

    objects = BilingualQuerySet.as_manager()

    class Meta:
        abstract = True

    def prepare_texts(self):
        """Bring the texts into the form in which they are stored."""
        for name in columns(*translated_fields(type(self))):
            if is_blank(getattr(self, name)):
                setattr(self, name, None)

    def save(self, *args, **kwargs):
        self.prepare_texts()
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.stale_columns = sync(type(self), [self.pk]).get(self.pk, "")


class SortedModel(BilingualModel):
    """A record that lists sort by its name, in each language's own order."""

    sort_field = "name"

    sort_key_en = SortKeyField(max_length=KEY_LENGTH, blank=True, editable=False, db_index=True)
    sort_key_zh = SortKeyField(max_length=KEY_LENGTH, blank=True, editable=False, db_index=True)
    sort_as_en = models.CharField(
        _("sort as (English)"),
        max_length=200,
        blank=True,
        validators=[validate_sort_as],
        help_text=SORT_AS_HELP,
    )
    sort_as_zh = models.CharField(
        _("sort as (Chinese)"),
        max_length=200,
        blank=True,
        validators=[validate_sort_as],
        help_text=SORT_AS_HELP,
    )

    class Meta:
        abstract = True

    def __str__(self):
        return text_of(self, self.sort_field)

    def renew_sort_keys(self):
        """Make the stored keys anew from the names, or from what is given instead of them."""
        self.sort_key_en = sort_key(text_of(self, self.sort_field, ENGLISH), self.sort_as_en)
        self.sort_key_zh = sort_key(text_of(self, self.sort_field, CHINESE), self.sort_as_zh)

    def prepare_texts(self):
        super().prepare_texts()
        self.renew_sort_keys()

    def save(self, *args, **kwargs):
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *SORT_KEYS}
        super().save(*args, **kwargs)


class Fact(BilingualModel):
    """A sentence with its sources. ``is_internal`` keeps it for editors only."""

    text = models.TextField(_("text"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_internal = models.BooleanField(
        _("for editors only"), default=False, help_text=_("Never shown to the public.")
    )

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def __str__(self):
        return brief(self, "text")
