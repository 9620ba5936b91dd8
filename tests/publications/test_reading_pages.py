"""Documents in the browser: their pages, who may see them, and what staff learn of the files."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from icma_portal.files.models import Reading
from tests.factories import make_document, make_pages, make_publication, pdf_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CANARY = "canary-of-the-text"


def make_readable(pages=1, language="en", **values):
    """Return a document whose pages can be read in the browser."""
    publication = values.pop("publication", None) or make_publication(title_en="Rivers")
    return make_pages(make_document(publication, language=language, **values), pages, CANARY)


def addresses_of(document):
    reading = document.get_reading_url()
    return [reading, f"{reading}?page=2", f"{reading}1-560.webp", f"{reading}1-240.webp"]


def test_a_page_stands_as_picture_with_its_text_beside_it(client):
    document = make_readable(language="zh-hans")

    page = client.get(document.get_reading_url()).content.decode()

    assert f'<div class="read-text" lang="zh-Hans"><p>{CANARY} 1</p><p>second</p></div>' in page
    assert 'id="page-1"' in page
    assert 'alt="Page 1 as a picture; its text is given beside it"' in page
    assert f"{document.get_reading_url()}1-560.webp 560w" in page
    assert "240.webp" not in page
    # Nothing draws the PDF in the browser: the one script is that of the search box.
    assert re.findall(r"<script[^>]*>", page) == [
        '<script src="/static/js/search.js" type="module">'
    ]


def test_the_frame_of_the_page_is_in_the_language_of_the_reader(client):
    document = make_readable()

    page = client.get(document.get_reading_url().replace("/en/", "/zh-hans/", 1)).content.decode()

    assert "第1页" in page
    assert f'<div class="read-text" lang="en"><p>{CANARY} 1</p>' in page


def test_a_long_document_is_shown_ten_pages_at_a_time_and_each_has_an_address(client):
    document = make_readable(pages=23)

    shown = client.get(document.get_reading_url(17)).content.decode()
    last = client.get(document.get_reading_url(23)).content.decode()

    assert document.get_reading_url(17).endswith("/read/en/?page=2#page-17")
    assert document.get_reading_url(1).endswith("/read/en/")
    assert [f'id="page-{number}"' in shown for number in (10, 11, 17, 20, 21)] == [
        *[False, True, True, True, False]
    ]
    assert "Pages 21–23 of 23" in last


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "%00", "1e9"])
def test_a_page_that_cannot_be_leads_to_one_that_can(client, page):
    document = make_readable()

    assert client.get(f"{document.get_reading_url()}?page={page}").status_code in (200, 400)


def test_the_number_of_queries_does_not_grow_with_the_pages(client, django_assert_num_queries):
    few, many = make_readable(pages=1), make_readable(pages=9)
    client.get(few.get_reading_url())

    for document in (few, many):
        with django_assert_num_queries(4):
            client.get(document.get_reading_url())


def hidden_documents():
    now, hour = timezone.now(), timedelta(hours=1)
    return [
        make_readable(state="draft"),
        make_readable(state="in_review"),
        make_readable(state="archived"),
        make_readable(published_at=now + hour),
        make_readable(published_at=now - 2 * hour, expires_at=now - hour),
        make_readable(publication=make_publication(state="draft")),
    ]


def test_pages_and_pictures_of_hidden_documents_do_not_exist(client):
    documents, visited = hidden_documents(), 0
    for document in documents:
        etag = f'"{document.sha256}"'
        for address in addresses_of(document):
            for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": etag}):
                response = client.get(address, headers=headers)
                assert (response.status_code, CANARY in response.content.decode()) == (404, False)
                visited += 1
            assert client.head(address).status_code == 404

    assert visited == 72


def test_staff_may_look_at_the_pages_of_a_draft_and_nobody_keeps_them(client, staff):
    document = make_readable(state="draft")
    client.force_login(staff)

    page = client.get(document.get_reading_url())
    picture = client.get(f"{document.get_reading_url()}1-560.webp")

    assert "Only staff can see this page" in page.content.decode()
    assert picture.headers["Cache-Control"] == "private, no-store"
    assert picture.headers["Content-Type"] == "image/webp"


def test_a_replaced_file_takes_its_pages_with_it(client):
    document = make_readable()
    document.file = ContentFile(pdf_bytes(2), name="new.pdf")
    document.save()

    for address in addresses_of(document):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("state", ["waiting", "running", "failed"])
def test_what_has_not_been_read_is_neither_shown_nor_linked(client, state):
    document = make_readable()
    Reading.objects.filter(version=document.current).update(state=state)

    assert client.get(document.get_reading_url()).status_code == 404
    page = client.get(document.publication.get_absolute_url()).content.decode()
    assert "/read/" not in page.replace("/read/en/1-240.webp", "").replace(
        "/read/en/1-480.webp", ""
    )


def test_the_publication_leads_to_the_pages_and_shows_the_cover(client):
    document = make_readable()

    page = client.get(document.publication.get_absolute_url()).content.decode()

    assert f'href="{document.get_reading_url()}"' in page
    assert f'src="{document.get_reading_url()}1-240.webp"' in page


@pytest.mark.parametrize("name", ["1-561.webp", "2-560.webp", "0-560.webp", "99999999999-560.webp"])
def test_pictures_are_there_in_their_sizes_only(client, name):
    document = make_readable()

    assert client.get(f"{document.get_reading_url()}{name}").status_code == 404


def test_staff_see_how_far_a_file_is_read_and_what_makes_it_hard_to_use(admin_client):
    document = make_readable()
    Reading.objects.update(has_text=True, is_tagged=False, title="A", language="en")
    address = f"/admin/publications/publication/{document.publication_id}/change/"

    page = admin_client.get(address).content.decode()
    assert f'<a href="{document.get_reading_url()}">Read</a>' in page
    assert "<li>It is not tagged: screen readers do not know its headings" in page

    Reading.objects.update(state=Reading.State.FAILED)
    assert "Could not be read" in admin_client.get(address).content.decode()
