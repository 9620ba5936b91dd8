"""What a reader has chosen of a list, and the records that fit."""

from django.utils.functional import cached_property
from django.utils.translation import get_language
from pyroaring import BitMap

from icma_portal.bilingual.models import sort_key_column

from ..catalogue import ids_of
from ..facets import Facet, Option
from ..filters import MAX_TEXT
from ..letters import LetterIndex, asked_letter
from ..searching import matching
from .index import ListIndex


class Selection:
    """The choice in a query string, over the records of ``records()`` as ``user`` may see them.

    ``kept`` is the Snapshot for the user's eyes in which index and labels are kept: one of all
    readers, or of nobody else. A query is understood as ``filterset_class`` understands it, which
    gives the words for what is wrong with one.
    """

    def __init__(self, filterset_class, query, records, user, kept):
        self.facets_by_name = filterset_class.facets_by_name()
        self.model = filterset_class._meta.model
        self.records, self.user, self.kept = records, user, kept
        self.name = filterset_class.__name__
        self.text = query.get("q", "").strip()
        self.asked = {name: query.getlist(name) for name in self.facets_by_name}
        self.letter = asked_letter(query)
        self._labels_of_unused = {}

    @cached_property
    def labels(self):
        """Facet → value → label of what occurs, in the language of the moment."""
        values = self.index.values
        return self.kept.get(
            ("labels", self.name, get_language()),
            lambda: {
                name: each.labels(self.user, among=list(values[name]))
                for name, each in self.facets_by_name.items()
            },
        )

    @cached_property
    def index(self):
        facets = self.facets_by_name.values()
        return self.kept.get(
            ("index", self.name), lambda: ListIndex(self.records(), facets, self.user)
        )

    @cached_property
    def is_valid(self):
        """Whether everything that is asked for exists."""
        is_known = (
            value in self.labels[name] or value in self._unused(name)
            for name, values in self.asked.items()
            for value in values
        )
        return len(self.text) <= MAX_TEXT and all(is_known)

    @property
    def chosen(self):
        """Facet → chosen values; empty when not all of them exist."""
        return self.asked if self.is_valid else {}

    @cached_property
    def fitting(self):
        """The keys of the records that fit; none when not all that is asked for exists."""
        return self.index.narrowed(self.chosen, self._with_text) if self.is_valid else BitMap()

    def facets(self):
        """Return the Facets with exact counts for the present choice."""
        return [
            Facet(name, each.label, self._options(name))
            for name, each in self.facets_by_name.items()
        ]

    def letters(self):
        """Return the LetterIndex of what fits, by the sort keys of the language of the moment."""
        group = self._letter_group()
        counts = self.index.counts(group, self.fitting)
        return LetterIndex(counts, self.letter)

    def page(self, ordering, start, stop, *, by_letter):
        """Return the keys from place ``start`` to ``stop`` of what fits, in an order.

        ``by_letter`` says whether only what stands under the chosen letter counts.
        """
        if not self.is_valid:
            return []
        chosen = self.chosen
        if by_letter and self.letter:
            chosen = {**chosen, self._letter_group(): [self.letter]}
        return self.index.page(tuple(ordering), chosen, self._with_text, start, stop)

    def _letter_group(self):
        column = sort_key_column()
        self.index.add_letters(column, column)
        return column

    def _options(self, name):
        """Return the Options of a facet, in the order of the labels.

        A value without a label is not shown, and one that would give nothing only when chosen.
        """
        chosen = self.chosen.get(name) or ()
        fitting = self.fitting if not chosen else self._without(name)
        counts = self.index.counts(name, fitting)
        labels = {**self.labels[name], **self._unused(name)} if chosen else self.labels[name]
        return [
            Option(value, label, counts.get(value, 0), value in chosen)
            for value, label in labels.items()
            if value in counts or value in chosen
        ]

    def _unused(self, name):
        """Return value → label of what is asked for and exists, though no record has it."""
        if name not in self._labels_of_unused:
            asked = [each for each in self.asked[name] if each not in self.labels[name]]
            found = self.facets_by_name[name].labels(self.user, among=asked) if asked else {}
            known = {value: found[value] for value in asked if value in found}
            self._labels_of_unused[name] = known
        return self._labels_of_unused[name]

    def _without(self, name):
        return self.index.narrowed(self.chosen, self._with_text, leave_out=name)

    @cached_property
    def _with_text(self):
        """The keys of the records that have the text, drafts among them; None for no words."""
        found = matching(self.model, self.text) if self.is_valid else None
        return None if found is None else ids_of(found.sql, found.params)
