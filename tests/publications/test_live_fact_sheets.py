"""The live fact sheets of every record, made when asked for, from what the public may see."""

from threading import BoundedSemaphore
from urllib.parse import quote

import pypdfium2
import pytest
from django.core.files.base import ContentFile

from partnerships.models import City, Partnership
from programs.models import Country, Program
from publications.fact_sheets import views
from publications.fact_sheets.compose import compose_both, compose_record
from publications.fact_sheets.layout import render_pdf
from publications.fact_sheets.sheet import statements_of, words_of
from publications.models import Document
from tests.factories import make_city, make_document, make_partnership, make_publication, pdf_bytes

from . import pdf_tags

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DURBAN = "partnerships/durban-southeast-florida"
RECORDS = [DURBAN, "programs/citylinks", "cities/durban", "countries/south-africa"]
RECORDS += ["projects/climate-adaptation-partnership-program-2015"]


def text_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("record", RECORDS)
def test_row_36_every_record_has_its_sheet_in_both_languages_and_as_pdf(client, record):
    page = client.get(f"/zh-hans/{record}/")
    sheet = client.get(f"/zh-hans/{record}/fact-sheet/")
    both = client.get(f"/zh-hans/{record}/fact-sheet/bilingual/")
    pdf = client.get(f"/zh-hans/{record}/fact-sheet.bilingual.pdf")

    for form in ("en", "zh-hans", "bilingual"):
        assert f"/zh-hans/{record}/fact-sheet.{form}.pdf" in page.content.decode()
    assert sheet.context["sheet"].title in sheet.content.decode()
    assert not any("<" in text for text in words_of(sheet.context["sheets"]))
    assert [each.language for each in both.context["sheets"]] == ["en", "zh-hans"]
    assert pdf_tags.faults(pdf.content) == []
    assert set(pdf_tags.languages_of(pdf.content)) == {"en-US", "zh-CN"}
    with pypdfium2.PdfDocument(pdf.content) as document:
        assert len(document) <= 2


def test_pdf_has_a_name_in_the_language_of_the_document_and_no_cookie(client):
    response = client.get("/en/cities/durban/fact-sheet.zh-hans.pdf")

    assert response.headers["Content-Type"] == "application/pdf"
    assert "durban-fact-sheet-zh-hans.pdf" in response.headers["Content-Disposition"]
    assert quote("德班.pdf") in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ["fact-sheet/", "fact-sheet.en.pdf"])
def test_who_has_the_sheet_gets_304_until_the_record_changes(client, address, monkeypatch):
    url = f"/en/{DURBAN}/{address}"
    first = client.get(url)
    headers = {"If-None-Match": first.headers["ETag"]}
    monkeypatch.setattr(views, "render_pdf", None)
    again = client.get(url, headers=headers)
    monkeypatch.undo()
    partnership = Partnership.objects.get(slug="durban-southeast-florida")
    partnership.summary_en = "Another summary."
    partnership.save()
    changed = client.get(url, headers=headers)

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.headers["Cache-Control"] == "no-cache"
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_equal_records_give_equal_bytes():
    record = Country.objects.get(slug="south-africa")

    assert render_pdf(*compose_both(record)) == render_pdf(*compose_both(record))


@pytest.mark.parametrize("address", ["fact-sheet/", "fact-sheet/bilingual/", "fact-sheet.en.pdf"])
def test_sheet_of_a_draft_is_for_staff_only_and_kept_nowhere(client, staff, address):
    partnership = make_partnership([make_city()], state="draft")
    url = f"/en/partnerships/{partnership.slug}/{address}"
    anonymous = client.get(url)
    client.force_login(staff)
    response = client.get(url)

    assert anonymous.status_code == 404
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "address",
    ["topics/governance/fact-sheet/", "cities/x/fact-sheet/", "cities/durban/fact-sheet.fr.pdf"],
)
def test_what_has_no_sheet_is_not_found(client, address):
    assert client.get(f"/en/{address}").status_code == 404


def test_sheets_name_nothing_that_the_public_may_not_see(staff):
    city = City.objects.get(slug="durban")
    City.objects.filter(slug="fort-lauderdale").update(state="draft", name_en="CANARY city")
    Program.objects.filter(slug="citylinks").update(state="draft", name_en="CANARY program")
    hidden = make_partnership([city], state="draft", name_en="CANARY partnership")
    make_publication(title_en="CANARY publication", state="draft").cities.add(city)
    record = Partnership.objects.get(slug="durban-southeast-florida")
    record.facts.create(text_en="CANARY fact", is_internal=True)

    for told in (record, city, city.country):
        sheet = compose_record(told, "en")
        assert not [each for each in words_of([sheet]) if "CANARY" in each]
        assert "CANARY" not in sheet.map_svg
    assert hidden.name_en not in str(compose_both(city))


def test_a_text_without_translation_is_told_in_its_language_and_marked(client):
    partnership = make_partnership([make_city()])
    partnership.facts.create(text_en="Only in English.")
    url = f"/zh-hans/partnerships/{partnership.slug}/fact-sheet"

    page = client.get(f"{url}/").content.decode()
    pdf = client.get(f"{url}.zh-hans.pdf").content

    assert '<span lang="en">Only in English.</span>' in page
    assert set(pdf_tags.languages_of(pdf)) == {"zh-CN", "en-US"}


def test_what_the_font_lacks_is_replaced_and_staff_are_told(client, staff, caplog):
    partnership = make_partnership([make_city()], summary_en="Salt 𠮷 and 🎉.")
    url = f"/en/partnerships/{partnership.slug}/fact-sheet"

    pdf = client.get(f"{url}.en.pdf").content
    public = client.get(f"{url}/").content.decode()
    client.force_login(staff)
    preview = client.get(f"{url}/").content.decode()

    assert "Salt 〓 and 〓." in text_of(pdf)
    assert "no glyph for ['🎉', '𠮷']" in caplog.text
    assert "<code>𠮷</code>" not in public
    assert "<code>𠮷</code>" in preview


def test_a_sheet_that_staff_uploaded_stands_before_the_live_one(client):
    document = Document.objects.get(
        publication__slug="factsheet-durban-southeast-florida", language="en"
    )
    before = client.get(f"/en/{DURBAN}/").content.decode()
    document.origin = Document.Origin.UPLOADED
    document.file = ContentFile(pdf_bytes(), name="ours.pdf")
    document.save()
    after = client.get(f"/en/{DURBAN}/").content.decode()
    block = after[after.index('id="fact-sheets"') :]

    assert "made from this record" not in before
    assert block.index(document.get_absolute_url()) < block.index(f"/en/{DURBAN}/fact-sheet/")
    assert "The sheet that the portal makes from this record:" in block


def test_an_uploaded_sheet_of_a_partnership_is_not_that_of_its_city_or_program(client):
    partnership = Partnership.objects.get(slug="durban-southeast-florida")
    city = City.objects.get(slug="durban")
    publication = make_publication(
        kind="fact_sheet", partnership=partnership, program=partnership.program
    )
    publication.cities.add(city)
    make_document(publication)
    own = make_publication(kind="fact_sheet", title_en="Durban by itself")
    own.cities.add(city)
    address = make_document(own).get_absolute_url()

    page = client.get("/en/cities/durban/").content.decode()
    block = page[page.index('id="fact-sheets"') :]

    assert address in block
    assert publication.slug not in block


def test_who_waits_too_long_is_asked_to_come_again(client, monkeypatch):
    turns = BoundedSemaphore(1)
    turns.acquire()
    monkeypatch.setattr(views, "_turns", turns)
    monkeypatch.setattr(views, "PATIENCE", 0)

    response = client.get("/zh-hans/cities/durban/fact-sheet.en.pdf")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert 'lang="zh-Hans"' in response.content.decode()


def test_long_sections_are_cut_and_the_sheet_says_so():
    partnership = make_partnership([make_city(), make_city()])
    for number in range(12):
        partnership.facts.create(text_en=f"Fact {number}.", text_zh_hans=f"事实{number}。")

    sheet = compose_record(partnership, "en")

    assert len(statements_of(sheet)) == 8
    assert sheet.is_shortened
