"""Tokens in ``tsvector`` columns with GIN indexes. They are given ready, so that no parser of the
server's has a say; the ``simple`` configuration would make one token of a Chinese sentence.

An index of GIN knows no places: for a phrase the database unpacks the vector of every record that
has its tokens. So three and four Chinese characters in a row are a token too (a gram), which finds
most of what is asked in Chinese without that.
"""

import sys
from array import array
from collections import defaultdict
from itertools import islice

from django.db import connection
from pyroaring import BitMap

from icma_portal.asking.statements import Statement, adding

from ..tokens import HAN_RUN

JOIN = "JOIN"
ENTRY_HITS = "SELECT id FROM search_words WHERE vector @@ %s::tsquery"
SCORED_HITS = "SELECT id, 0 AS score FROM search_words WHERE vector @@ %s::tsquery"
TITLE_HITS = "SELECT id FROM search_titles WHERE vector @@ %s::tsquery"
AMONG = "e.id = ANY(%s)"
# Read first, so that nothing is to be planned around it.
IN_IDS = "= ANY(ARRAY({}))"
PASSAGE_HITS = "SELECT id FROM search_passage_words WHERE vector @@ %s::tsquery"
# PostgreSQL keeps so many places of a token, and none beyond the last.
MOST_PLACES, LAST_PLACE = 255, 16_383
# No other token begins with this sign.
GRAM, LONGEST_GRAM = "+", 4
# Characters of a token that is a pair of one Chinese run.
PAIR = 2
# Titles in a wanted order are looked at in chunks; what so many do not have, few titles have.
CHUNK, MOST_CHUNKS = 1_000, 3
# What PostgreSQL sends of an array before its elements, each of which has its length before it.
ARRAY_HEADER = 20
# Weighing reads the whole vector of a record; beyond so many hits only the best by title are.
MOST_WEIGHED = 200


def writing(entries, passages):
    """Return Statements that store tokens of entries, and of passages.

    Both are given as (id, {column: [tokens of a text, …]}).
    """
    return [
        *_writing("search_titles", [(pk, _title_vector(columns)) for pk, columns in entries]),
        *_writing("search_words", [(pk, vector(columns)) for pk, columns in entries]),
        *_writing("search_passage_words", [(pk, vector(columns)) for pk, columns in passages]),
    ]


def deleting(entries, passages):
    """Return Statements that take away the tokens of entries and passages, given by their ids."""
    tables = {"search_titles": entries, "search_words": entries, "search_passage_words": passages}
    return [
        Statement(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(pks)])
        for table, pks in tables.items()
        if pks
    ]


def stored_ids():
    """Return the ids of all entries, and of all passages, that have tokens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM search_words UNION SELECT id FROM search_titles")
        entries = {pk for (pk,) in cursor.fetchall()}
        cursor.execute("SELECT id FROM search_passage_words")
        return entries, {pk for (pk,) in cursor.fetchall()}


def holds(pk, columns):
    """Return whether these tokens are stored for an entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.vector = %s::tsvector AND w.vector = %s::tsvector"
            " FROM search_words w JOIN search_titles t ON t.id = w.id WHERE w.id = %s",
            [_title_vector(columns), vector(columns), pk],
        )
        return cursor.fetchone() == (True,)


def holds_passage(pk, columns):
    """Return whether these tokens are stored for a passage."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT vector = %s::tsvector FROM search_passage_words WHERE id = %s",
            [vector(columns), pk],
        )
        return cursor.fetchone() == (True,)


def ids(sql, parameters):
    """Return the ids that a query selects as ``id``: an array of numbers of 32 bits.

    One value in the server's own form is read far faster than rows are.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT array_send(array_agg(id::int4)) FROM ({sql}) f", parameters)
        sent = cursor.fetchone()[0]
    found = array("I")
    if sent is not None:
        found.frombytes(bytes(sent)[ARRAY_HEADER:])
        if sys.byteorder == "little":
            found.byteswap()
    return found[1::2]


def listed(pks):
    """Return ids as the parameter of AMONG."""
    return list(pks)


def titled(ordered, match, count):
    """Return the first ``count`` of ids, given in an order, whose title a match finds."""
    ordered, found = iter(ordered), []
    for _chunk in range(MOST_CHUNKS):
        asked = list(islice(ordered, CHUNK))
        with connection.cursor() as cursor:
            # As it stands: else the planner may read all titles that have the words.
            cursor.execute(
                "WITH asked AS MATERIALIZED"
                " (SELECT id, vector FROM search_titles WHERE id = ANY(%s))"
                " SELECT id FROM asked WHERE vector @@ %s::tsquery",
                [asked, match],
            )
            having = {pk for (pk,) in cursor.fetchall()}
        found += [pk for pk in asked if pk in having]
        if len(found) >= count or len(asked) < CHUNK:
            return found[:count]
    having = BitMap(ids(TITLE_HITS, [match]))
    return [*found, *islice((pk for pk in ordered if pk in having), count - len(found))]


def all_of(clauses, in_title=False):
    """Return the match for records that have every one of the Clauses."""
    return " & ".join(map(_phrase, clauses))


def any_of(clauses, in_title=False):
    """Return the match for records that have any of the Clauses."""
    return " | ".join(map(_phrase, clauses))


def with_any(required, alternatives):
    """Return the match for titles that have all Clauses of one list and any of the other."""
    return " & ".join([*map(_phrase, required), f"({any_of(alternatives)})"])


def best_first(source, order, limit, offset):
    """Return (SQL, parameters) of the ids of a Source, the best first."""
    weighed = max(MOST_WEIGHED, offset + limit)
    sql = (
        f"WITH best AS (SELECT e.id, {order.tier} AS tier, {order.closeness} AS closeness"
        f" FROM {source.sql} ORDER BY tier, e.date DESC, e.id LIMIT {weighed})"
        " SELECT best.id FROM best LEFT JOIN search_words w ON w.id = best.id"
        " ORDER BY tier, CASE WHEN tier < 1 THEN closeness ELSE 0 END,"
        " ts_rank('{0.1, 0.25, 0.5, 1.0}', w.vector, %s::tsquery) DESC NULLS LAST, best.id"
        f" LIMIT {limit} OFFSET {offset}"
    )
    return sql, [*order.parameters, *source.parameters, source.match]


def vector(columns):
    """Return the text of a ``tsvector`` for {weight: [tokens of a text, …]}."""
    places, place = defaultdict(list), 0
    for weight, texts in columns.items():
        weight_mark = weight.upper()
        for tokens in texts:
            for here, token in enumerate(tokens):
                place = min(place + 1, LAST_PLACE)
                mark = f"{place}{weight_mark}"
                places[token].append(mark)
                if len(token) == PAIR:
                    for gram in grams(*tokens[here : here + LONGEST_GRAM - 1]):
                        places[gram].append(mark)
            # No phrase reaches from one text into the next.
            place += 1
    return " ".join(f"'{token}':{','.join(at[:MOST_PLACES])}" for token, at in places.items())


def grams(first, second="", third=""):
    """Return the grams that begin with the first of up to three tokens in a row.

    城市, 市合 and 合作 give +城市合 and +城市合作. A pair of another run comes after a single one.
    """
    if not _go_on(first, second):
        return ()
    gram = f"{GRAM}{first}{second[1]}"
    return (gram, gram + third[1]) if _go_on(second, third) else (gram,)


def _go_on(pair, following):
    """Return whether two tokens are pairs of one Chinese run, which share a character."""
    are_pairs = len(pair) == len(following) == PAIR and pair[1] == following[0]
    return are_pairs and HAN_RUN.fullmatch(pair + following) is not None


def _title_vector(columns):
    return vector({"a": columns["a"]})


def _writing(table, vectors):
    return adding(
        f"{table} (id, vector)",
        vectors,
        signs="(%s, %s::tsvector)",
        ending="ON CONFLICT (id) DO UPDATE SET vector = EXCLUDED.vector",
    )


def _phrase(clause):
    tokens = _gram_tokens(clause.tokens) if not clause.is_open else clause.tokens
    # Tokens hold letters, digits and Chinese characters only: nothing in them ends the quotation.
    quoted = [f"'{token}'" for token in tokens]
    phrase = " <-> ".join(quoted) + (":*" if clause.is_open else "")
    return f"({phrase})"


def _gram_tokens(tokens):
    """Return the longest grams for the pairs of one Chinese run; other tokens as they are."""
    longest = LONGEST_GRAM - 1
    windows = [tokens[here : here + longest] for here in range(max(len(tokens) - longest, 0) + 1)]
    found = [grams(*window) for window in windows]
    is_run = len(tokens) > 1 and all(
        len(each) == len(window) - 1 for each, window in zip(found, windows, strict=True)
    )
    return [each[-1] for each in found] if is_run else tokens
