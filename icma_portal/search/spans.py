"""Where in a shown text the words of a query stand, so that they can be marked."""

from django.utils.html import conditional_escape, format_html, format_html_join

from .tokens import RUNS, bounded, fold, stem


def spans(text, needles):
    """Return the (start, end) of all that ``needles`` hit in ``text``, joined where they touch."""
    found = list(needles.in_folded(fold(text)))
    if not found:
        # As in most of the texts of a record: there is no need to know where characters come from.
        return []
    places = places_of(text)
    # The end is where the last character ends, marks that fold to nothing included.
    return joined((places[start], places[end - 1] + 1) for start, end in found)


def places_of(text):
    """Return, for each character of the folded text, the place in ``text`` that it comes from."""
    return [place for place, character in enumerate(text) for _each in fold(character)]


def joined(found):
    """Return spans in order, those that touch or overlap made one."""
    result = []
    for start, end in sorted(found):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


class Needles:
    """What of a query can be seen in a text: stems, beginnings of words, Chinese runs."""

    def __init__(self, stems=(), beginnings=(), han=()):
        self.stems, self.beginnings = set(stems), tuple(beginnings)
        self.han = [each for each in han if each]
        # A stem begins as its word does: most words need not be stemmed.
        self.initials = {each[0] for each in (*self.stems, *self.beginnings) if each}

    def in_folded(self, folded):
        """Yield the (start, end) of each hit in a folded text, as places of it."""
        for run in RUNS.finditer(folded):
            word = run.group()
            if run.lastgroup == "han":
                yield from self._in_han(word, run.start())
            elif word[0] in self.initials and self._is_hit(bounded(word)):
                yield run.span()

    def _is_hit(self, word):
        is_begun = bool(self.beginnings) and word.startswith(self.beginnings)
        return is_begun or stem(word) in self.stems

    def _in_han(self, run, start):
        for han in self.han:
            place = run.find(han)
            while place >= 0:
                yield start + place, start + place + len(han)
                place = run.find(han, place + 1)


def marked_html(text, found):
    """Return ``text`` as HTML with a ``<mark>`` around each span."""
    pieces, place = [], 0
    for start, end in found:
        pieces.append(conditional_escape(text[place:start]))
        pieces.append(format_html("<mark>{}</mark>", text[start:end]))
        place = end
    pieces.append(conditional_escape(text[place:]))
    return format_html_join("", "{}", ((each,) for each in pieces))
