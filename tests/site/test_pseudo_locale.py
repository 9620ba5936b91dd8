"""With every interface string in brackets, no bare string is left on any public page."""

import re
from html import unescape

import pytest
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import trans_real

from tests.source_rules import OURS

from .crawl import NOTHING, WORDS, crawl
from .page_text import pieces

pytestmark = pytest.mark.django_db
BRACKETED = re.compile("⟦[^⟦⟧]*⟧")
BREAK = "\x1f"
LETTER = re.compile(r"[^\W\d_]")
# What CLDR and the standards give, addresses, and names that are the same everywhere.
GIVEN = re.compile(
    r"""\b(?:January|February|March|April|May|June|July|August|September|October|November|December
    |https://portal\.example/\S*
    |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|and|to|kB|KB|MB|PDF|English
    |CSV|Excel|JSON[ ]Schema|JSON|GeoJSON|Atom|BibTeX|RIS|CSL-JSON|GB/T)\b
    |简体中文|千字节|兆字节|字节|[年月日至和、]""",
    re.VERBOSE,
)

# Their words are put together of content and of what a file says; no one text holds them whole.
COMPOSED = {"fact_sheets:page", "fact_sheets:bilingual", "publications:read"}
# A citation is the record's own words, up to its address.
CITATION = "https://portal.example/"


@pytest.fixture
def _bracketed(monkeypatch):
    """Let every interface string come in brackets, whatever its language."""
    catalog = trans_real.DjangoTranslation
    gettext, ngettext = catalog.gettext, catalog.ngettext

    def bracket(text):
        return f"⟦{text.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}⟧"

    monkeypatch.setattr(catalog, "gettext", lambda self, text: bracket(gettext(self, text)))
    monkeypatch.setattr(catalog, "ngettext", lambda self, *texts: bracket(ngettext(self, *texts)))


def content():
    """Return all texts of the content, each in words and on one line."""
    found = set()
    for model in OURS:
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            found.update(words(str(value)) for value in row if value)
    return found


def words(text):
    return " ".join(unescape(strip_tags(text)).split())


def bare(page, known, everything):
    """Return what stands on a page outside brackets and is not content.

    A marked string may hold elements, so that its brackets stand in several Pieces.
    """
    text = BREAK.join(piece.text for piece in pieces(page))
    while BRACKETED.search(text):
        text = BRACKETED.sub(BREAK, text)
    left = []
    for raw in re.split(f"[{BREAK}…⟦⟧]", text):
        if CITATION in raw:
            continue
        part = raw.strip(" ,;:.·—–-()（），。；：、“”\"'‘’/%+→←↑↓×0123456789")
        # Single letters are those of the A–Z index.
        if not LETTER.search(GIVEN.sub("", part)) or len(part) == 1 or part in known:
            continue
        # A single word must be a whole text of the content; longer ones may be cut from one.
        if (" " not in part and part.isascii()) or part not in everything:
            left.append(part)
    return left


@pytest.mark.one_database
@pytest.mark.usefixtures("_bracketed")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_page_holds_an_interface_string_that_is_not_marked(client, language):
    # Forms repeat what was searched.
    known = {*content(), WORDS[language], NOTHING[language]}
    everything = "\n".join(known)
    found, brackets = [], 0
    for name, page in crawl(client, language):
        brackets += page.count("⟦")
        if name in COMPOSED:
            continue
        found += [(name, each) for each in bare(page, known, everything)]

    assert found == []
    assert brackets > 1500


@pytest.mark.parametrize(
    "offence",
    [
        "<p>Choose a city</p>",
        '<img alt="City">',
        "<p>⟦Choose⟧ a city ⟦from ⟦this⟧ list⟧</p>",
        "<p>请选择</p>",
    ],
)
def test_the_sweep_finds_a_bare_string(offence):
    known = {"Boulder", "The city of Boulder", "城市"}

    assert len(bare(offence, known, "\n".join(known))) == 1


@pytest.mark.parametrize(
    "sound",
    ["<p>⟦More about <a>Boulder</a>⟧</p>", "<p>The city of…</p>", "<p>⟦Since⟧ May 2014</p>"],
)
def test_the_sweep_leaves_marked_strings_and_content_alone(sound):
    known = {"Boulder", "The city of Boulder"}

    assert bare(sound, known, "\n".join(known)) == []
