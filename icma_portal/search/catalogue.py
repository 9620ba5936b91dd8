"""What a search asks of all entries, kept in the memory of the process while it is true.

Counting facets over the hits of a broad word took the databases longer than all the rest of a
search. Here the entries with a value are a bitmap, and counting is intersecting. The version of
the content tells when to read anew, whoever has changed what.
"""

import threading
from array import array
from collections import defaultdict
from copy import copy
from functools import partial
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import Max, Min
from pyroaring import BitMap

from icma_portal.asking.statements import rows_of
from icma_portal.web.changed_rows import changes_between, noted_rows
from icma_portal.web.changes import content_version
from icma_portal.web.kept import MOST_RENEWED
from icma_portal.web.tables_read import note_tables

from .engines import engine
from .lists.orders import Order
from .lists.renewing import add, orders_after, without
from .models import SearchEntry
from .sources import is_among, is_public, title_length

NEWEST = "newest"
ENTRIES, VALUES = "search_searchentry", "search_searchvalue"
ALL = f"SELECT e.id FROM {ENTRIES} e"


class Catalogue:
    """The values and orders of all entries as of ``version``, and those that are public ``now``.

    ``public`` and the values of ``values`` (facet → value → ids) are BitMaps of entry ids, which
    never change: copies share them.
    """

    TABLES = frozenset({ENTRIES, VALUES})

    def __init__(self, version, now):
        self.version, self.noted = version, noted_rows()
        self.values = _values()
        self.public = ids_of(*_public_ids(now))
        self.since, self.until = _change(Max, "lte", now), _change(Min, "gt", now)
        self._orders = {}

    def is_true(self, version, now):
        """Return whether nothing has been changed, published or ended since it was read."""
        return version == self.version and self.is_within_moments(now)

    def is_within_moments(self, now):
        """Return whether no entry has become public or ceased to be since it was read."""
        is_before = self.since is not None and now < self.since
        is_after = self.until is not None and self.until <= now
        return not is_before and not is_after

    def at(self, version, now):
        """Return the Catalogue of a later version: a copy in which what has changed is read anew.

        None where too much has changed.
        """
        noted = noted_rows()
        keys = changes_between(self.noted, noted).keys(ENTRIES, self.TABLES)
        if keys is None or len(keys) > MOST_RENEWED or not self.is_within_moments(now):
            return None
        later = copy(self)
        later.version, later.noted = version, noted
        later._orders = dict(self._orders)
        keys = BitMap(keys)
        later.values = {facet: without(found, keys) for facet, found in self.values.items()}
        if keys:
            later._read_anew(keys, now)
        return later

    def _read_anew(self, keys, now):
        # That of an entry which has changed may stay: it only ends the Catalogue for nothing.
        moments = {self.since, self.until, *_moments_of(keys)} - {None}
        self.since = max((each for each in moments if each <= now), default=None)
        self.until = min((each for each in moments if each > now), default=None)
        among = is_among(keys)
        public, moments = _public_ids(now)
        self.public = (self.public - keys) | ids_of(
            f"{public} AND {among.sql}", [*moments, *among.parameters]
        )
        for facet, read in _values(among).items():
            add(self.values.setdefault(facet, {}), read)
        entering = ids_of(f"{ALL} WHERE {among.sql}", among.parameters)
        self._orders = orders_after(
            self._orders, keys, entering, {}, lambda order: partial(_sorted, order)
        )

    def counts(self, hits, filters):
        """Return facet → value → how many of the hits have it; what none has is left out.

        Choices within a facet widen, facets narrow each other: a facet is counted without its own
        choice.
        """
        result, narrowed = {}, self.narrowed(hits, filters)
        for facet, values in self.values.items():
            others = {name: chosen for name, chosen in filters.items() if name != facet}
            base = self.narrowed(hits, others) if filters.get(facet) else narrowed
            counted = {value: ids.intersection_cardinality(base) for value, ids in values.items()}
            if found := {value: number for value, number in counted.items() if number}:
                result[facet] = found
        return result

    def narrowed(self, hits, filters):
        """Return those of the hits that fit every facet of ``filters`` (name → values)."""
        for facet, values in filters.items():
            if values:
                known = self.values.get(facet, {})
                chosen = [known[each] for each in values if each in known]
                hits = hits & BitMap.union(BitMap(), *chosen)
        return hits

    def ordered(self, hits, order):
        """Yield the hits: NEWEST first, or by a column of titles, the shortest first."""
        return (pk for pk in self._ordered(order).keys if pk in hits)

    def first(self, hits, order, count):
        """Return the first ``count`` of the hits in an order."""
        return list(islice(self.ordered(hits, order), min(count, len(hits))))

    def _ordered(self, order):
        if order not in self._orders:
            keys = array("I", engine().ids(f"{ALL} {_ordering(order)}", []))
            self._orders[order] = Order(keys)
        return self._orders[order]


class _Shelf:
    """The one Catalogue of the process; threads that find it untrue wait for one to read it."""

    def __init__(self):
        self.reading = threading.Lock()
        self.kept = None

    def true_one(self, version, now):
        kept = self.kept
        return kept if kept is not None and kept.is_true(version, now) else None


_shelf = _Shelf()


def catalogue(now):
    """Return the Catalogue of the content as it is now, renewed where that has changed."""
    note_tables(Catalogue.TABLES)
    # First the version: what is read after it may be newer, never older.
    version = content_version()
    if found := _shelf.true_one(version, now):
        return found
    with _shelf.reading:
        if found := _shelf.true_one(version, now):
            return found
        kept = _shelf.kept
        _shelf.kept = (kept and kept.at(version, now)) or Catalogue(version, now)
        return _shelf.kept


def _moments_of(keys):
    """Return all moments at which entries with these ids become public or cease to be."""
    entries = SearchEntry.objects.filter(pk__in=keys).order_by()
    return {each for pair in entries.values_list("visible_from", "visible_until") for each in pair}


def ids_of(sql, parameters):
    """Return the BitMap of the ids that a query selects."""
    return BitMap(engine().ids(sql, parameters))


def _values(among=None):
    """Return facet → value → ids of all entries, or of those that a Fragment names."""
    where = f" WHERE entry_id IN ({ALL} WHERE {among.sql})" if among else ""
    sql = f"SELECT facet, value, entry_id FROM {VALUES}{where} ORDER BY 1, 2"
    found = defaultdict(dict)
    rows = rows_of(sql, among.parameters if among else [])
    for (facet, value), group in groupby(rows, key=itemgetter(0, 1)):
        found[facet][value] = BitMap([pk for _facet, _value, pk in group])
    return found


def _ordering(order):
    by = "" if order == NEWEST else f"{title_length(order)}, "
    return f"ORDER BY {by}e.date DESC, e.id"


def _sorted(order, keys):
    """Return a few ids in an order, as the database sorts them."""
    among = is_among(keys)
    return engine().ids(f"{ALL} WHERE {among.sql} {_ordering(order)}", among.parameters)


def _public_ids(now):
    public = is_public(now)
    return f"{ALL} WHERE {public.sql}", public.parameters


def _change(nearest, side, now):
    """Return the moment nearest to ``now`` at which an entry becomes public or ceases to be.

    ``nearest`` is Max with ``side`` "lte", or Min with "gt"; None where there is no such moment.
    """
    entries = SearchEntry.objects.order_by()
    moments = [
        entries.filter(**{f"{name}__{side}": now}).aggregate(found=nearest(name))["found"]
        for name in ("visible_from", "visible_until")
    ]
    choose = max if nearest is Max else min
    return choose((each for each in moments if each), default=None)
