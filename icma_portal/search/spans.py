"""Where in a shown text the words of a query stand, so that they can be marked."""

from django.utils.html import conditional_escape, format_html, format_html_join

from .tokens import fold_character, runs, stem


def folded_with_places(text):
    """Return the folded text, and for each of its characters the place it comes from."""
    folded, places = [], []
    for place, character in enumerate(text):
        for each in fold_character(character):
            folded.append(each)
            places.append(place)
    places.append(len(text))
    return "".join(folded), places


def spans(text, needles):
    """Return the (start, end) of all that ``needles`` hit in ``text``, joined where they touch."""
    folded, places = folded_with_places(text)
    found = []
    for run in runs(folded):
        for start, end in needles.in_run(run):
            # The end is where the last character ends, marks that fold to nothing included.
            found.append((places[start], places[end - 1] + 1))
    return joined(found)


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

    def in_run(self, run):
        """Yield the (start, end) of each hit within a Run, as places of the folded text."""
        if not run.is_han:
            is_hit = stem(run.text) in self.stems
            if is_hit or (self.beginnings and run.text.startswith(self.beginnings)):
                yield run.start, run.end
            return
        for han in self.han:
            place = run.text.find(han)
            while place >= 0:
                yield run.start + place, run.start + place + len(han)
                place = run.text.find(han, place + 1)


def marked_html(text, found):
    """Return ``text`` as HTML with a ``<mark>`` around each span."""
    pieces, place = [], 0
    for start, end in found:
        pieces.append(conditional_escape(text[place:start]))
        pieces.append(format_html("<mark>{}</mark>", text[start:end]))
        place = end
    pieces.append(conditional_escape(text[place:]))
    return format_html_join("", "{}", ((each,) for each in pieces))
