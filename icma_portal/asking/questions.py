"""Questions that pages ask again and again: querysets with their prefetches, compiled once.

To put its SQL together takes the ORM ten times as long as to run it. A Question remembers the SQL
for visitors who have not signed in; for others, who may see more, the queryset itself is asked.
Queries of one depth go to the database together: first the records, then what hangs on them, then
what hangs on that.
"""

from threading import Lock

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from .compiled import Compiled
from .moments import moment_of, present_moment
from .relations import relations_of
from .stand_ins import MOMENT, listed, stand_in, statement
from .statements import answers_to, chunks


class Question:
    """A queryset for a page, given as a function of the user and of keys: text or numbers.

    One of the keys may be a list of numbers, by which the records themselves are narrowed and
    nothing that is prefetched (``filter(pk__in=pks)``). What a list finds may come in any order.

    The function may ask for the present only by ``present_moment()``, as ``visible_to`` does;
    that it keeps to this is looked at when the queryset is compiled. Prefetches name one step
    each: a longer way is a prefetch of the prefetched queryset. Lists that are prefetched without
    ``to_attr`` can be read whole, by ``all()``, and not be filtered.
    """

    def __init__(self, queryset):
        self.queryset = queryset
        self.plans, self.making = {}, Lock()

    def records(self, user, **keys):
        """Return the list of records that ``user`` may see, with all that is prefetched."""
        if not user.is_anonymous:
            return list(self.queryset(user, **keys))
        return self._plan(keys).records(keys)

    def record(self, user, **keys):
        """Return the first of the records, None where there is none."""
        return next(iter(self.records(user, **keys)), None)

    def _plan(self, keys):
        if (plan := self.plans.get(get_language())) is None:
            with self.making:
                if (plan := self.plans.get(get_language())) is None:
                    plan = self.plans[get_language()] = Plan(self.queryset, keys)
        return plan


class Plan:
    """A compiled queryset and the relations that are asked after it, for one language.

    With a list among the keys there is a query for each length that is asked for.
    """

    def __init__(self, queryset, keys):
        self.queryset = queryset
        lists = [name for name, value in keys.items() if isinstance(value, list)]
        if len(lists) > 1:
            raise ValueError(f"{lists}: one list of keys can be asked for.")
        self.list = lists[0] if lists else None
        self.stand_ins = {
            name: stand_in(name, value) for name, value in keys.items() if name != self.list
        }
        self.queries = {}
        with moment_of(MOMENT):
            self.relations = relations_of(self._asked(1), self.stand_ins)
        # Looks whether all that depends on the moment of asking is known.
        self._statement(self._values(dict.fromkeys(keys)), [0])

    def _asked(self, number):
        several = {self.list: listed(number)} if self.list else {}
        return self.queryset(AnonymousUser(), **self.stand_ins, **several)

    def _query(self, number):
        if (query := self.queries.get(number)) is None:
            with moment_of(MOMENT):
                query = self.queries[number] = Compiled(self._asked(number))
        return query

    def _values(self, keys):
        return {each: keys[name] for name, each in self.stand_ins.items()}

    def _statement(self, values, chunk):
        signs = dict(zip(listed(len(chunk)), chunk, strict=True)) if self.list else {}
        return statement(self._query(len(chunk)), {**values, **signs})

    def records(self, keys):
        """Return the records of keys, with all that the relations lead to."""
        values, records = self._values(keys), []
        # Without a list, there is one query, as for one key.
        parts = list(chunks(keys[self.list])) if self.list else [[0]]
        if not self._query(1).sql:
            return []
        answers = answers_to([self._statement(values, chunk) for chunk in parts])
        for chunk, rows in zip(parts, answers, strict=True):
            records += self._query(len(chunk)).instances(rows)
        attach(records, self.relations, values)
        return records


def attach(records, relations, values):
    """Attach to records what relations lead to, and so on: one step to the database a depth.

    All is asked for one moment.
    """
    with moment_of(present_moment()):
        _attach(records, relations, values)


def _attach(records, relations, values):
    left = [(each, records) for each in relations] if records else []
    while left:
        steps = [(relation, relation.starts(found)) for relation, found in left]
        asked = [
            (relation, starts, list(chunks(relation.keys_of(starts)))) for relation, starts in steps
        ]
        answers = iter(
            answers_to(
                relation.statement(chunk, values)
                for relation, _starts, parts in asked
                for chunk in parts
            )
        )
        left = []
        for relation, starts, parts in asked:
            reached = [each for part in parts for each in relation.instances(part, next(answers))]
            relation.assign(starts, reached)
            if reached:
                left += [(each, reached) for each in relation.relations]
