"""How much of the content stands in each language: by kind of record and by group.

A text is one translated field of one record that has words in some language. It stands in a
language when it was written in it, or when its translation into it is there and up to date (also
one that repeats the source on purpose). Texts that never had a word in any language count nowhere.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F

from ..languages import LANGUAGES
from ..models import TranslationUnit
from .filters import kind_labels, visible_types
from .grouping import group_model, way_to_group

State = TranslationUnit.State
COLUMNS = ("content_type_id", "object_id", "target_language", "state", "source_words")
# Together, the row of all texts that belong to no group.
NO_GROUP = None


@dataclass
class LanguageTally:
    """What is open in one language; ``texts`` is what the shares are of."""

    language: str
    texts: int = 0
    missing: int = 0
    stale: int = 0
    words: int = 0

    @property
    def covered(self):
        return self.texts - self.missing - self.stale

    @property
    def percent(self):
        """The covered share in whole percent, rounded down: 100 only when nothing is open."""
        return self.covered * 100 // self.texts if self.texts else 100


@dataclass
class Tally:
    """The figures of one row: of a kind of record, a group, or all together."""

    key: object
    heading: str
    languages: dict = field(
        default_factory=lambda: {each: LanguageTally(each) for each in LANGUAGES}
    )

    @cached_property
    def rows(self):
        return list(self.languages.values())

    @property
    def texts(self):
        return self.rows[0].texts

    def count(self, language, state, words):
        for tally in self.rows:
            tally.texts += 1
        target = self.languages[language]
        if state == State.MISSING:
            target.missing += 1
        elif state == State.STALE:
            target.stale += 1
        else:
            return
        target.words += words


def coverage(user):
    """Return (total, tallies by kind, tallies by group) of the texts that ``user`` may see.

    A record that belongs to several groups counts in each of them, so that the groups may add up
    to more than the total. Queries: one for the units, and one for each kind that has groups.
    """
    types = visible_types(user)
    labels = kind_labels(types)
    units = TranslationUnit.objects.filter(content_type__in=types).order_by()
    total, groups = Tally("total", ""), group_labels()
    by_kind = {pk: Tally(pk, labels[pk]) for pk in types}
    by_group = {pk: Tally(pk, label) for pk, label in groups.items()}
    belongs = groups_of_records(types)
    for kind, pk, language, state, words in units.values_list(*COLUMNS):
        tallies = [total, by_kind[kind]]
        tallies += [by_group[each] for each in belongs.get((kind, pk), {NO_GROUP})]
        for tally in tallies:
            tally.count(language, state, words)
    kinds = [each for each in by_kind.values() if each.texts]
    return total, sorted(kinds, key=lambda each: str(each.heading)), list(by_group.values())


def group_labels():
    """Return the names of the groups by key, in their own order; last, NO_GROUP without one."""
    model = group_model()
    records = model._base_manager.order_by("pk") if model else ()
    return {**{each.pk: str(each) for each in records}, NO_GROUP: ""}


def groups_of_records(types):
    """Return the groups of each record: (content type, key) → set of keys of groups."""
    found = defaultdict(set)
    for kind, model in types.items():
        way = way_to_group(model)
        if way is None:
            continue
        rows = model._base_manager.exclude(**{way: None}).order_by()
        for pk, group in rows.values_list("pk", F(way)):
            found[kind, pk].add(group)
    return found
