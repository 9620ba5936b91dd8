"""A better spelling of English words, from the words that the texts themselves have."""

from django.db.models import Q
from django.db.models.functions import Length

from .models import SearchWord
from .queries import parse
from .tokens import HAN_RUN

SHORTEST, LONGEST = 3, 30
# Words up to this length may differ by one letter, longer ones by two.
SHORT_WORD = 4
MOST_TRIED = 4


def corrected(query, has_hits):
    """Return the query's text with unknown words spelled as known ones; "" when nothing is better.

    ``has_hits(query)`` tells whether a Query finds something public: what is proposed always does.
    """
    proposals = [query.text.lower()]
    words = {word for clause in query.wanted for word in clause.words if not HAN_RUN.match(word)}
    written = set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
    for word in sorted(words - written):
        known = alternatives(word)
        if known:
            proposals = [
                text.replace(word, other) for text in proposals for other in known[:MOST_TRIED]
            ][: MOST_TRIED * 2]
    for text in proposals:
        proposal = parse(text)
        if text != query.text.lower() and proposal and has_hits(proposal):
            return text
    return ""


def alternatives(word):
    """Return known words that ``word`` may be a slip of, the likeliest first."""
    if not SHORTEST <= len(word) <= LONGEST or word.isdigit():
        return []
    reach = 1 if len(word) <= SHORT_WORD else 2
    lengths = (len(word) - reach, len(word) + reach)
    # The first letter is seldom wrong; where it is, the second one stands.
    likely = Q(word__startswith=word[0]) | Q(word__startswith=word[1])
    likely |= Q(word__contains=word[1:4])
    known = SearchWord.objects.annotate(length=Length("word")).filter(likely, length__range=lengths)
    found = [
        (distance(word, each, reach), each[0] != word[0], abs(len(each) - len(word)), each)
        for each in known.values_list("word", flat=True)
        if each != word and len(set(each) ^ set(word)) <= reach * 2
    ]
    return [each[-1] for each in sorted(found) if each[0] <= reach]


def distance(one, other, most):
    """Return how many letters to add, drop, change or swap with the next make one of the other.

    More than ``most`` is as good as ``most + 1``.
    """
    before, last = None, list(range(len(other) + 1))
    for here, letter in enumerate(one, start=1):
        row = [here]
        for there, wanted in enumerate(other, start=1):
            cost = min(last[there] + 1, row[there - 1] + 1, last[there - 1] + (letter != wanted))
            is_swap = here > 1 and there > 1 and letter == other[there - 2]
            if is_swap and one[here - 2] == wanted:
                cost = min(cost, before[there - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
