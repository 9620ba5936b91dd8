"""Facets: for each value of a filter, how many records one would see by choosing it.

Choices within a facet widen (or), facets narrow each other (and): ``lists.index`` does it with
bitmaps, ``filters.FacetFilter`` in SQL.
"""

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
