"""Files of tables: what staff's programs write, what hostile hands send, and long ones."""

import datetime
import io
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.db import connections
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from icma_portal.bilingual.admin import BilingualAdmin
from icma_portal.bulk import progress, tables
from icma_portal.bulk.models import BulkImport
from icma_portal.publishing.models import Publishable
from programs.models import Topic
from tests.breadth import share
from tests.factories import make_publication, make_topic

from .bulk import as_csv, compared, export, outcomes, page_of, rows_of, take, upload
from .records import CONTENT, make

pytestmark = pytest.mark.django_db
MODELS = [model for model in CONTENT if isinstance(admin.site._registry.get(model), BilingualAdmin)]


def as_workbook(lines):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def lines_of(content):
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in line] for line in sheet.iter_rows()]


def refusal(client, content, **kwargs):
    response = upload(client, content, **kwargs)
    assert response.status_code == 422
    return str(response.context["form"].errors["file"])


@pytest.mark.one_database
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_kind_of_record_goes_out_and_comes_in_as_it_is(admin_client, model, monkeypatch):
    # In this transaction, which a thread of its own would not see.
    monkeypatch.setattr(progress, "FEW_STEPS", tables.MAX_ROWS)
    make(model)
    kind = model._meta.label_lower

    # One form for each kind, the other for the next; both in a long run.
    for form in share(["csv", "xlsx"], MODELS.index(model), 2):
        content = export(admin_client, model, **{"as": form})
        assert upload(admin_client, content, kind=kind, name=f"table.{form}").status_code == 302
        assert set(outcomes(BulkImport.objects.latest("pk"))) == {"same"}


def test_workbook_explains_its_columns_and_brings_changes_in(admin_client):
    topic = make_topic(name_en="Parks")
    content = export(admin_client)
    lines = lines_of(content)
    column = lines[0].index("name_en")
    for line in lines[1:]:
        if line[0] == str(topic.pk):
            line[column] = "Gardens"

    response = upload(admin_client, as_workbook(lines), name="topics.xlsx")
    found = BulkImport.objects.get()
    take(admin_client, found)

    about = load_workbook(io.BytesIO(content)).worksheets[1]
    assert ["name_en", "Name [English]"] in [[a.value, b.value] for a, b, _c in about.iter_rows()]
    assert response.status_code == 302
    topic.refresh_from_db()
    assert topic.name_en == "Gardens"


def test_numbers_and_dates_of_a_workbook_are_read_as_people_mean_them(admin_client):
    publication = make_publication()
    row = next(
        each
        for each in rows_of(admin_client, type(publication))
        if each["id"] == str(publication.pk)
    )
    typed = {"id": publication.pk, "version": float(row["version"])}
    typed["issued_on"] = datetime.datetime(2014, 5, 1)
    content = as_workbook([list(typed), list(typed.values())])

    upload(admin_client, content, kind="publications.publication", name="a.xlsx")

    (result,) = BulkImport.objects.get().results
    assert result["changes"] == [["issued_on", row["issued_on"], "2014-05-01"]]


@pytest.mark.one_database
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_file_is_read_in_the_encodings_of_staff(admin_client, encoding):
    topic = make_topic(name_zh_hans="公园")
    row = {"id": topic.pk, "version": topic.version, "name_zh_hans": "城市合作𠮷㛃"}
    content = as_csv([row]).decode().encode(encoding)

    upload(admin_client, content)

    found = BulkImport.objects.get()
    assert found.results[0]["changes"] == [["name_zh_hans", "公园", "城市合作𠮷㛃"]]
    assert bool(found.shown_note) == (encoding == "gb18030")


@pytest.mark.one_database
@pytest.mark.parametrize("text", ["=1+1", "+86 10", "@name", "-5", "＝1", "'quoted", "\tx"])
def test_text_that_looks_like_a_formula_goes_out_as_text_and_comes_back(admin_client, text):
    topic = make_topic()
    Topic.objects.filter(pk=topic.pk).update(name_en=text)

    sheet = export(admin_client, **{"as": "csv"}).decode("utf-8-sig")
    (row,) = [each for each in rows_of(admin_client) if each["id"] == str(topic.pk)]
    found = compared(admin_client, rows_of(admin_client))

    assert row["name_en"] == f"'{text}"
    assert f",{text}" not in sheet
    assert set(outcomes(found)) == {"same"}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("cell", "sentence"),
    [("=1+1", "The cell C2 holds a formula."), ("=HYPERLINK(A1)", "holds a formula")],
)
def test_formula_in_a_workbook_is_refused_by_its_cell(admin_client, cell, sentence):
    topic = make_topic()
    content = as_workbook([["id", "version", "name_en"], [topic.pk, topic.version, cell]])

    assert sentence in refusal(admin_client, content, name="topics.xlsx")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"id,version\n", "The file holds no records."),
        (b"name_en\nParks\n", "The file has no column “id, version”."),
        (b"id,version,secret\n1,1,x\n", "These records have no column “secret”."),
        (b"id,version,id\n1,1,1\n", "Every column needs a name of its own"),
        (b"id,version,\n1,1,1\n", "Row 2 has more cells"),
        (b"id,version\n1,1,1\n", "Row 2 has more cells than the first line names."),
        (b'id,version\n1,"1\n', "a quotation mark is missing"),
        (b"id,version\n1,\0\n", "NUL characters"),
        (b"\xff\xfe\x00\xd8", "The encoding of the file is not known."),
        (b"PK\x03\x04 no workbook", ""),
        (b"\x1f\x8b packed", "The file is packed"),
        (b"id,version\n" + b"1,1\n" * 2001, "more than 2000 records"),
        (b"%PDF-1.7\nid,version\n1,1", "Row 2 has more cells"),
    ],
)
def test_file_that_is_no_table_is_refused_with_its_reason(admin_client, content, sentence):
    assert sentence in refusal(admin_client, content)
    assert not BulkImport.objects.exists()


def test_larger_file_is_not_read(admin_client, monkeypatch):
    monkeypatch.setattr(tables, "MAX_BYTES", 10)

    assert "larger than 10 MB" in refusal(admin_client, b"id,version\n1,1\n")


def test_hostile_name_of_a_file_is_shown_as_text(admin_client):
    name = '<img src=x onerror="alert(1)">.csv'
    found = compared(admin_client, rows_of(admin_client)[:1], name=name)

    page = admin_client.get(page_of(found)).content.decode()

    assert "<img src=x" not in page
    assert "&lt;img" in page


def renamed(client):
    """Return the rows of the drafts among topics, each with a new name."""
    rows = rows_of(client, state__exact="draft")
    return [{**row, "name_en": f"{row['name_en']} new"} for row in rows]


@pytest.fixture
def impatient(monkeypatch):
    """Let all work be long, in a thread that shares the connection and so the transaction."""
    shared, run = connections["default"], progress._run

    def run_on_the_same(*args):
        connections["default"] = shared
        run(*args)

    shared.inc_thread_sharing()
    monkeypatch.setattr(progress, "_run", run_on_the_same)
    monkeypatch.setattr(progress, "connections", SimpleNamespace(close_all=lambda: None))
    for name, value in {"FEW_STEPS": 1, "PATIENCE": 0, "PAUSE": 0}.items():
        monkeypatch.setattr(progress, name, value)
    yield
    shared.dec_thread_sharing()


@pytest.mark.usefixtures("impatient")
def test_long_work_says_how_far_it_is_and_is_finished(admin_client):
    for number in range(6):
        make_topic(name_en=f"Topic {number}", state=Publishable.State.DRAFT)
    rows = renamed(admin_client)

    response = upload(admin_client, as_csv(rows))
    said = b"".join(response.streaming_content).decode()
    found = BulkImport.objects.get()

    assert response.status_code == 200
    assert "of 6 records" in said
    assert f'href="{page_of(found)}"' in said
    assert outcomes(found) == ["changed"] * 6

    b"".join(admin_client.post(page_of(found)).streaming_content)
    assert Topic.objects.filter(name_en__endswith=" new").count() == 6


@pytest.mark.usefixtures("impatient")
def test_long_work_that_fails_says_so_and_stores_nothing(admin_client, monkeypatch):
    def fail(*args):
        raise RuntimeError

    for number in range(2):
        make_topic(name_en=f"Topic {number}", state=Publishable.State.DRAFT)
    rows = renamed(admin_client)
    b"".join(upload(admin_client, as_csv(rows)).streaming_content)
    monkeypatch.setattr(Topic, "save", fail)

    address = reverse("admin:bulk_bulkimport_change", args=[BulkImport.objects.get().pk])
    said = b"".join(admin_client.post(address).streaming_content).decode()

    assert f'href="{address}?other"' in said
    assert not Topic.objects.filter(name_en__endswith=" new").exists()
    assert BulkImport.objects.get().taken_at is None
