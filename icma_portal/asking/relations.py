"""Prefetches that are compiled once: the twin of ``prefetch_related_objects``."""

from collections import defaultdict

from django.db.models import Prefetch
from django.db.models.constants import LOOKUP_SEP
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ManyToManyDescriptor,
    ReverseManyToOneDescriptor,
)
from django.db.models.query import get_prefetcher

from .compiled import Compiled
from .moments import moment_of
from .stand_ins import MOMENT, keys, statement


class Whole(list):
    """What a relation of a record leads to: to be read whole, and not to be filtered."""

    def all(self):
        return self


def relations_of(queryset, stand_ins):
    """Return the Relations that a queryset prefetches."""
    lookups = queryset._prefetch_related_lookups
    return [Relation(queryset.model, each, stand_ins) for each in lookups]


class Relation:
    """One step from records to others, with the steps from there.

    The step may begin at what the queryset joins to its records (``select_related``). Raises
    ValueError for any other way of several steps.
    """

    def __init__(self, model, lookup, stand_ins):
        self.lookup = lookup if isinstance(lookup, Prefetch) else Prefetch(lookup)
        *self.way, self.name = self.lookup.prefetch_through.split(LOOKUP_SEP)
        self.to = self.lookup.prefetch_to.rpartition(LOOKUP_SEP)[2]
        for step in self.way:
            field = model._meta.get_field(step)
            if not (field.many_to_one or field.one_to_one):
                raise ValueError(f"{step}: prefetch what leads on with the queryset of this step.")
            model = field.related_model
        self.model, descriptor = model, getattr(model, self.name)
        is_many = isinstance(descriptor, ManyToManyDescriptor)
        is_reverse = isinstance(descriptor, ReverseManyToOneDescriptor) and not is_many
        # Each row of a reverse relation points to the record that it hangs on; records that point
        # to others are asked for by that.
        self.pointer = descriptor.field if is_reverse else None
        is_forward = isinstance(descriptor, ForwardManyToOneDescriptor)
        self.asked_by = descriptor.field.attname if is_forward else model._meta.pk.attname
        queryset, self.key_of_target, self.key_of, self.is_single, self.cache = self._asked(1)
        self.relations = relations_of(queryset, stand_ins)
        self.queries = {1: Compiled(queryset)}
        self.can_find = bool(self.queries[1].sql)
        # Looks whether all that depends on the moment of asking is known.
        self.statement([0], dict.fromkeys(stand_ins.values()))

    def _asked(self, number):
        """Return what Django asks for the targets of so many records, as it tells it itself."""
        records = [self.model(**{self.asked_by: key}) for key in keys(number)]
        prefetcher, *_others = get_prefetcher(records[0], self.name, self.to)
        querysets = self.lookup.get_current_querysets(len(self.way))
        *asked, _is_descriptor = prefetcher.get_prefetch_querysets(records, querysets)
        return asked

    def starts(self, records):
        """Return those from which the step goes: the records, or what is joined to them."""
        for step in self.way:
            records = [each for each in (getattr(record, step) for record in records) if each]
        return records

    def _query(self, number):
        if (query := self.queries.get(number)) is None:
            with moment_of(MOMENT):
                query = self.queries[number] = Compiled(self._asked(number)[0])
        return query

    def keys_of(self, records):
        """Return the keys by which the targets of records are found, each once."""
        return sorted({self.key_of(each)[0] for each in records} - {None}) if self.can_find else []

    def statement(self, chunk, values):
        """Return the Statement that asks for the targets of a list of keys."""
        signs = dict(zip(keys(len(chunk)), chunk, strict=True))
        return statement(self._query(len(chunk)), {**values, **signs})

    def instances(self, chunk, rows):
        """Return the instances of the rows that answer ``statement(chunk)``."""
        return self._query(len(chunk)).instances(rows)

    def assign(self, records, targets):
        """Give each of the records its targets, under the name that the prefetch says."""
        found, by_key = defaultdict(list), {self.key_of(each): each for each in records}
        for target in targets:
            key = self.key_of_target(target)
            found[key].append(target)
            if self.pointer is not None:
                self.pointer.set_cached_value(target, by_key[key])
        for record in records:
            reached = found.get(self.key_of(record), [])
            if self.is_single:
                reached = reached[0] if reached else None
            if self.to != self.name:
                setattr(record, self.to, reached)
            elif self.is_single:
                record._state.fields_cache[self.cache] = reached
            else:
                kept = record.__dict__.setdefault("_prefetched_objects_cache", {})
                kept[self.cache] = Whole(reached)
