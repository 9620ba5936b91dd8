"""The SQL of what a query finds: hits of entries and passages, visibility, filters, order."""

from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from icma_portal.asking.statements import rows_of

from .engines import engine
from .tokens import HAN_RUN

# So many names may be what was typed; a key shared by more says nothing.
MOST_EXACT = 50
NOT_EXACT = 9


class Order(NamedTuple):
    """``tier``: what goes first; ``closeness``: within titles, how little else they say."""

    tier: str
    closeness: str
    parameters: list


class Fragment(NamedTuple):
    sql: str
    parameters: list


class Source(NamedTuple):
    """A FROM with its WHERE over entries ``e`` and their hits ``h``; ``match`` found them."""

    sql: str
    parameters: list
    match: str


def hits(match, unwanted=(), scored=False, has_passages=None):
    """Return the Fragment that selects the ids of entries which a match finds.

    A word may stand in the record itself or on a page of one of its documents; ``unwanted`` are
    Clauses that may stand in neither. ``has_passages`` saves the question where it is known.
    """
    if has_passages is None:
        has_passages = finds_passages(match)
    select = engine().SCORED_HITS if scored else engine().ENTRY_HITS
    sql, parameters = select, [match]
    if has_passages and scored:
        sql += f" UNION ALL SELECT id, 0 FROM ({_from_passages()}) p WHERE id NOT IN ("
        sql += f"{engine().ENTRY_HITS})"
        parameters += [match, match]
    elif has_passages:
        sql += f" UNION {_from_passages()}"
        parameters.append(match)
    if not unwanted:
        return Fragment(sql, parameters)
    without = engine().any_of(unwanted)
    sql = (
        f"SELECT * FROM ({sql}) f WHERE id NOT IN ({engine().ENTRY_HITS} UNION {_from_passages()})"
    )
    return Fragment(sql, [*parameters, without, without])


def finds_passages(match):
    """Return whether a match finds anything in documents; most queries need not join them."""
    with connection.cursor() as cursor:
        cursor.execute(f"{engine().PASSAGE_HITS} LIMIT 1", [match])
        return cursor.fetchone() is not None


def source(match, unwanted, conditions, scored=False, has_passages=None):
    """Return the Source of the entries that a match finds and that fit all ``conditions``."""
    found = hits(match, unwanted, scored, has_passages)
    where = " AND ".join(each.sql for each in conditions) or "1 = 1"
    sql = f"({found.sql}) h {engine().JOIN} search_searchentry e ON e.id = h.id WHERE {where}"
    parameters = [value for each in conditions for value in each.parameters]
    return Source(sql, [*found.parameters, *parameters], match)


def is_public(now=None):
    """Return the condition that the public may see an entry."""
    moment = connection.ops.adapt_datetimefield_value(now or timezone.now())
    sql = "e.visible_from <= %s AND (e.visible_until IS NULL OR e.visible_until > %s)"
    return Fragment(sql, [moment, moment])


def is_among(pks):
    """Return the condition that an entry is one of a few whose ids are known."""
    return Fragment(engine().AMONG, [engine().listed(pks)])


def exact_names(query_key):
    """Return entry id → rank of those that have exactly this name."""
    sql = "SELECT entry_id, rank FROM search_searchname WHERE key = %s ORDER BY rank DESC LIMIT %s"
    return dict(rows_of(sql, [query_key, MOST_EXACT]))


def title_column(query_key):
    """Return the column of the titles in the script of a query."""
    return "title_zh_hans" if HAN_RUN.search(query_key) else "title_en"


def title_length(column):
    """Return the SQL of the length of the title of an entry ``e``, in its language if it has it."""
    return f"LENGTH(COALESCE(NULLIF(e.{column}, ''), e.title_en))"


def order_by_tier(query_key, title_match):
    """Return the Order that puts exact names first, then titles that have all the words."""
    exact = exact_names(query_key)
    closeness = title_length(title_column(query_key))
    in_title = f"CASE WHEN e.id IN ({engine().TITLE_HITS}) THEN 0 ELSE 1 END"
    if not exact:
        return Order(in_title, closeness, [title_match])
    whens = " ".join(["WHEN %s THEN %s"] * len(exact))
    parameters = [value for pk, rank in exact.items() for value in (pk, rank - NOT_EXACT)]
    tier = f"CASE e.id {whens} ELSE {in_title} END"
    return Order(tier, closeness, [*parameters, title_match])


def _from_passages():
    return (
        "SELECT DISTINCT s.entry_id AS id FROM search_searchpassage s"
        f" WHERE s.id IN ({engine().PASSAGE_HITS})"
    )
