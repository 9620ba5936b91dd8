"""A good file stays with its form while other fields are mended; a bad one is refused beside it."""

import os
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from icma_portal.files.keeping import DAY, GoneUpload, keep, kept
from publications.models import Document
from tests.factories import make_publication
from tests.files.pdf_files import plain_pdf, with_attachment

from .records import posted

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FIELD = "documents-0-file"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.KEPT_UPLOADS = tmp_path / "kept"
    return settings.KEPT_UPLOADS


@pytest.fixture
def address():
    return f"/admin/publications/publication/{make_publication().pk}/change/"


def kept_form(page):
    """Return what is posted when the form is sent again, with the hidden input of the file."""
    token = re.search(f'name="{FIELD}-kept" value="([^"]+)"', page.content.decode())[1]
    return {**posted(page), f"{FIELD}-kept": token}


def form_with(client, address, data, name="河流.pdf", **changes):
    """Return what is posted for a publication with one more document."""
    values = posted(client.get(address))
    return {
        **values,
        "documents-TOTAL_FORMS": "1",
        "documents-0-language": "en",
        "documents-0-state": "draft",
        FIELD: SimpleUploadedFile(name, data),
        **changes,
    }


def test_a_bad_file_is_refused_beside_its_field_and_the_form_keeps_the_rest(admin_client, address):
    data = form_with(admin_client, address, with_attachment(), authors="Li Na")

    page = admin_client.post(address, data)
    form = page.context["inline_admin_formsets"][0].formset.forms[0]

    assert form.errors == {
        "file": ["This PDF carries another file. Take it out, and add it by itself."]
    }
    html = page.content.decode()
    assert 'value="Li Na"' in html
    assert f'name="{FIELD}-kept"' not in html
    assert not Document.objects.filter(publication__pk=page.context["original"].pk).exists()


def test_the_reason_is_told_in_the_language_of_the_editor(admin_client, address):
    data = form_with(admin_client, address, b"<svg/>")

    admin_client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/admin/"})
    page = admin_client.post(address, data)

    form = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert form.errors == {"file": ["这是SVG图形。这里需要的是：PDF。"]}


def test_a_good_file_is_kept_while_another_field_is_mended(admin_client, address):
    pdf = plain_pdf(3)
    data = form_with(admin_client, address, pdf, issued_on="not a date")

    page = admin_client.post(address, data)
    html = page.content.decode()
    again = {**kept_form(page), "issued_on": "2019"}
    assert "“河流.pdf” has been checked and is kept for a day." in html
    assert FIELD not in again
    assert not Document.objects.filter(current__original_name="河流.pdf").exists()

    response = admin_client.post(address, again)

    document = Document.objects.get(current__original_name="河流.pdf")
    assert response.status_code == 302
    with document.file.open("rb") as file:
        assert file.read() == pdf
    assert document.pages == 3


def test_a_kept_file_stays_kept_through_a_second_mistake(admin_client, address, folder):
    data = form_with(admin_client, address, plain_pdf(), issued_on="not a date")
    page = admin_client.post(address, data)
    page = admin_client.post(address, {**kept_form(page), "issued_on": "nor this"})

    response = admin_client.post(address, {**kept_form(page), "issued_on": "2019"})

    assert response.status_code == 302
    assert len(list(folder.glob("*.json"))) == 1


def test_another_file_takes_the_place_of_the_kept_one(admin_client, address):
    page = admin_client.post(
        address, form_with(admin_client, address, plain_pdf(), issued_on="not a date")
    )
    other = SimpleUploadedFile("other.pdf", plain_pdf(2))

    admin_client.post(address, {**kept_form(page), "issued_on": "2019", FIELD: other})

    documents = Document.objects.filter(publication__documents__language="en", origin="uploaded")
    names = documents.values_list("current__original_name", flat=True)
    assert set(names) == {"other.pdf"}


@pytest.mark.parametrize("token", ["", "0" * 32, "../../db.sqlite3:a:b", "x:y:z"])
def test_a_token_that_is_not_ours_gives_nothing(token):
    assert isinstance(kept(token), GoneUpload)


def test_a_file_is_gone_after_a_day_and_the_editor_is_told(admin_client, address, folder):
    page = admin_client.post(
        address, form_with(admin_client, address, plain_pdf(), issued_on="not a date")
    )
    again = kept_form(page)
    for path in folder.iterdir():
        os.utime(path, (0, time.time() - DAY - 60))
    token = keep(SimpleUploadedFile("new.pdf", b"x"))

    page = admin_client.post(address, {**again, "issued_on": "2019"})

    form = page.context["inline_admin_formsets"][0].formset.forms[0]
    assert form.errors == {
        "file": ["The file that was kept is gone, for a day has passed. Choose it once more."]
    }
    assert len(list(folder.iterdir())) == 2
    assert kept(token).read() == b"x"
