"""Fact sheets say what the public page says, and are made again only when that changes."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from publications.fact_sheets.build import build_all, build_fact_sheet
from publications.fact_sheets.compose import compose
from publications.fact_sheets.sheet import statements_of
from publications.models import Document, Publication
from tests.admin.records import posted
from tests.factories import make_publication, pdf_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def sheet():
    return Publication.objects.get(slug="factsheet-durban-southeast-florida")


def test_sheet_tells_the_partnership_with_its_members_and_numbered_sources(sheet):
    told = compose(sheet, "en")

    assert [member.name for member in told.members] == [
        "Durban",
        "Fort Lauderdale",
        "Broward County",
    ]
    assert told.members[0].place == "KwaZulu-Natal, South Africa"
    facts = statements_of(told)
    assert [each.heading for each in told.sections][:3] == [
        "What is known",
        "Exchanges",
        "What came of it",
    ]
    assert all(fact.sources for fact in facts)
    assert max(max(fact.sources) for fact in facts) <= len(told.sources)
    assert told.address == "https://portal.example/en/partnerships/durban-southeast-florida/"


@pytest.mark.parametrize(("language", "date"), [("en", "July 2013"), ("zh-hans", "2013年7月")])
def test_exchanges_are_told_with_their_dates(sheet, language, date):
    leads = [statement.lead for statement in statements_of(compose(sheet, language))]

    assert date in leads


def test_sheet_in_chinese_is_chinese_whatever_language_is_active(sheet):
    told = compose(sheet, "zh-hans")

    assert told.title == "德班—佛罗里达州东南部气候变化结对合作"
    assert told.members[0].place == "南非夸祖鲁-纳塔尔省"
    assert told.labels["sources"] == "资料来源"


def test_sheet_never_says_more_than_the_public_page(sheet):
    partnership = sheet.partnership
    partnership.facts.create(text_en="CANARY internal", is_internal=True)
    city = partnership.memberships.get(city__slug="durban").city
    city.state = "draft"
    city.save()
    make_publication(title_en="CANARY draft", partnership=partnership, state="draft")

    told = str(compose(sheet, "en"))

    assert "CANARY" not in told
    assert "KwaZulu-Natal, South Africa" not in told


def test_sheet_of_a_series_names_no_cities():
    told = compose(Publication.objects.get(slug="factsheet-urban-intersections-1"), "en")

    assert told.members == ()
    assert [len(each.statements) for each in told.sections] == [4]


def test_nothing_is_made_again_without_a_change(sheet):
    build_all()
    assert build_all() == 0

    partnership = sheet.partnership
    partnership.summary_en = "Another summary."
    partnership.save()

    assert build_fact_sheet(sheet, "en")
    assert not build_fact_sheet(sheet, "en")


def test_a_renewed_sheet_replaces_the_file_at_the_same_address(sheet):
    document = Document.objects.get(publication=sheet, language="en")
    address, before = document.get_absolute_url(), document.file.name
    sheet.partnership.summary_en = "Another summary."
    sheet.partnership.save()

    build_fact_sheet(Publication.objects.get(pk=sheet.pk), "en")
    document.refresh_from_db()

    assert document.get_absolute_url() == address
    assert document.file.name != before
    assert [each.number for each in document.versions] == [2, 1]


def test_a_file_that_staff_uploaded_is_never_overwritten(sheet):
    document = Document.objects.get(publication=sheet, language="en")
    document.origin = Document.Origin.UPLOADED
    document.file = ContentFile(pdf_bytes(7), name="ours.pdf")
    document.save()
    sheet.partnership.summary_en = "Another summary."
    sheet.partnership.save()

    assert not build_fact_sheet(sheet, "en")
    document.refresh_from_db()
    assert document.pages == 7


def test_a_file_put_in_through_the_admin_counts_as_the_staffs_own(sheet, client, staff):
    document = Document.objects.get(publication=sheet, language="en")
    client.force_login(staff)
    url = f"/admin/publications/publication/{sheet.pk}/change/"
    page = client.get(url)
    data = posted(page)
    number = next(
        number
        for number, form in enumerate(documents_formset(page).forms)
        if form.instance.pk == document.pk
    )
    data[f"documents-{number}-file"] = SimpleUploadedFile("ours.pdf", pdf_bytes(7))

    response = client.post(url, data)
    document.refresh_from_db()

    assert response.status_code == 302
    assert (document.origin, document.pages) == (Document.Origin.UPLOADED, 7)
    assert not build_fact_sheet(sheet, "en")


def documents_formset(page):
    formsets = [each.formset for each in page.context["inline_admin_formsets"]]
    return next(each for each in formsets if each.prefix == "documents")
