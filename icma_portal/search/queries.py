"""What a reader typed, understood: words and phrases to find, and words to leave out.

Nothing is syntax but quotation marks around a phrase and a minus sign before a word; everything
else, whatever it is, is text to look for.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from .spans import Needles
from .tokens import HAN, fold, pairs, runs, stem

LONGEST_QUERY = 200
MOST_CLAUSES = 12
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"') | dict.fromkeys("－−﹣", "-"))
CHUNKS = re.compile(r'(?P<minus>(?<!\S)-(?=["\w]))?(?:"(?P<phrase>[^"]*)"|(?P<bare>[^\s"]+))')
# 2014年5月 is one date, not four words.
DATED = re.compile(r"(?:\d+[年月日号]){1,3}")
# A minus within Chinese or Latin text is a hyphen; between runs of both scripts a word ends.
SCRIPTS = re.compile(f"[{HAN}]+|[^{HAN}]+")
# English words that say nothing by themselves: never required where there are others.
IDLE = """a an and are as at be by for from has have how in into is it its of on or that the their
this to was were what when where which who why will with"""
STOP_WORDS = frozenset(IDLE.split())


@dataclass(frozen=True)
class Clause:
    """Tokens that stand in a row; ``is_open``: the last one is the beginning of a token."""

    tokens: tuple
    is_open: bool = False
    # The folded words or Chinese runs, for marking and spelling.
    words: tuple = ()


@dataclass(frozen=True)
class Query:
    """All of ``wanted`` must be in a record, none of ``unwanted``. Empty: it finds nothing."""

    text: str
    wanted: tuple = ()
    unwanted: tuple = ()

    def __bool__(self):
        return bool(self.wanted)

    @cached_property
    def needles(self):
        runs = [word for clause in self.wanted for word in clause.words]
        return Needles(
            stems={stem(word) for word in runs if not _is_han(word)},
            han={word for word in runs if _is_han(word)},
        )


def parse(text):
    """Return the Query for what was typed; what is past LONGEST_QUERY characters is left out."""
    text = cleaned(text)
    wanted, unwanted = [], []
    for chunk in CHUNKS.finditer(text.translate(QUOTES)):
        is_phrase = chunk["phrase"] is not None
        clauses = _clauses(chunk["phrase"] if is_phrase else chunk["bare"], is_phrase)
        (unwanted if chunk["minus"] else wanted).extend(clauses)
    wanted = list(dict.fromkeys(wanted))
    telling = [each for each in wanted if not _is_idle(each)]
    return Query(text, tuple((telling or wanted)[:MOST_CLAUSES]), tuple(unwanted[:MOST_CLAUSES]))


def cleaned(text):
    """Return what was typed without characters that no text holds, shortened, trimmed."""
    kept = "".join(char if char.isprintable() else " " for char in (text or "")[:LONGEST_QUERY])
    return " ".join(kept.encode("utf-8", "ignore").decode().split())


def clause_of(found):
    """Return the Clause for Runs that stand in a row; None for no runs."""
    found = list(found)
    tokens, is_open = [], False
    for number, run in enumerate(found, start=1):
        is_last = number == len(found)
        if not run.is_han:
            tokens.append(stem(run.text))
        elif len(run.text) == 1:
            tokens.append(run.text)
            is_open = is_last
        else:
            # Within a phrase the run must end here, at its end it may go on.
            tokens += pairs(run.text) if is_last else [*pairs(run.text), run.text[-1]]
    return Clause(tuple(tokens), is_open, tuple(run.text for run in found)) if tokens else None


def _clauses(chunk, is_phrase):
    folded = fold(chunk)
    if is_phrase or DATED.fullmatch(folded):
        parts = [folded]
    else:
        parts = SCRIPTS.findall(folded)
    found = (clause_of(runs(part)) for part in parts)
    return [clause for clause in found if clause]


def _is_idle(clause):
    return len(clause.words) == 1 and clause.words[0] in STOP_WORDS


def _is_han(word):
    return re.match(f"[{HAN}]", word) is not None
