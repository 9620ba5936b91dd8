"""Finds public records for what a reader typed, with counts for the filters beside them."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models.expressions import RawSQL
from django.utils import timezone

from .engines import engine
from .indexing import renew_due
from .models import SearchEntry
from .nearest import loosened
from .queries import parse
from .sources import has_value, hits, is_public, order_by_tier, rows_of, source
from .spelling import corrected
from .tokens import key

PAGE_SIZE = 20
# So many records are offered where none has all the words.
MOST_NEAREST = 10


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
    match = engine().all_of(query.wanted)
    found.counts = counts(match, query.unwanted, filters or {}, now)
    found.total = total(found.counts, filters or {})
    if found.total:
        conditions = [is_public(now), *conditions_of(filters or {})]
        pks = best(query, match, conditions, by_date, page)
        found.entries = entries_of(pks)
    elif not any(found.counts.values()):
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


def best(query, match, conditions, by_date, page):
    """Return the ids of one page of hits, the best or the newest first."""
    offset = (page - 1) * PAGE_SIZE
    if by_date:
        newest = source(match, query.unwanted, conditions)
        sql = f"SELECT e.id FROM {newest.sql} ORDER BY e.date DESC, e.id"
        sql += f" LIMIT {PAGE_SIZE} OFFSET {offset}"
        return [row[0] for row in rows_of(sql, newest.parameters)]
    order = order_by_tier(key(query.text), engine().all_of(query.wanted, in_title=True))
    ranked = source(match, query.unwanted, conditions, scored=True)
    sql, parameters = engine().best_first(ranked, order, PAGE_SIZE, offset)
    return [row[0] for row in rows_of(sql, parameters)]


def counts(match, unwanted, filters, now):
    """Return facet → value → how many public hits have it.

    Choices within a facet widen, facets narrow each other: a facet is counted without its own
    choice. One query, and one more for each facet in which something is chosen.
    """
    result = defaultdict(dict)
    chosen = [facet for facet, values in filters.items() if values]
    for facet in [None, *chosen]:
        others = {name: values for name, values in filters.items() if name != facet}
        rows = _count(match, unwanted, [is_public(now), *conditions_of(others)], facet)
        for name, value, number in rows:
            if name == facet or name not in chosen:
                result[name][value] = number
    return result


def total(counted, filters):
    """Return how many records fit: every one of them has just one kind."""
    kinds = counted.get("kind", {})
    chosen = filters.get("kind") or kinds
    return sum(kinds.get(kind, 0) for kind in chosen)


def conditions_of(filters):
    return [has_value(facet, values) for facet, values in filters.items() if values]


def has_hits(query, now=None):
    """Return whether anything public has all the words of a Query."""
    found = source(engine().all_of(query.wanted), query.unwanted, [is_public(now)])
    sql = f"SELECT 1 FROM {found.sql} LIMIT 1"
    return bool(rows_of(sql, found.parameters))


def entries_of(pks):
    """Return the entries with these ids, in this order."""
    by_pk = SearchEntry.objects.in_bulk(pks)
    return [by_pk[pk] for pk in pks if pk in by_pk]


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
        f"SELECT e.object_id FROM ({found.sql}) h {engine().JOIN} search_searchentry e"
        " ON e.id = h.id WHERE e.content_type_id = %s"
    )
    content_type = ContentType.objects.get_for_model(model)
    return RawSQL(sql, [*found.parameters, content_type.pk])


def _count(match, unwanted, conditions, facet):
    found = source(match, unwanted, conditions)
    only = " WHERE v.facet = %s" if facet else ""
    sql = (
        f"SELECT v.facet, v.value, COUNT(*) FROM (SELECT e.id FROM {found.sql}) f"
        f" {engine().JOIN} search_searchvalue v ON v.entry_id = f.id{only}"
        " GROUP BY v.facet, v.value"
    )
    return rows_of(sql, [*found.parameters, *([facet] if facet else [])])
