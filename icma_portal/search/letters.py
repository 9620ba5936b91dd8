"""The A–Z index of a long list, by the first letter of the stored sort keys.

Chinese names stand under their pinyin, whatever starts with no Latin letter under #.
"""

from string import ascii_uppercase
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import Left

from icma_portal.bilingual.models import sort_key_column

OTHER = "#"
LETTERS = (*ascii_uppercase, OTHER)
# Lists with at most this many records need no index.
SHORT_LIST = 20


class Letter(NamedTuple):
    sign: str
    is_current: bool


def asked_letter(query):
    """Return the letter that a query string asks for; None for anything but A–Z and #."""
    letter = query.get("letter", "").strip()
    known = letter.isascii() and letter.upper() in LETTERS
    return letter.upper() if known else None


def letter_of(initial):
    """Return the letter under which a sort key stands that begins with this sign."""
    letter = initial.upper()
    return letter if letter in LETTERS else OTHER


def initials_of(queryset):
    """Return the first sign of the sort keys → how many records have it, in one query."""
    initials = queryset.order_by().values_list(Left(sort_key_column(), 1))
    return dict(initials.annotate(Count("pk")))


class LetterIndex:
    """How many records stand under which letter.

    ``initials`` maps the first sign of a sort key to the number of records that have it;
    ``chosen`` is the letter asked for, None for all.
    """

    def __init__(self, initials, chosen):
        self.column = sort_key_column()
        self.chosen = chosen
        self.counts = dict.fromkeys(LETTERS, 0)
        for initial, count in initials.items():
            self.counts[letter_of(initial)] += count

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def is_shown(self):
        return self.total > SHORT_LIST or self.chosen is not None

    @property
    def count(self):
        """How many records the list has under the chosen letter, or in all."""
        return self.counts[self.chosen] if self.chosen else self.total

    @property
    def entries(self):
        """The letters that occur, and the chosen one in any case."""
        return [
            Letter(sign, sign == self.chosen)
            for sign, count in self.counts.items()
            if count or sign == self.chosen
        ]

    def narrow(self, queryset):
        """Keep what stands under the chosen letter; everything when there is none."""
        if self.chosen is None:
            return queryset
        # The keys are compared by code point, and "{" is the one after z.
        if self.chosen == OTHER:
            return queryset.exclude(**self._between("a", "{"))
        first = self.chosen.lower()
        return queryset.filter(**self._between(first, chr(ord(first) + 1)))

    def _between(self, first, after):
        return {f"{self.column}__gte": first, f"{self.column}__lt": after}


class LetteredListMixin:
    """For plain lists by name: ``get_queryset`` gives its records to ``under_letter``."""

    page_parameters = ("letter",)

    def under_letter(self, queryset):
        self.letters = LetterIndex(initials_of(queryset), asked_letter(self.request.GET))
        return self.letters.narrow(queryset)

    def get_context_data(self, **kwargs):
        return super().get_context_data(letters=self.letters, **kwargs)
