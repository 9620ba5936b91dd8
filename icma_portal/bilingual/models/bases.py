"""Base classes for records with text in both languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator

from ..languages import CHINESE, ENGLISH, columns
from ..reader import is_blank, text_of
from ..sorting import KEY_LENGTH, sort_key, validate_sort_as
from ..truncation import brief
from .fields import SortKeyField

SORT_AS_HELP = _(
    "Only where the automatic order is wrong: for Chinese the pinyin, for example chong qing."
)


def translated_fields(model):
    """Return the names of the model's translated fields, in the order of their declaration."""
    try:
        return list(translator.get_options_for_model(model).fields)
    except NotRegistered:
        return []


def sort_key_column(language=None):
    """Return the column that sorts records in ``language``, or in the active one."""
    return "sort_key_zh" if (language or get_language()) == CHINESE else "sort_key_en"


class BilingualModel(models.Model):
    """A record whose empty translations are NULL, never an empty string or empty HTML."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        for name in columns(*translated_fields(type(self))):
            if is_blank(getattr(self, name)):
                setattr(self, name, None)
        super().save(*args, **kwargs)


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

    def save(self, *args, **kwargs):
        self.renew_sort_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_key_en", "sort_key_zh"}
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
