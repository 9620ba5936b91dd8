"""Which records of a list have which value, as bitmaps of primary keys, and their orders.

Counting a facet is intersecting bitmaps. For the pages of an order there are bitmaps of places
(0 for the first record): the fortieth page is a slice, however many come before it.
"""

from array import array
from collections import defaultdict
from itertools import compress, count

from django.db import connection
from django.db.models.functions import Left
from pyroaring import BitMap

from ..letters import letter_of

AT_A_TIME = 10_000


class ListIndex:
    """The records of a queryset: ``all`` of them, and facet → value → those that have it.

    ``facets`` are the FacetFilters of the list, whose rows are read as ``user`` may see them.
    Orders, letters and places are made when they are first asked for.
    """

    def __init__(self, queryset, facets, user):
        self.queryset = queryset.order_by()
        self.all = BitMap([key for rows in _read(self.queryset, "pk") for (key,) in rows])
        self.values = {each.field_name: defaultdict(BitMap) for each in facets}
        for records, owner, sharing in self._sources(facets, user):
            self._read_facets(records, owner, sharing)
        self._orders, self._places = {}, {}

    def narrowed(self, chosen, within=None, leave_out=None):
        """Return the keys that fit every group of ``chosen`` (name → values).

        ``within`` limits them to other keys; ``leave_out`` names a group to ignore.
        """
        keys = self.all if within is None else self.all & within
        for name, values in chosen.items():
            if values and name != leave_out:
                keys = keys & _union(self.values[name], values)
        return keys

    def counts(self, name, keys):
        """Return value → how many of the keys have it; what none has is left out."""
        if len(keys) == len(self.all):
            found = {value: len(having) for value, having in self.values[name].items()}
        else:
            found = {
                value: having.intersection_cardinality(keys)
                for value, having in self.values[name].items()
            }
        return {value: number for value, number in found.items() if number}

    def page(self, ordering, chosen, within, start, stop):
        """Return the keys from place ``start`` to ``stop`` of those that ``narrowed`` gives."""
        order = self._order(ordering)
        chosen = {name: values for name, values in chosen.items() if values}
        if within is None and not chosen:
            return order[start:stop].tolist()
        places = BitMap(range(len(order))) if within is None else _places(within, order)
        for name, values in chosen.items():
            placed = (self._placed(ordering, name, each) for each in values)
            places &= BitMap.union(BitMap(), *placed)
        return [order[place] for place in places[start:stop]]

    def add_letters(self, name, column):
        """Make the letters under which a column of sort keys stands a group of its own."""
        if name not in self.values:
            letters = defaultdict(BitMap)
            for initial, keys in _grouped(self.queryset, "pk", [Left(column, 1)])[0].items():
                letters[letter_of(initial)] |= keys & self.all
            self.values[name] = letters

    def _sources(self, facets, user):
        """Yield (queryset, path to the key of the record, facets that are read of it together)."""
        own = [each for each in facets if each.is_own_column]
        yield self.queryset, "pk", own
        for each in facets:
            if each.is_many:
                yield self.queryset, "pk", [each]
        related = {each.rows: each.owner for each in facets if each.rows}
        for rows, owner in related.items():
            sharing = [each for each in facets if each.rows is rows]
            yield rows(user).order_by(), owner, sharing

    def _read_facets(self, records, owner, facets):
        owners = [each for each in facets for _path in each.paths]
        paths = [path for each in facets for path in each.paths]
        for facet, groups in zip(owners, _grouped(records, owner, paths), strict=True):
            values = self.values[facet.field_name]
            for raw, keys in groups.items():
                if (value := facet.value_of(raw)) not in (None, ""):
                    values[value] |= keys & self.all

    def _order(self, ordering):
        if ordering not in self._orders:
            rows = _read(self.queryset.order_by(*ordering), "pk")
            keys = (key for some in rows for (key,) in some if key in self.all)
            self._orders[ordering] = array("I", keys)
        return self._orders[ordering]

    def _placed(self, ordering, name, value):
        key = (ordering, name, value)
        if key not in self._places:
            keys = self.values[name].get(value, ())
            self._places[key] = _places(keys, self._order(ordering))
        return self._places[key]


def _grouped(queryset, owner, columns):
    """Return, for each of the columns, value → BitMap of what ``owner`` leads to, in one query."""
    groups = [defaultdict(lambda: array("I")) for _column in columns]
    for rows in _read(queryset, owner, *columns):
        owners, *values = zip(*rows, strict=True)
        for group, column in zip(groups, values, strict=True):
            for key, value in zip(owners, column, strict=True):
                group[value].append(key)
    return [{value: BitMap(keys) for value, keys in group.items()} for group in groups]


def _read(queryset, *columns):
    """Yield lists of rows, past the ORM, which takes several times as long to hand them out."""
    if hasattr(queryset, "rewrite"):
        # None of the columns is translated, and django-modeltranslation would add others.
        queryset = queryset.rewrite(False)
    sql, parameters = queryset.values_list(*columns).query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(AT_A_TIME):
            yield rows


def _places(keys, order):
    """Return the places at which keys stand in an order."""
    return BitMap(compress(count(), map(keys.__contains__, order)))


def _union(known, values):
    return BitMap.union(BitMap(), *(known[each] for each in values if each in known))
