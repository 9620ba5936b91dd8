"""Tokens in FTS5. Its “ascii” tokenizer takes ours as they are: they hold no ASCII punctuation."""

import json
from itertools import islice

from django.db import connection
from pyroaring import BitMap

from icma_portal.asking.statements import Statement, rows_of

from ..tokens import GAP

# Pins the plan: first what the tokens find, then its entries.
JOIN = "CROSS JOIN"
ENTRY_HITS = "SELECT rowid AS id FROM search_words WHERE search_words MATCH %s"
SCORED_HITS = (
    "SELECT rowid AS id, bm25(search_words, 8.0, 4.0, 2.0, 1.0) AS score"
    " FROM search_words WHERE search_words MATCH %s"
)
TITLE_HITS = ENTRY_HITS
AMONG = "e.id IN (SELECT value FROM json_each(%s))"
IN_IDS = "IN ({})"
PASSAGE_HITS = "SELECT rowid AS id FROM search_passage_words WHERE search_passage_words MATCH %s"


def writing(entries, passages):
    """Return Statements that store tokens of entries, and of passages.

    Both are given as (id, {column: [tokens of a text, …]}).
    """
    return [
        *(_writing("search_words", "abcd", pk, columns) for pk, columns in entries),
        *(_writing("search_passage_words", "ad", pk, columns) for pk, columns in passages),
    ]


def deleting(entries, passages):
    """Return Statements that take away the tokens of entries and passages, given by their ids."""
    return [
        # The table is one of these two.
        Statement(f"DELETE FROM {table} WHERE rowid = %s", [pk])
        for table, pks in (("search_words", entries), ("search_passage_words", passages))
        for pk in pks
    ]


def stored_ids():
    """Return the ids of all entries, and of all passages, that have tokens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM search_words")
        entries = {pk for (pk,) in cursor.fetchall()}
        cursor.execute("SELECT rowid FROM search_passage_words")
        return entries, {pk for (pk,) in cursor.fetchall()}


def holds(pk, columns):
    """Return whether these tokens are stored for an entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT a, b, c, d FROM search_words WHERE rowid = %s", [pk])
        return cursor.fetchone() == tuple(_joined(columns[name]) for name in "abcd")


def holds_passage(pk, columns):
    """Return whether these tokens are stored for a passage."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT a, d FROM search_passage_words WHERE rowid = %s", [pk])
        return cursor.fetchone() == tuple(_joined(columns[name]) for name in "ad")


def ids(sql, parameters):
    """Return the ids that a query selects as ``id``."""
    return [pk for (pk,) in rows_of(sql, parameters)]


def listed(pks):
    """Return ids as the parameter of AMONG."""
    return json.dumps(list(pks))


def titled(ordered, match, count):
    """Return the first ``count`` of ids, given in an order, whose title a match finds."""
    having = BitMap(ids(TITLE_HITS, [match]))
    return list(islice((pk for pk in ordered if pk in having), count))


def all_of(clauses, in_title=False):
    """Return the match for records that have every one of the Clauses."""
    match = " AND ".join(_phrase(each) for each in clauses)
    return f"{{a}} : ({match})" if in_title else match


def any_of(clauses, in_title=False):
    """Return the match for records that have any of the Clauses."""
    match = " OR ".join(_phrase(each) for each in clauses)
    return f"{{a}} : ({match})" if in_title else match


def with_any(required, alternatives):
    """Return the match for titles that have all Clauses of one list and any of the other."""
    match = " AND ".join([*map(_phrase, required), f"({any_of(alternatives)})"])
    return f"{{a}} : ({match})"


def best_first(source, order, limit, offset):
    """Return (SQL, parameters) of the ids of a Source, the best first."""
    sql = (
        f"SELECT e.id, {order.tier} AS tier FROM {source.sql} ORDER BY tier,"
        f" CASE WHEN tier < 1 THEN {order.closeness} ELSE 0 END, h.score, e.id"
        f" LIMIT {limit} OFFSET {offset}"
    )
    return sql, [*order.parameters, *source.parameters]


def _writing(table, names, pk, columns):
    signs = ", ".join(["%s"] * (len(names) + 1))
    return Statement(
        f"INSERT OR REPLACE INTO {table}(rowid, {', '.join(names)}) VALUES ({signs})",
        [pk, *(_joined(columns[name]) for name in names)],
    )


def _phrase(clause):
    # Tokens hold letters, digits and Chinese characters only: nothing in them ends the quotation.
    return f'"{" ".join(clause.tokens)}"' + (" *" if clause.is_open else "")


def _joined(texts):
    return f" {GAP} ".join(" ".join(tokens) for tokens in texts)
