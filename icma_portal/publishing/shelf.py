"""The records that a page shows of what may be thousands."""

import sys
from functools import cache, cached_property

from icma_portal.asking.questions import Question
from icma_portal.bilingual.models import sort_key_column
from icma_portal.web.kept import snapshot_of
from icma_portal.web.tables_read import note_tables, tables_read

MOST_SHOWN = 60
ALL = sys.maxsize


class Related:
    """What hangs on the records of a kind, by name, after the columns ``before``.

    ``matches(user, **keys)`` gives the queryset of what ``user`` may see, of the model that
    ``model()`` gives; its ``for_card(user)`` fetches what cards show. ``most`` of them are shown:
    MOST_SHOWN where nothing is said.
    """

    def __init__(self, model, matches, *before, most=None):
        self.model, self.matches, self.before = model, matches, before
        self.most = most
        # One for each number of records that may be shown: it stands in the SQL.
        self.questions = {}

    def keys(self, user, most, **keys):
        """Return the primary keys of the first ``most`` records, and of one more if there is."""
        if (question := self.questions.get(most)) is None:
            question = self.questions[most] = Question(
                lambda user, **keys: self._first(user, keys, most)
            )
        return [each.pk for each in question.records(user, **keys)]

    def _first(self, user, keys, most):
        ordered = self.matches(user, **keys).order_by(*self.before, sort_key_column(), "pk")
        return ordered.only("pk") if most is ALL else ordered.only("pk")[: most + 1]

    def shelf(self, request, **keys):
        """Return the Shelf for the page that a request asks for."""
        return Shelf(self, request, keys)


def related_to(model, name, *before):
    """Return the Related of the records to which the relation ``name`` of a model leads.

    It is asked with ``pk``, the key of the record of that model.
    """

    def target():
        return model._meta.get_field(name).related_model

    def matches(user, pk):
        way_back = model._meta.get_field(name).remote_field.name
        return target().objects.visible_to(user).filter(**{way_back: pk})

    return Related(target, matches, *before)


@cache
def records_for_cards(model):
    """Return the Question for records of a model by their ``pks``, with what cards show of them."""

    @Question
    def records(user, pks):
        return model.objects.visible_to(user).filter(pk__in=pks).for_card(user)

    return records


class Row:
    """Records of a model that a page shows as cards, by their keys.

    The records themselves are fetched for what is not kept of them.
    """

    def __init__(self, model, keys, request):
        self.model, self.keys = model, keys
        self.user, self.kept = request.user, snapshot_of(request)
        self.fetched, self.tables = {}, set()

    def __len__(self):
        return len(self.keys)

    def __iter__(self):
        return iter(self.records)

    @cached_property
    def records(self):
        """The records with what cards show of them."""
        return self.records_of(self.keys)

    def records_of(self, keys):
        """Return those of the records that have these keys, each fetched once."""
        if missing := [key for key in keys if key not in self.fetched]:
            with tables_read() as tables:
                records = records_for_cards(self.model).records(self.user, pks=missing)
            self.fetched.update((each.pk, each) for each in records)
            self.tables |= tables
        # Whatever is made of them, though they were fetched before.
        note_tables(self.tables)
        return [self.fetched[key] for key in keys if key in self.fetched]


class Shelf(Row):
    """The first records of a Related; ``total`` says how many there are in all."""

    def __init__(self, related, request, keys):
        most = related.most or MOST_SHOWN
        found = related.keys(request.user, most, **keys)
        super().__init__(related.model(), found[:most], request)
        self.related, self.asked, self.is_cut = related, keys, len(found) > most

    @cached_property
    def total(self):
        if not self.is_cut:
            return len(self.keys)
        matches = self.related.matches(self.user, **self.asked)
        return self.kept.one_of("totals", (self.related, *self.asked.items()), matches.count)
