"""The order of a list in memory, which a change of a record does not end.

Where a record stands among others only the database can say, with its collations and its nulls:
it is asked to sort the record among a few of them, then among those between two of these.
"""

from array import array
from itertools import compress, count

from pyroaring import BitMap

from icma_portal.asking.stand_ins import keys as stand_ins
from icma_portal.asking.statements import rows_of

# So many records the database sorts at a time: a million takes four questions.
PROBES = 63


class Order:
    """The keys of all records in an order, and the places (0 first) of those with a value."""

    def __init__(self, keys, places=()):
        self.keys, self._places = keys, dict(places)

    def __len__(self):
        return len(self.keys)

    def placed(self, group, value, having):
        """Return the BitMap of the places of those ``having`` a value of a group."""
        if (group, value) not in self._places:
            self._places[group, value] = places_of(having, self.keys)
        return self._places[group, value]

    def renewed(self, leaving, entering, values, database_sorts):
        """Return a copy without the keys that leave, and with those that enter at their places.

        ``values`` are group → value → keys as they are then; ``database_sorts`` returns keys in
        this order.
        """
        later = Order(self.keys[:], list(self._places.items()))
        for key in leaving:
            later._take_out(key)
        for key in entering:
            place = place_of(key, later.keys, database_sorts)
            if place is not None:
                later._put_in(key, place, values)
        return later

    def _take_out(self, key):
        try:
            place = self.keys.index(key)
        except ValueError:
            return
        del self.keys[place]
        for name, places in self._places.items():
            before, after = _cut(places, place)
            after.discard(place)
            self._places[name] = before | after.shift(-1)

    def _put_in(self, key, place, values):
        self.keys.insert(place, key)
        for (group, value), places in self._places.items():
            before, after = _cut(places, place)
            moved = before | after.shift(1)
            if key in values[group].get(value, ()):
                moved.add(place)
            self._places[group, value] = moved


def order_of(queryset, ordering, among):
    """Return the Order of the keys of a queryset that are ``among`` others."""
    sql, parameters = sql_of(queryset.order_by(*ordering), "pk")
    return Order(array("I", (key for (key,) in rows_of(sql, parameters) if key in among)))


def sorter(queryset, ordering):
    """Return a function that has the database sort at most PROBES + 1 keys of records."""
    signs = stand_ins(PROBES + 1)
    sorting = queryset.filter(pk__in=signs).order_by(*ordering)
    sql, parameters = sql_of(sorting, "pk")

    def sorted_by_database(keys):
        # Asked for repeatedly, the last one is found once.
        keys = [*keys, *keys[-1:] * (len(signs) - len(keys))]
        known = dict(zip(signs, keys, strict=True))
        return [key for (key,) in rows_of(sql, [known.get(each, each) for each in parameters])]

    return sorted_by_database


def place_of(key, keys, database_sorts):
    """Return the place at which a key belongs among others in their order, None if it is gone."""
    low, high = 0, len(keys)
    while low < high:
        step = -(-(high - low) // PROBES)
        places = {keys[place]: place for place in range(low, high, step)}
        found = database_sorts([*places, key])
        if key not in found:
            return None
        at = found.index(key)
        former = low, high
        low = places[found[at - 1]] + 1 if at else low
        high = places[found[at + 1]] if at + 1 < len(found) else high
        if (low, high) == former:
            # All of them have gone meanwhile, and will be taken out as well.
            break
    return low


def places_of(keys, order):
    """Return the BitMap of the places at which keys stand in an order."""
    return BitMap(compress(count(), map(keys.__contains__, order)))


def sql_of(queryset, *columns):
    """Return the SQL of columns of a queryset, and its parameters."""
    if hasattr(queryset, "rewrite"):
        # None of the columns is translated, and django-modeltranslation would add others.
        queryset = queryset.rewrite(False)
    return queryset.values_list(*columns).query.sql_with_params()


def _cut(places, place):
    """Return the places before one, and it with those after it."""
    before = places & BitMap(range(place))
    return before, places - before
