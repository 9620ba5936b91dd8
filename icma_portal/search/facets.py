"""Facets: for each value of a filter, how many records one would see by choosing it.

The counting is done on sets of record ids, so that a list with seven facets costs a handful
of queries whatever is chosen. Choices within a facet widen (or), facets narrow each other
(and): the same rule as in ``filters.FacetFilter``, which does it in SQL.
"""

from collections import defaultdict
from typing import NamedTuple


class Option(NamedTuple):
    value: str
    label: str
    count: int
    is_selected: bool


class Facet(NamedTuple):
    name: str
    label: str
    options: list

    @property
    def selected(self):
        return [option for option in self.options if option.is_selected]


class FacetIndex:
    """Which records have which value of which facet.

    ``ids`` are the records that may be counted; ``values`` maps facet → value → ids.
    """

    def __init__(self, ids):
        self.ids = set(ids)
        self.values = defaultdict(lambda: defaultdict(set))

    def add(self, facet, value, pk):
        """Remember that record ``pk`` has ``value``; unknown values are passed over."""
        if value not in (None, "") and pk in self.ids:
            self.values[facet][value].add(pk)

    def matching(self, chosen, within=None, leave_out=None):
        """Return the ids that fit every facet of ``chosen`` (name → values).

        ``within`` limits the result to a set of ids; ``leave_out`` names a facet to ignore.
        """
        result = self.ids if within is None else self.ids & within
        for name, values in chosen.items():
            if values and name != leave_out:
                result = result & set().union(*(self.values[name][value] for value in values))
        return result

    def options(self, name, labels, chosen, within=None):
        """Return the Options of a facet with exact counts, in the order of ``labels``.

        ``labels`` maps value → label; a value without a label is not shown, and one that
        would give nothing only when it is chosen.
        """
        base = self.matching(chosen, within, leave_out=name)
        selected = chosen.get(name) or ()
        options = (
            Option(value, label, len(self.values[name][value] & base), value in selected)
            for value, label in labels.items()
        )
        return [option for option in options if option.count or option.is_selected]
