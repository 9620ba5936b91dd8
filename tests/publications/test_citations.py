"""How publications are cited: literals checked by hand, and parsers that are not ours."""

import json
from datetime import date

import pytest
import rispy
from pybtex.database import parse_string

from icma_portal.bilingual.partial_dates import PartialDate
from publications.citations.entries import Entry, Name, names_of
from publications.citations.references import as_bibtex, as_csl, as_ris
from publications.citations.words import as_gb_t_7714, as_text
from publications.models import Publication
from tests.factories import make_document, make_organization, make_publication

READ_ON = date(2026, 11, 25)
ADDRESS = "https://portal.example/en/publications/primer/"


def entry(**values):
    defaults = {
        "key": "primer",
        "kind": "publication",
        "title": "A Primer",
        "authors": [Name("Smith", "Jane A."), Name("van Dijk", "Piet")],
        "translators": [],
        "publisher": "ICMA Press",
        "issued_on": PartialDate("2013-06-04"),
        "language": "en",
        "title_language": "en",
        "series": "",
        "part": None,
        "address": ADDRESS,
        "pdf_address": "",
        "abstract": "",
    }
    return Entry(**{**defaults, **values})


CHINESE = {
    "title": "城市治理研究",
    "authors": [Name("王明"), Name("李华"), Name("张伟"), Name("陈静")],
    "publisher": "中国城市出版社",
    "issued_on": PartialDate("2014-05"),
    "language": "zh-hans",
    "title_language": "zh-hans",
}


@pytest.mark.parametrize(
    ("values", "reference"),
    [
        ({}, f"SMITH J A, VAN DIJK P. A Primer[R/OL]. ICMA Press, 2013[2026-11-25]. {ADDRESS}."),
        (
            {"authors": [Name("ICMA Press")], "kind": "tool"},
            f"ICMA Press. A Primer[EB/OL]. (2013-06-04)[2026-11-25]. {ADDRESS}.",
        ),
        (
            {"authors": [], "publisher": "", "issued_on": None, "kind": "webinar"},
            f"A Primer[EB/OL]. [2026-11-25]. {ADDRESS}.",
        ),
        (
            CHINESE,
            "王明, 李华, 张伟, 等. 城市治理研究[R/OL]. 中国城市出版社, 2014[2026-11-25]. "
            f"{ADDRESS}.",
        ),
        (
            {"translators": [Name("王明")]},
            "SMITH J A, VAN DIJK P. A Primer[R/OL]. 王明, 译. ICMA Press, 2013[2026-11-25]. "
            f"{ADDRESS}.",
        ),
    ],
)
def test_reference_by_the_chinese_standard(values, reference):
    assert as_gb_t_7714(entry(**values), READ_ON) == reference


@pytest.mark.parametrize(
    ("values", "reference"),
    [
        ({}, f"Jane A. Smith, Piet van Dijk. “A Primer.” ICMA Press, June 4, 2013. {ADDRESS}"),
        (
            {"authors": [Name("ICMA Press")], "issued_on": PartialDate("2013"), "title": "Why?"},
            f"ICMA Press. “Why?” 2013. {ADDRESS}",
        ),
        (
            {"authors": [], "publisher": "", "issued_on": None},
            f"“A Primer.” {ADDRESS}",
        ),
    ],
)
def test_reference_in_words(values, reference):
    assert as_text(entry(**values)) == reference


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("Jane Smith; Smith, John", [Name("Smith", "Jane"), Name("Smith", "John")]),
        ("王明；Li Hua ; ", [Name("王明"), Name("Hua", "Li")]),
        ("ICMA", [Name("ICMA")]),
    ],
)
def test_names_are_taken_apart(text, names):
    assert names_of(text) == names


NASTY = {
    "title": "100% of {cities} & $ #1_a ~ ^ \\ “x”",
    "publisher": "Smith and Sons & Co",
    "authors": [Name("Smith and Sons & Co"), Name("Müller", "Åsa")],
}


def test_bibtex_is_read_by_pybtex_as_it_was_meant():
    source = as_bibtex(entry(**NASTY)) + as_bibtex(entry(key="other", kind="fact_sheet"))
    found = parse_string(source, "bibtex").entries
    first = found["primer"]

    assert (first.type, found["other"].type) == ("techreport", "misc")
    assert [str(each) for each in first.persons["author"]] == [
        r"{Smith and Sons \& Co}",
        "Müller, Åsa",
    ]
    assert first.fields["institution"] == r"{Smith and Sons \& Co}"
    assert first.fields["title"] == (
        r"{100\% of \{cities\} \& \$ \#1\_a \textasciitilde{} \textasciicircum{} "
        r"\textbackslash{} “x”}"
    )
    assert (first.fields["year"], first.fields["month"]) == ("2013", "June")
    assert found["other"].fields["publisher"] == "{ICMA Press}"


def test_ris_is_read_by_rispy_as_it_was_meant():
    source = as_ris(entry(**NASTY, series="Notes", part=2)) + as_ris(entry(**CHINESE, key="two"))
    first, second = rispy.loads(source)

    assert first == {
        "type_of_reference": "RPRT",
        "authors": ["Smith and Sons & Co", "Müller, Åsa"],
        "title": NASTY["title"],
        "secondary_title": "Notes",
        "volume": "2",
        "year": "2013",
        "date": "2013/06/04/",
        "publisher": "Smith and Sons & Co",
        "language": "en",
        "urls": [ADDRESS],
        "id": "primer",
    }
    assert (second["date"], second["authors"]) == ("2014/05//", ["王明", "李华", "张伟", "陈静"])


def test_csl_item_tells_persons_institutions_and_partial_dates():
    item = as_csl(entry(authors=[Name("ICMA"), Name("Smith", "Jane")], part=1, series="Notes"))

    assert item == {
        "id": "primer",
        "type": "report",
        "title": "A Primer",
        "author": [{"literal": "ICMA"}, {"family": "Smith", "given": "Jane"}],
        "publisher": "ICMA Press",
        "collection-title": "Notes",
        "collection-number": "1",
        "issued": {"date-parts": [[2013, 6, 4]]},
        "language": "en",
        "URL": ADDRESS,
    }
    assert as_csl(entry(issued_on=PartialDate("2013")))["issued"] == {"date-parts": [[2013]]}


@pytest.mark.django_db
def test_row_75_the_whole_library_is_read_by_both_parsers(client):
    records = Publication.objects.published().count()
    bibtex = b"".join(client.get("/en/publications/export.bib").streaming_content).decode()
    ris = b"".join(client.get("/zh-hans/publications/export.ris").streaming_content).decode()
    tools = b"".join(client.get("/en/publications/export.bib?kind=tool").streaming_content)

    assert len(parse_string(bibtex, "bibtex").entries) == records == 27
    assert len(rispy.loads(ris)) == records
    assert len(parse_string(tools.decode(), "bibtex").entries) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(("extension", "start"), [("bib", "@misc{"), ("ris", "TY  - GEN")])
def test_a_publication_has_its_reference_as_a_file(client, extension, start):
    path = f"/zh-hans/publications/webinar-urban-intersections-1/cite.{extension}"
    response = client.get(path)

    assert response.content.decode().startswith(start)
    assert "filename=" in response.headers["Content-Disposition"]
    assert client.get(path.replace(f".{extension}", ".exe")).status_code == 404


@pytest.mark.django_db
def test_references_tell_only_what_may_be_seen(client):
    canary = make_organization(state="draft", name_en="CANARY-7731")
    hidden = make_publication(state="draft", publisher=canary)
    shown = make_publication(publisher=canary)
    make_document(shown, state="draft")
    for extension in ("bib", "ris", "json"):
        assert client.get(f"/en/publications/{hidden.slug}/cite.{extension}").status_code == 404
        text = client.get(f"/en/publications/{shown.slug}/cite.{extension}").content.decode()
        assert shown.title_en in text
        assert "CANARY" not in text
        assert "/download/" not in text

    page = client.get(shown.get_absolute_url()).content.decode()
    assert "CANARY" not in page


@pytest.mark.django_db
def test_csl_file_is_a_list_of_one_item(client):
    items = json.loads(
        client.get("/en/publications/tool-app2action-hosting-guide/cite.json").content
    )

    assert [each["type"] for each in items] == ["document"]
