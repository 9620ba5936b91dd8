"""What a search asks of all entries, kept in the memory of the process while it is true.

Counting facets over the hits of a broad word took the databases longer than all the rest of a
search. Here the entries with a value are a bitmap, and counting is intersecting. The version of
the content tells when to read anew, whoever has changed what.
"""

import threading
from array import array
from collections import defaultdict
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import Max, Min
from pyroaring import BitMap

from icma_portal.asking.statements import rows_of
from icma_portal.web.changes import content_version

from .engines import engine
from .models import SearchEntry
from .sources import is_public, title_length

NEWEST = "newest"


class Catalogue:
    """The values and orders of all entries as of ``version``, and those that are public ``now``.

    ``public`` and the values of ``values`` (facet → value → ids) are BitMaps of entry ids.
    """

    def __init__(self, version, now):
        self.version = version
        self.values = _values()
        self.public = ids_of(*_public_ids(now))
        self.since, self.until = _change(Max, "lte", now), _change(Min, "gt", now)
        self._orders = {}

    def is_true(self, version, now):
        """Return whether nothing has been changed, published or ended since it was read."""
        is_before = self.since is not None and now < self.since
        is_after = self.until is not None and self.until <= now
        return version == self.version and not is_before and not is_after

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
        return (pk for pk in self._ordered(order) if pk in hits)

    def first(self, hits, order, count):
        """Return the first ``count`` of the hits in an order."""
        return list(islice(self.ordered(hits, order), min(count, len(hits))))

    def _ordered(self, order):
        if order not in self._orders:
            by = "" if order == NEWEST else f"{title_length(order)}, "
            sql = f"SELECT e.id FROM search_searchentry e ORDER BY {by}e.date DESC, e.id"
            self._orders[order] = array("I", engine().ids(sql, []))
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
    """Return the Catalogue of the content as it is now, read anew where that has changed."""
    # First the version: what is read after it may be newer, never older.
    version = content_version()
    if found := _shelf.true_one(version, now):
        return found
    with _shelf.reading:
        if found := _shelf.true_one(version, now):
            return found
        _shelf.kept = Catalogue(version, now)
        return _shelf.kept


def ids_of(sql, parameters):
    """Return the BitMap of the ids that a query selects."""
    return BitMap(engine().ids(sql, parameters))


def _values():
    rows = rows_of("SELECT facet, value, entry_id FROM search_searchvalue ORDER BY 1, 2", [])
    found = defaultdict(dict)
    for (facet, value), group in groupby(rows, key=itemgetter(0, 1)):
        found[facet][value] = BitMap([pk for _facet, _value, pk in group])
    return found


def _public_ids(now):
    public = is_public(now)
    return f"SELECT e.id FROM search_searchentry e WHERE {public.sql}", public.parameters


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
