"""Which records of a list have which value, as bitmaps of primary keys, and their orders.

Counting a facet is intersecting bitmaps. For the pages of an order there are bitmaps of places
(0 for the first record): the fortieth page is a slice, however many come before it. A change of
some records is read anew of these alone.
"""

from array import array
from collections import defaultdict
from contextlib import contextmanager
from copy import copy
from functools import partial

from django.db import connection
from django.db.models.functions import Left
from pyroaring import BitMap

from icma_portal.web.kept import KeptByRecord
from icma_portal.web.tables_read import tables_read

from ..letters import letter_of
from .orders import order_of, places_of, sorter, sql_of
from .renewing import add, orders_after, without

AT_A_TIME = 10_000


class ListIndex(KeptByRecord):
    """The records of a queryset: ``all`` of them, and facet → value → those that have it.

    ``facets`` are the FacetFilters of the list, whose rows are read as ``user`` may see them.
    Orders, letters and places are made when they are first asked for. Its bitmaps never change:
    copies share them.
    """

    def __init__(self, queryset, facets, user):
        self.table, self.queryset = queryset.model._meta.db_table, queryset.order_by()
        self.facets, self.user = tuple(facets), user
        self._letters, self._orders = {}, {}
        with tables_read() as self.tables:
            self.all = _keys(self.queryset)
            self.values = {each.field_name: {} for each in facets}
            self._read_facets()

    def renewed(self, keys):
        """Return a copy in which the records with these keys are read anew, if there are any."""
        later = copy(self)
        later.tables, later._letters = set(self.tables), dict(self._letters)
        keys = BitMap(keys)
        # Another thread may add letters meanwhile.
        known = list(self.values.items())
        later.values = {name: without(found, keys) for name, found in known}
        later._orders = dict(self._orders)
        if keys:
            with later._noting():
                later._read_anew(keys)
        return later

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
            return order.keys[start:stop].tolist()
        places = BitMap(range(len(order))) if within is None else places_of(within, order.keys)
        for name, values in chosen.items():
            known = self.values[name]
            placed = (order.placed(name, each, known.get(each, ())) for each in values)
            places &= BitMap.union(BitMap(), *placed)
        return [order.keys[place] for place in places[start:stop]]

    def add_letters(self, name, column):
        """Make the letters under which a column of sort keys stands a group of its own."""
        if name not in self._letters:
            with self._noting():
                letters = self._letters_of(self.queryset, column)
            self.values[name], self._letters[name] = letters, column

    @contextmanager
    def _noting(self):
        """Note the tables that are read inside: first they, then what was read is stored."""
        with tables_read() as tables:
            yield
        self.tables |= tables

    def _read_anew(self, keys):
        former = self.all
        self.all = (former - keys) | _keys(self.queryset.filter(pk__in=keys))
        self._read_facets(keys)
        for name, column in self._letters.items():
            read = self._letters_of(self.queryset.filter(pk__in=keys), column)
            add(self.values[name], read)
        sorter_of = partial(sorter, self.queryset)
        leaving, entering = former & keys, self.all & keys
        self._orders = orders_after(self._orders, leaving, entering, self.values, sorter_of)

    def _sources(self):
        """Yield (queryset, path to the key of the record, facets that are read of it together)."""
        own = [each for each in self.facets if each.is_own_column]
        yield self.queryset, "pk", own
        for each in self.facets:
            if each.is_many:
                yield self.queryset, "pk", [each]
        related = {each.rows: each.owner for each in self.facets if each.rows}
        for rows, owner in related.items():
            sharing = [each for each in self.facets if each.rows is rows]
            yield rows(self.user).order_by(), owner, sharing

    def _read_facets(self, keys=None):
        """Add the values of all records, or of those with these keys."""
        for records, owner, facets in self._sources():
            asked = records if keys is None else records.filter(**{f"{owner}__in": keys})
            owners = [each for each in facets for _path in each.paths]
            paths = [path for each in facets for path in each.paths]
            for facet, groups in zip(owners, _grouped(asked, owner, paths), strict=True):
                read = defaultdict(BitMap)
                for raw, having in groups.items():
                    if (value := facet.value_of(raw)) not in (None, ""):
                        read[value] |= having & self.all
                add(self.values[facet.field_name], read)

    def _letters_of(self, queryset, column):
        letters = defaultdict(BitMap)
        for initial, keys in _grouped(queryset, "pk", [Left(column, 1)])[0].items():
            letters[letter_of(initial)] |= keys & self.all
        return dict(letters)

    def _order(self, ordering):
        if ordering not in self._orders:
            with self._noting():
                order = order_of(self.queryset, ordering, self.all)
            self._orders[ordering] = order
        return self._orders[ordering]


def _keys(queryset):
    return BitMap([key for rows in _read(queryset, "pk") for (key,) in rows])


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
    with connection.chunked_cursor() as cursor:
        cursor.execute(*sql_of(queryset, *columns))
        while rows := cursor.fetchmany(AT_A_TIME):
            yield rows


def _union(known, values):
    return BitMap.union(BitMap(), *(known[each] for each in values if each in known))
