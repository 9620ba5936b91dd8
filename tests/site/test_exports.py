"""Lists as files: what the page counts, read by programs that are not ours, and nothing else."""

import csv
import io
import json
from datetime import date, datetime
from xml.etree import ElementTree

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker

from icma_portal.exports.spreadsheets import FORMULA
from icma_portal.open_data import EXPORTS
from tests.factories import (
    make_city,
    make_country,
    make_document,
    make_partnership,
    make_project,
    make_publication,
    make_topic,
)

pytestmark = pytest.mark.django_db
NAMES = [each.name for each in EXPORTS]
# Where a list stands that has no folder of its name.
FOLDERS = {name: f"china-center/{name}" for name in ("agreements", "events")}
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def body(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return b"".join(response.streaming_content)


def csv_rows(client, path):
    text = body(client, path).decode("utf-8")
    assert text[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def json_of(client, path):
    return json.loads(body(client, path))


def workbook(client, path):
    return openpyxl.load_workbook(io.BytesIO(body(client, path)))


def queries_of(client, page):
    """Return queries that narrow the list of ``page``: each facet, a text, a letter, the order."""
    facets = client.get(page).context["facets"]
    firsts = [(each.name, each.options[0].value) for each in facets if each.options]
    singles = [f"{name}={value}" for name, value in firsts]
    several = ["&".join(singles[:2]), "&".join(singles[1:4])]
    others = ["", "q=climate", "q=nothing-has-this", "letter=S", "letter=%23", "sort=newest"]
    return [*singles, *several, *others, "sort=newest&letter=S", "view=table&q=a", "unknown=1"]


@pytest.mark.parametrize(
    "name", ["partnerships", "cities", "projects", "publications", "agreements", "events"]
)
def test_a_file_holds_exactly_the_records_that_the_page_counts(client, name):
    counted, name = 0, FOLDERS.get(name, name)
    for query in queries_of(client, f"/en/{name}/"):
        shown = client.get(f"/en/{name}/?{query}").context["paginator"].count
        rows = csv_rows(client, f"/en/{name}/export.csv?{query}&columns=slug")
        found = json_of(client, f"/en/{name}/export.json?{query}&columns=slug")
        assert len(rows) == len(found["records"]) == found["count"] == shown, query
        counted += shown

    assert counted > 10


def test_countries_have_as_many_rows_as_their_page_under_each_letter(client):
    for query in ("", "letter=I", "letter=%23"):
        letters = client.get(f"/en/countries/?{query}").context["letters"]
        assert len(csv_rows(client, f"/en/countries/export.csv?{query}")) == letters.count

    assert len(csv_rows(client, "/en/countries/export.csv?continent=africa")) > 1


@pytest.mark.parametrize("name", NAMES)
def test_json_keeps_to_the_schema_that_the_portal_ships(client, name):
    name = FOLDERS.get(name, name)
    schema = client.get(f"/zh-hans/{name}/export.schema.json").json()
    data = json_of(client, f"/zh-hans/{name}/export.json")

    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [each.message for each in validator.iter_errors(data)] == []
    assert data["schema"] == schema["$id"]
    assert data["records"]
    data["records"][0]["surprise"] = 1
    assert not validator.is_valid(data)


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_workbook_agree_row_by_row(client, name):
    name = FOLDERS.get(name, name)
    rows = csv_rows(client, f"/en/{name}/export.csv")
    sheet = workbook(client, f"/en/{name}/export.xlsx").worksheets[0]
    header, *data = sheet.iter_rows(values_only=True)

    assert [row["slug"] for row in rows] == [row[header.index("slug")] for row in data]
    assert list(header) == list(rows[0])
    assert sheet.freeze_panes == "B2"


def test_row_39_json_gives_the_same_seven_partnerships_as_map_and_table(client):
    shown = client.get("/en/partnerships/").context["object_list"]
    records = json_of(client, "/zh-hans/partnerships/export.json")["records"]
    features = json_of(client, "/en/partnerships/export.geojson")["features"]

    assert [each["id"] for each in features] == [each.pk for each in shown]
    assert {each["slug"] for each in records} == {each.slug for each in shown}
    assert len([each for each in records if each["slug"] != "chiang-rai-cambridge"]) == 7


def test_row_75_a_file_says_by_what_it_was_filtered_in_the_language_of_its_address(client):
    path = "partnerships/export.json?country=india&q=Shimla&letter=S"

    assert json_of(client, f"/en/{path}")["filters"] == [
        {"label": "Text", "value": "Shimla"},
        {"label": "Country or region", "value": "India"},
        {"label": "Letter", "value": "S"},
    ]
    assert json_of(client, f"/zh-hans/{path}")["filters"][1] == {
        "label": "国家或地区",
        "value": "印度",
    }


def test_row_76_both_languages_stand_in_a_record_whatever_the_address(client):
    make_project(slug="only-english", name_en="Only English", name_zh_hans="")
    query = "export.json?q=only-english&columns=name,stage"
    english = json_of(client, f"/en/projects/{query}")["records"]
    chinese = json_of(client, f"/zh-hans/projects/{query}")["records"]

    assert english == chinese
    assert english[0]["name"] == {"en": "Only English", "zh-Hans": None}


def test_drafts_and_their_names_are_in_no_file(client):
    canary = "CANARY-7731"
    draft = {"state": "draft", "name_en": canary}
    make_partnership([make_city(**draft), make_city(country=make_country(**draft))], slug="open")
    make_partnership([], **draft)
    make_publication(slug="open-too", kind="tool").topics.add(make_topic(**draft))
    make_document(make_publication(state="draft", title_en=canary))
    sha256 = make_document(make_publication(), state="archived").sha256
    files = 0
    for export in EXPORTS:
        for each in export.formats:
            path = f"/en/{FOLDERS.get(export.name, export.name)}/export.{each.extension}"
            content = body(client, path)
            if each.extension == "xlsx":
                book = openpyxl.load_workbook(io.BytesIO(content))
                cells = (row for sheet in book for row in sheet.iter_rows(values_only=True))
                content = repr(list(cells)).encode()
            assert canary.encode() not in content, path
            assert sha256.encode() not in content, path
            files += 1

    assert files > 28


def test_staff_get_what_their_page_counts_and_no_shared_cache_keeps_it(client, staff):
    make_project(slug="draft-project", name_en="Unfinished", state="draft")
    client.force_login(staff)
    response = client.get("/en/projects/export.csv?q=unfinished")

    assert b"draft-project" in b"".join(response.streaming_content)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("sign", FORMULA)
def test_no_cell_can_run_as_a_formula(client, sign):
    # Blank ends of names are kept by the database, not by the form.
    make_project(slug="formula", name_en=f"{sign}1+1", name_zh_hans="公式检验")
    row = csv_rows(client, "/en/projects/export.csv?q=公式检验")[0]
    sheet = workbook(client, "/en/projects/export.xlsx?q=公式检验&columns=name").worksheets[0]
    cell = sheet["B2"]

    assert row["name_en"] == f"'{sign}1+1"
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.strip() == f"{sign}1+1".strip()


def test_a_workbook_has_real_dates_and_says_what_it_is(client, settings):
    settings.CONTENT_LICENSE = "CC BY 4.0"
    for number, issued_on in enumerate(("2013-06-04", "2013-06", "2013")):
        make_publication(slug=f"dated-{number}", title_en=f"Dated {number}", issued_on=issued_on)
    book = workbook(client, "/en/publications/export.xlsx?q=dated-&columns=issued_on,part")
    data, about = book.worksheets
    told = dict(about.iter_rows(min_row=1, max_row=6, max_col=2, values_only=True))

    assert [row[1] for row in data.iter_rows(min_row=2, values_only=True)] == [
        datetime(2013, 6, 4),
        "2013-06",
        "2013",
    ]
    assert (told["Filters"], told["Records"]) == ("Text: dated-", 3)
    assert told["License"] == "License: CC BY 4.0"
    assert told["Retrieved on"].date() == date.today()


def test_geojson_puts_longitude_first_and_keeps_records_without_a_place(client):
    make_city(name_en="Where it is", latitude="-29.8587", longitude="31.0218")
    make_city(name_en="Where it may be")
    data = json_of(client, "/en/cities/export.geojson?q=where")

    assert data["type"] == "FeatureCollection"
    assert [each["geometry"] for each in data["features"]] == [
        {"type": "Point", "coordinates": [31.0218, -29.8587]},
        None,
    ]


def test_a_feed_tells_the_latest_change_first_and_marks_the_other_language(client):
    make_project(slug="feed-one", name_en="Feed one", name_zh_hans="供稿一")
    make_project(slug="feed-two", name_en="Feed two", name_zh_hans="")
    feed = ElementTree.fromstring(body(client, "/zh-hans/projects/export.atom?q=feed-"))
    titles = [each.find(f"{ATOM}title") for each in feed.findall(f"{ATOM}entry")]

    assert [(each.text, each.get(LANG)) for each in titles] == [
        ("Feed two", "en"),
        ("供稿一", None),
    ]
    assert feed.get(LANG) == "zh-Hans"
    assert feed.find(f"{ATOM}entry/{ATOM}id").text.startswith("tag:portal.example,2026:projects/")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/en/partnerships/export.csv?country=atlantis", "atlantis is not one of the available"),
        ("/zh-hans/partnerships/export.json?year=1", "1 不在可用的选项中"),
        ("/en/cities/export.xlsx?columns=name,secret", "There are no such columns: secret"),
        ("/zh-hans/cities/export.xlsx?columns=secret", "没有这些列：secret"),
    ],
)
def test_what_a_list_does_not_have_is_refused_with_the_reason(client, path, reason):
    response = client.get(path)

    assert response.status_code == 400
    assert reason in response.content.decode()


def test_a_format_that_a_list_does_not_come_in_is_not_found(client):
    assert client.get("/en/countries/export.geojson").status_code == 404
    assert client.get("/en/countries/export.exe").status_code == 404


def test_columns_are_chosen_by_commas_or_by_a_form(client):
    by_commas = body(client, "/en/cities/export.csv?columns=name,kind")
    by_form = body(client, "/en/cities/export.csv?columns=name&columns=kind")

    assert by_commas == by_form
    assert by_commas.decode()[1:].splitlines()[0] == (
        "id,name_en,name_zh_hans,kind,kind_en,kind_zh_hans"
    )


def test_a_list_page_leads_to_its_files_with_its_filters(client):
    page = client.get("/en/partnerships/?country=india&page=1&view=table").content.decode()

    for extension in ("csv", "xlsx", "json", "geojson", "atom"):
        assert f'href="/en/partnerships/export.{extension}?country=india"' in page
    assert (
        '<link rel="alternate" type="application/atom+xml" title="Partnerships" '
        'href="/en/partnerships/export.atom?country=india">'
    ) in page
    assert '<input type="hidden" name="country" value="india">' in page


@pytest.mark.one_database
@pytest.mark.parametrize("extension", ["csv", "json", "atom"])
def test_a_file_makes_as_many_queries_for_30_rows_as_for_3(client, extension):
    counts = []
    for rows in (3, 27):
        for _row in range(rows):
            publication = make_document(make_publication(authors="Flat file")).publication
            publication.topics.add(make_topic())
        with CaptureQueriesContext(connection) as queries:
            body(client, f"/en/publications/export.{extension}?q=Flat")
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_open_data_page_describes_every_column_and_its_examples_work(client, language):
    response = client.get(f"/{language}/open-data/")
    page = response.content.decode()

    for each in EXPORTS:
        for described in each.described():
            assert f">{described.name}</code>" in page
            assert " ".join(described.headers) in page
    for example in response.context["examples"]:
        path = example.address.removeprefix("https://portal.example")
        assert len(body(client, path)) > 400
    assert json.loads(response.context["sample"])["slug"]
    assert len(response.context["examples"]) == 4


def test_license_is_what_icma_stated_and_nothing_else(client, settings):
    unstated = json_of(client, "/en/projects/export.json")
    settings.CONTENT_LICENSE = "CC BY 4.0"
    settings.CONTENT_LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"
    stated = json_of(client, "/en/projects/export.json")

    assert unstated["license"] is None
    assert unstated["license_note"].startswith("ICMA has not stated a license")
    assert stated["license"] == {
        "name": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
