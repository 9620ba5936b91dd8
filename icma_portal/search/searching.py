"""Finds public records for what a reader typed, with counts for the filters beside them."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models.expressions import RawSQL
from django.utils import timezone
from pyroaring import BitMap

from icma_portal.asking.questions import Question
from icma_portal.asking.statements import rows_of

from .catalogue import NEWEST, catalogue, ids_of
from .engines import engine
from .indexing import renew_due
from .models import SearchEntry
from .nearest import loosened
from .queries import parse
from .sources import (
    exact_names,
    finds_passages,
    hits,
    is_among,
    is_public,
    order_by_tier,
    source,
    title_column,
)
from .spelling import corrected
from .tokens import key

PAGE_SIZE = 20
# So many records are offered where none has all the words.
MOST_NEAREST = 10
# More hits than these are not weighed by how often they have the words.
MOST_WEIGHED = 2_000


@dataclass
class Found:
    """What a search gives: the entries of one page, how many there are in all, and counts.

    ``is_exact`` is False where no record has all the words and the entries are only the nearest.
    ``counts`` maps facet → value → number, each as it would be without that facet's own choice.
    """

    query: object
    entries: list = field(default_factory=list)
    total: int = 0
    counts: dict = field(default_factory=dict)
    is_exact: bool = True
    # Whether pages of documents have the words, perhaps none that the entries lead to.
    has_passages: bool = False
    # How the words may have been meant; empty when all of them are known.
    correction: str = ""
    needles: object = None


def search(text, filters=None, by_date=False, page=1):
    """Return the Found for a text and {facet: values}; page counts from 1."""
    query = parse(text)
    found = Found(query, needles=query.needles)
    if not query:
        return found
    now = timezone.now()
    renew_due(now)
    filters, known = filters or {}, catalogue(now)
    match = engine().all_of(query.wanted)
    found.has_passages = finds_passages(match)
    words = hits(match, query.unwanted, has_passages=found.has_passages)
    public = ids_of(words.sql, words.parameters) & known.public
    fitting = known.narrowed(public, filters)
    found.counts, found.total = known.counts(public, filters), len(fitting)
    if fitting:
        start = (page - 1) * PAGE_SIZE
        if by_date:
            pks = known.first(fitting, NEWEST, start + PAGE_SIZE)[start:]
        elif len(fitting) > MOST_WEIGHED:
            pks = broadest(query, fitting, known, start + PAGE_SIZE)[start:]
        else:
            pks = best(query, fitting, start, found.has_passages)
        found.entries = entries_of(pks)
    elif not public:
        find_nearest(found, now)
    return found


def find_nearest(found, now):
    """Fill in the records with the most of the words, and a better spelling of them."""
    found.is_exact = False
    found.correction = corrected(found.query, lambda query: has_hits(query, now))
    clauses, found.needles = loosened(found.query, parse(found.correction))
    if not clauses:
        return
    match, title_match = engine().any_of(clauses), engine().any_of(clauses, in_title=True)
    # A short title that has one of many words is no nearer than a long one.
    order = order_by_tier(key(found.correction), title_match)._replace(closeness="0")
    nearest = source(match, found.query.unwanted, [is_public(now)], scored=True)
    sql, parameters = engine().best_first(nearest, order, MOST_NEAREST, 0)
    found.entries = entries_of([row[0] for row in rows_of(sql, parameters)])


def best(query, fitting, start, has_passages):
    """Return the ids of a page of the hits ``fitting`` from place ``start``, the best first."""
    order = order_by_tier(key(query.text), engine().all_of(query.wanted, in_title=True))
    match, conditions = engine().all_of(query.wanted), [is_among(fitting)]
    ranked = source(match, query.unwanted, conditions, scored=True, has_passages=has_passages)
    sql, parameters = engine().best_first(ranked, order, PAGE_SIZE, start)
    return [row[0] for row in rows_of(sql, parameters)]


def broadest(query, fitting, known, count):
    """Return the first ids of so many hits that how often they have the words says little.

    Exact names first, then titles with all the words, the shortest first, then the newest.
    """
    query_key = key(query.text)
    exact = [pk for pk, _rank in sorted(exact_names(query_key).items(), key=lambda each: each[1])]
    pks = [pk for pk in exact if pk in fitting]
    if len(pks) < count:
        others = known.ordered(fitting - BitMap(exact), title_column(query_key))
        match = engine().all_of(query.wanted, in_title=True)
        pks += engine().titled(others, match, count - len(pks))
    if len(pks) < count:
        pks += known.first(fitting - BitMap([*exact, *pks]), NEWEST, count - len(pks))
    return pks[:count]


def has_hits(query, now=None):
    """Return whether anything public has all the words of a Query."""
    found = source(engine().all_of(query.wanted), query.unwanted, [is_public(now)])
    sql = f"SELECT 1 FROM {found.sql} LIMIT 1"
    return bool(rows_of(sql, found.parameters))


def entries_of(pks):
    """Return the entries with these ids, in this order."""
    # Whoever asks has looked at who may see them.
    by_pk = {each.pk: each for each in entries_by_key.records(AnonymousUser(), pks=pks)}
    return [by_pk[pk] for pk in pks if pk in by_pk]


@Question
def entries_by_key(user, pks):
    """Return the entries with these keys, whoever may see them."""
    return SearchEntry.objects.filter(pk__in=pks)


def matching(model, text):
    """Return an expression for the ids of the records of ``model`` that ``text`` finds.

    Drafts are among them: lists ask ``visible_to(user)`` besides. None where the text has
    nothing to look for.
    """
    query = parse(text)
    if not query:
        return None
    # To ask whether documents have it would be a query more for every list.
    found = hits(engine().all_of(query.wanted), query.unwanted, has_passages=True)
    sql = (
        f"SELECT e.object_id AS id FROM ({found.sql}) h {engine().JOIN} search_searchentry e"
        " ON e.id = h.id WHERE e.content_type_id = %s"
    )
    content_type = ContentType.objects.get_for_model(model)
    return RawSQL(sql, [*found.parameters, content_type.pk])
