"""What comes closest where no record has all the words: any pair of characters, any beginning."""

from .queries import Clause
from .spans import Needles
from .tokens import HAN_RUN, pairs, stem, syllables_of

# The beginning of a word that the nearest share with it.
BEGINNING = 4


def loosened(query, correction):
    """Return (clauses, needles): what any nearest record has one of, and what to mark in it."""
    clauses, han, stems, beginnings = [], set(), set(), set()
    for word in dict.fromkeys(_words(query)):
        if HAN_RUN.match(word):
            parts = pairs(word) or [word]
            han |= set(parts)
            clauses += [Clause((part,), is_open=len(part) == 1) for part in parts]
            clauses += _sounding(word)
        else:
            stems.add(stem(word))
            clauses.append(Clause((stem(word),)))
            if len(word) > BEGINNING:
                beginnings.add(word[:BEGINNING])
                clauses.append(Clause((word[:BEGINNING],), is_open=True))
    for word in _words(correction):
        stems.add(stem(word))
        clauses.append(Clause((stem(word),)))
    return list(dict.fromkeys(clauses)), Needles(stems, beginnings, han)


def _sounding(han):
    """A name typed with a wrong character of the same sound: 扬洲 for 扬州."""
    syllables = syllables_of(han)
    return [Clause((stem("".join(syllables)),))] if len(syllables) > 1 else []


def _words(query):
    return [word for clause in query.wanted for word in clause.words]
