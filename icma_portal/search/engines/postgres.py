"""Tokens in ``tsvector`` columns with GIN indexes. They are given ready, so that no parser of the
server's has a say; the ``simple`` configuration would make one token of a Chinese sentence."""

from collections import defaultdict

from django.db import connection

CREATE = (
    "CREATE TABLE search_words (id bigint PRIMARY KEY, title tsvector, vector tsvector)",
    "CREATE TABLE search_passage_words (id bigint PRIMARY KEY, vector tsvector)",
    "CREATE INDEX search_words_title ON search_words USING gin (title)",
    "CREATE INDEX search_words_vector ON search_words USING gin (vector)",
    "CREATE INDEX search_passage_words_vector ON search_passage_words USING gin (vector)",
)
DROP = ("DROP TABLE search_words", "DROP TABLE search_passage_words")

JOIN = "JOIN"
ENTRY_HITS = "SELECT id FROM search_words WHERE vector @@ %s::tsquery"
SCORED_HITS = "SELECT id, 0 AS score FROM search_words WHERE vector @@ %s::tsquery"
TITLE_HITS = "SELECT id FROM search_words WHERE title @@ %s::tsquery"
PASSAGE_HITS = "SELECT id FROM search_passage_words WHERE vector @@ %s::tsquery"
# PostgreSQL keeps so many places of a token, and none beyond the last.
MOST_PLACES, LAST_PLACE = 255, 16_383
# Weighing reads the whole vector of a record; beyond so many hits only the best by title are.
MOST_WEIGHED = 200


def write(entries, passages):
    """Store tokens: (id, {column: [tokens of a text, …]}) of entries, and of passages."""
    with connection.cursor() as cursor:
        if entries:
            cursor.executemany(
                "INSERT INTO search_words VALUES (%s, %s::tsvector, %s::tsvector)"
                " ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, vector = EXCLUDED.vector",
                [(pk, vector({"a": columns["a"]}), vector(columns)) for pk, columns in entries],
            )
        if passages:
            cursor.executemany(
                "INSERT INTO search_passage_words VALUES (%s, %s::tsvector)"
                " ON CONFLICT (id) DO UPDATE SET vector = EXCLUDED.vector",
                [(pk, vector(columns)) for pk, columns in passages],
            )


def delete(entries, passages):
    """Take away the tokens of entries and passages, given by their ids."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_words WHERE id = ANY(%s)", [list(entries)])
        cursor.execute("DELETE FROM search_passage_words WHERE id = ANY(%s)", [list(passages)])


def stored_ids():
    """Return the ids of all entries, and of all passages, that have tokens."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM search_words")
        entries = {pk for (pk,) in cursor.fetchall()}
        cursor.execute("SELECT id FROM search_passage_words")
        return entries, {pk for (pk,) in cursor.fetchall()}


def holds(pk, columns):
    """Return whether these tokens are stored for an entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title = %s::tsvector AND vector = %s::tsvector FROM search_words WHERE id = %s",
            [vector({"a": columns["a"]}), vector(columns), pk],
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
    """Return the ids that a query selects as ``id``; in one row, which is read far faster."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT array_agg(id) FROM ({sql}) f", parameters)
        return cursor.fetchone()[0] or []


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
        for tokens in texts:
            for token in tokens:
                place = min(place + 1, LAST_PLACE)
                if len(places[token]) < MOST_PLACES:
                    places[token].append(f"{place}{weight.upper()}")
            # No phrase reaches from one text into the next.
            place += 1
    return " ".join(f"'{token}':{','.join(found)}" for token, found in places.items())


def _phrase(clause):
    # Tokens hold letters, digits and Chinese characters only: nothing in them ends the quotation.
    quoted = [f"'{token}'" for token in clause.tokens]
    phrase = " <-> ".join(quoted) + (":*" if clause.is_open else "")
    return f"({phrase})"
