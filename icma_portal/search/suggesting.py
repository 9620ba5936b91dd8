"""What a reader may mean who has typed the beginning of a name: a few titles, at bounded cost."""

from typing import NamedTuple

from django.utils import timezone

from icma_portal.asking.statements import rows_of
from icma_portal.bilingual.languages import HTML_TAGS

from .engines import engine
from .models import SearchName, SearchWord
from .presenting import kind_label, title_of
from .queries import Clause, clause_of, cleaned
from .searching import entries_of, renew_due
from .sources import is_public
from .tokens import fold, key, runs, stem

MOST = 8
SHORTEST_LATIN = 2
# So many names and titles are looked at, however many begin like this.
MOST_LOOKED_AT = 100
MOST_WORDS = 12
LAST = "\U0010ffff"


class Suggestion(NamedTuple):
    title: str
    lang: str
    kind: str
    address: str


def suggestions(text, language):
    """Return at most MOST Suggestions of public records, those that begin as typed first."""
    typed = list(runs(fold(cleaned(text))))
    is_enough = any(run.is_han for run in typed) or sum(len(run.text) for run in typed) >= (
        SHORTEST_LATIN
    )
    if not is_enough:
        return []
    renew_due(timezone.now())
    pks = beginning_with(key(cleaned(text)))
    if len(pks) < MOST:
        pks = list(dict.fromkeys([*pks, *in_titles(typed)]))
    return [_suggestion(entry, language) for entry in entries_of(pks[:MOST])]


def beginning_with(typed):
    """Return the ids of public entries with a name that begins like this, short names first."""
    now = timezone.now()
    names = (
        SearchName.objects.filter(key__gte=typed, key__lt=typed + LAST)
        .filter(entry__visible_from__lte=now)
        .exclude(entry__visible_until__lte=now)
        .order_by("key")
        .values_list("rank", "key", "entry_id")[:MOST_LOOKED_AT]
    )
    ordered = sorted(names, key=lambda each: (each[0] > SearchName.Rank.ALIAS, len(each[1]), each))
    return list(dict.fromkeys(entry for _rank, _key, entry in ordered))


def in_titles(typed):
    """Return the ids of public entries whose title has all the words, the last one only begun."""
    *whole, last = typed
    required = [clause_of([run]) for run in whole]
    match = engine().with_any(required, _completions(last))
    public = is_public()
    sql = (
        f"SELECT e.id FROM ({engine().TITLE_HITS} LIMIT {MOST_LOOKED_AT}) h"
        f" {engine().JOIN} search_searchentry e ON e.id = h.id WHERE {public.sql}"
        f" ORDER BY LENGTH(e.title_en), e.id LIMIT {MOST}"
    )
    return [pk for (pk,) in rows_of(sql, [match, *public.parameters])]


def _completions(run):
    """Return Clauses for what a word that is being typed may become."""
    if run.is_han:
        return [clause_of([run])]
    begun = SearchWord.objects.filter(word__gte=run.text, word__lt=run.text + LAST)
    stems = {
        stem(word) for word in begun.order_by("word").values_list("word", flat=True)[:MOST_WORDS]
    }
    return [Clause((run.text,), is_open=True), *(Clause((each,)) for each in sorted(stems))]


def _suggestion(entry, language):
    title, shown_in = title_of(entry, language)
    return Suggestion(
        title, HTML_TAGS[shown_in], kind_label(entry.kind), f"/{language}{entry.address}"
    )
