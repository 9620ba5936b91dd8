"""How a found entry is shown: title and passage with the words marked, and the page of a PDF."""

from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models.expressions import RawSQL
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from icma_portal.asking.questions import Question
from icma_portal.bilingual.languages import CHINESE, ENGLISH, HTML_TAGS, other_language
from icma_portal.bilingual.marking import MarkedText
from icma_portal.bilingual.truncation import boundaries, language_of

from .declarations import declaration_of
from .engines import engine
from .indexing import PAGE_KIND
from .models import SearchPassage
from .spans import marked_html, spans

# Characters of a passage, and how many of them stand before the first hit.
PASSAGE_LENGTH = {ENGLISH: 220, CHINESE: 100}
LEAD = {ENGLISH: 70, CHINESE: 25}


class Shown(NamedTuple):
    kind: str
    heading: str
    address: str
    passage: str
    date: str
    # Where in a document the words stand: an address and what the link says; empty without one.
    page_address: str = ""
    page_label: str = ""


def shown(found, language):
    """Return a Shown for each entry of a Found, in ``language``."""
    pages = pages_of(found, language)
    return [_shown(entry, found.needles, language, pages.get(entry.pk)) for entry in found.entries]


def title_of(entry, language):
    """Return (title, its language): in ``language``, or in the other one where it has none."""
    titles = {ENGLISH: entry.title_en, CHINESE: entry.title_zh_hans}
    shown_in = language if titles[language] else other_language(language)
    return titles[shown_in], shown_in


def kind_label(kind, plural=False):
    """Return what readers call a kind, in the active language."""
    if kind == PAGE_KIND:
        # Not the number of pages, which Chinese calls by another word.
        return pgettext("pages of the site", "Pages") if plural else _("Page")
    declared = declaration_of(kind)
    return capfirst(declared.plural_label if plural else declared.label)


def pages_of(found, language):
    """Return entry id → the first SearchPassage of a document that has all the words.

    One in the reader's language goes before the others.
    """
    if not (found.is_exact and found.has_passages and found.entries):
        return {}
    match = engine().all_of(found.query.wanted)
    entries = [each.pk for each in found.entries]
    passages = pages_with.records(AnonymousUser(), pks=entries, match=match)
    first = {}
    for each in sorted(passages, key=lambda each: (each.language != language, each.order)):
        first.setdefault(each.entry_id, each)
    return first


@Question
def pages_with(user, pks, match):
    """Return the pages of documents of the entries ``pks`` that a match finds."""
    hits = RawSQL(engine().PASSAGE_HITS, [match])
    return SearchPassage.objects.filter(entry__in=pks, page__isnull=False, pk__in=hits)


def passage_of(entry, needles, language):
    """Return (text, language) of what of an entry the words stand in, else of how it begins."""
    texts = [(lang or language_of(text), text) for lang, text in entry.texts if text.strip()]
    ordered = [each for each in texts if each[0] == language]
    ordered += [each for each in texts if each[0] != language]
    for lang, text in ordered:
        if spans(text, needles):
            return text, lang
    return (ordered[0][1], ordered[0][0]) if ordered else ("", language)


def cut(text, needles, language):
    """Return the part of a text around the first hit, as HTML with the hits marked."""
    text = " ".join(text.split())
    found = spans(text, needles)
    length = PASSAGE_LENGTH[language]
    first = found[0][0] if found else 0
    places = [*boundaries(text), len(text)]
    start = 0
    if first + LEAD[language] > length:
        start = _start_of_word(text, max(each for each in places if each <= first - LEAD[language]))
    end = max(each for each in places if each <= start + length)
    part = text[start:end]
    within = [
        (max(a, start) - start, min(b, end) - start) for a, b in found if a < end and b > start
    ]
    html = marked_html(part, within)
    return format_html("{}{}{}", "…" if start else "", html, "…" if end < len(text) else "")


def in_language(html, shown_in, language):
    """Return HTML inside an element that names its language, where the page has another one."""
    if shown_in == language:
        return html
    return MarkedText(format_html('<span lang="{}">{}</span>', HTML_TAGS[shown_in], html))


def _shown(entry, needles, language, page):
    title, title_language = title_of(entry, language)
    text, text_language = passage_of(entry, needles, language)
    if page is not None and not spans(text, needles):
        text, text_language = page.text, page.language
        text_language = text_language if text_language in LEAD else ENGLISH
    return Shown(
        kind=kind_label(entry.kind),
        heading=in_language(marked_html(title, spans(title, needles)), title_language, language),
        address=f"/{language}{entry.address}",
        passage=in_language(cut(text, needles, text_language), text_language, language),
        date=entry.date,
        page_address=f"/{language}{page.address}" if page else "",
        page_label=_("Page %(page)d of the PDF") % {"page": page.page} if page else "",
    )


def _start_of_word(text, start):
    """Move a cut to the start of a word, unless the word is far too long."""
    space = text.find(" ", start, start + 20)
    return space + 1 if space >= 0 else start
