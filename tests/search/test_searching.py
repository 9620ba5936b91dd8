"""What is found, on both databases: relevance, filters, nothing that is not public, no error."""

import os
from urllib.parse import urlencode

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.asking.statements import rows_of
from icma_portal.search.contents import content_of
from icma_portal.search.declarations import searched_models
from icma_portal.search.engines import engine
from icma_portal.search.indexing import columns_of, passages_of
from icma_portal.search.models import SearchEntry
from icma_portal.search.presenting import kind_label
from icma_portal.search.queries import parse
from icma_portal.search.reading import records_of
from icma_portal.search.searching import matching, search
from icma_portal.search.sources import hits
from icma_portal.search.spelling import alternatives, distance
from icma_portal.search.suggesting import suggestions
from icma_portal.search.tokens import fold, runs, tokens
from partnerships.models import City
from publications.models import Publication
from tests.breadth import generated
from tests.factories import make_city, make_document, make_project, make_publication

from .hostile import hostile_texts
from .scoring import labelled_queries, misses, name_of, score, summary

pytestmark = pytest.mark.django_db
WORD = "zyxword"
IS_LONG = os.environ.get("ICMA_PORTAL_LONG") == "1"


def names(text, **options):
    result = search(text, **options)
    return [name_of(entry) for entry in result.entries] if result.is_exact else []


def test_labelled_queries_are_found_and_exact_titles_come_first():
    scores = [score(each) for each in labelled_queries()]
    exact = [each for each in scores if each.labelled.group == "exact"]

    recall = summary(scores)
    assert len(scores) >= 150
    assert recall["en"] >= 0.98, misses(scores)
    assert recall["zh"] >= 0.98, misses(scores)
    assert all(each.is_first for each in exact), misses(scores)


def test_every_labelled_record_exists():
    known = {name_of(entry) for entry in SearchEntry.objects.all()}

    assert {name for each in labelled_queries() for name in each.wanted} - known == set()


def test_row_5_resource_cities_finds_citylinks():
    for text in ("Resource Cities", "资源共享城市"):
        assert "program:citylinks" in names(text)[:3]


@generated(60)
@given(st.data())
def test_whatever_stands_in_a_record_finds_it(data):
    entries = SearchEntry.objects.exclude(visible_from=None).order_by("pk")
    entry = entries[data.draw(st.integers(0, entries.count() - 1))]
    texts = [entry.title_en, entry.title_zh_hans, *(text for _language, text in entry.texts)]
    text = data.draw(st.sampled_from([each for each in texts if fold(each).strip()]))
    found = list(runs(fold(text)))
    run = data.draw(st.sampled_from(found)) if found else None
    if run is None:
        return
    if run.is_han and len(run.text) > 1:
        start = data.draw(st.integers(0, len(run.text) - 2))
        typed = run.text[start : start + 2]
    else:
        typed = text[run.start : run.end] if len(fold(text)) == len(text) else run.text

    result = search(typed)
    pages = [search(typed, page=page) for page in range(2, result.total // 20 + 2)]

    assert entry.pk in [each.pk for found in (result, *pages) for each in found.entries]


def test_filters_narrow_and_counts_leave_out_their_own_choice():
    open_result = search("climate")
    chosen = search("climate", filters={"kind": ["publication"], "country": ["india"]})

    assert open_result.total == sum(open_result.counts["kind"].values())
    assert chosen.total == chosen.counts["kind"]["publication"] > 0
    assert set(chosen.counts["kind"]) > {"publication"}
    assert chosen.counts["country"]["india"] == chosen.total
    assert {entry.kind for entry in chosen.entries} == {"publication"}


def test_pages_of_the_site_are_not_called_a_number_of_pages():
    with translation.override("zh-hans"):
        assert [kind_label("page", plural=each) for each in (False, True)] == ["网页", "网页"]


def test_newest_come_first_when_asked():
    dates = [entry.date for entry in search("icma", by_date=True).entries]

    assert dates == sorted(dates, reverse=True)
    assert dates[0] > dates[-1]


def test_pages_of_results_part_them():
    first, second = search("icma"), search("icma", page=2)

    assert first.total == second.total > 20
    assert not {each.pk for each in first.entries} & {each.pk for each in second.entries}


def test_minus_and_phrase_narrow():
    assert "city:boulder" in names("boulder -partnership")
    assert names('"city boulder"') == []
    assert names('"climate boulder"') == []
    assert "partnership:shimla-boulder" in names("climate boulder")


def test_untranslated_record_is_found_by_what_the_other_page_shows():
    project = make_project(name_en=f"Only {WORD}", name_zh_hans=None)

    assert names(WORD) == [f"project:{project.slug}"]
    assert [each.title for each in suggestions(f"only {WORD}", "zh-hans")] == [f"Only {WORD}"]


def test_text_of_a_document_is_found_with_its_page():
    publication = Publication.objects.get(slug="factsheet-portmore-townsville")
    entry = SearchEntry.objects.get(kind="publication", object_id=publication.pk)

    pages = {(each.language, each.page) for each in entry.passages.all()}

    assert {("en", 1), ("zh-hans", 1)} <= pages
    assert "publication:factsheet-portmore-townsville" in names("集体社会学习")


def test_uploads_are_not_opened_here():
    publication = make_publication(title_en=WORD)
    make_document(publication)

    assert names(WORD) == [f"publication:{publication.slug}"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("durbn", "durban"), ("yangzou", "yangzhou"), ("urban climte", "urban climate")],
)
def test_typing_errors_are_mended_from_the_index(typed, meant):
    result = search(typed)

    assert (result.is_exact, result.correction) == (False, meant)


def test_words_of_drafts_are_never_proposed():
    make_project(name_en="Qwertzuiop", state="draft")

    assert search("Qwertzuiob").correction == ""
    assert suggestions("qwert", "en") == []
    assert search("Qwertzuiop").entries == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("durban", "durban", 0), ("durbn", "durban", 1), ("druban", "durban", 1), ("a", "abcd", 3)],
)
def test_distance_counts_slips(one, other, expected):
    assert distance(one, other, 2) == expected


def test_known_words_have_other_known_words_as_alternatives():
    assert "durban" in alternatives("durbane")
    assert alternatives("1234567") == []


@pytest.mark.parametrize(
    ("typed", "language", "title"),
    [
        ("dur", "en", "Durban"),
        ("Dur", "zh-hans", "德班"),
        ("德", "zh-hans", "德班"),
        ("yangz", "zh-hans", "扬州"),
        ("yz", "en", "Yangzhou"),
        ("ethek", "en", "Durban"),
        ("揚", "zh-hans", "扬州"),
    ],
)
def test_beginnings_of_names_are_suggested_first(typed, language, title):
    assert suggestions(typed, language)[0].title == title


def test_inner_words_are_suggested_while_they_are_typed():
    titles = [each.title for each in suggestions("municipal managem", "en")]

    assert titles == ["Municipal management"]


@pytest.mark.parametrize("typed", ["", "d", " ", "-", '"', "\x00"])
def test_too_little_suggests_nothing(typed):
    assert suggestions(typed, "en") == []


def test_lists_find_drafts_of_those_who_may_see_them():
    draft = make_city(name_en=WORD, state="draft")

    assert list(City.objects.filter(pk__in=matching(City, WORD))) == [draft]
    assert matching(City, " - ") is None


def test_no_text_is_an_error(client):
    asked = 0
    for number, text in enumerate(hostile_texts(20_000 if IS_LONG else 60)):
        assert search(text).total >= 0
        suggestions(text, "en")
        asked += 1
        if number % 10 == 0:
            values = dict.fromkeys(("q", "year", "page", "topic", "kind"), text[:2000])
            asked_for = urlencode(values, errors="surrogatepass")
            assert client.get(f"/zh-hans/search/?{asked_for}").status_code in (200, 400)

    assert asked >= 60


def test_both_databases_find_what_a_plain_reading_of_the_tokens_finds():
    """An oracle in Python that the suite compares with SQLite and with PostgreSQL."""
    documents = list(read_tokens())
    for text in [*(each.text for each in labelled_queries()), "the", "a", "中", "icma -china"]:
        query = parse(text)
        expected = {
            pk
            for pk, rows in documents
            if any(all(stands_in(each, row) for each in query.wanted) for row in rows)
            and not any(stands_in(each, row) for each in query.unwanted for row in rows)
        }
        found = hits(engine().all_of(query.wanted), query.unwanted)

        assert {pk for (pk,) in rows_of(found.sql, found.parameters)} == expected, text


def read_tokens():
    """Give (id of an entry, its rows of token lists): the record itself, and each passage."""
    for model, declared in searched_models().items():
        entries = SearchEntry.objects.filter(kind=declared.kind)
        ids = dict(entries.values_list("object_id", "pk"))
        for record in records_of(declared, list(ids)):
            content = content_of(record, declared)
            columns = columns_of(content)
            passages = [[*columns["a"], tokens(each[1])] for each in passages_of(content)]
            whole = [text for texts in columns.values() for text in texts]
            yield ids[record.pk], [whole, *passages]
        assert model is declared.model
    for entry in SearchEntry.objects.filter(content_type=None):
        texts = [entry.title_en, entry.title_zh_hans, *(text for _language, text in entry.texts)]
        yield entry.pk, [[tokens(each) for each in texts]]


def stands_in(clause, texts):
    """Return whether the tokens of a clause stand in a row in any of the texts."""
    length = len(clause.tokens)
    return any(
        agree(clause, found[start : start + length])
        for found in texts
        for start in range(len(found) - length + 1)
    )


def agree(clause, found):
    *whole, last = clause.tokens
    is_last = found[-1].startswith(last) if clause.is_open else found[-1] == last
    return is_last and found[:-1] == whole
