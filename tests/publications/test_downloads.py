from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from publications.models import Document, Publication
from tests.factories import make_document, make_publication, pdf_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def body(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def data():
    return pdf_bytes(pages=3)


@pytest.fixture
def document(data):
    publication = make_publication(title_en="Rivers", title_zh_hans="河流：“概要”/一")
    return make_document(publication, data, language="zh-hans")


def test_row_40_download_gives_the_file_with_type_name_and_etag(client, document, data):
    response = client.get(f"/en/publications/{document.publication.slug}/download/zh-hans/")

    assert response.status_code == 200
    assert body(response) == data
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Length"] == str(len(data))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["ETag"] == f'"{document.sha256}"'
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="{document.publication.slug}-zh-hans.pdf"; '
        "filename*=UTF-8''%E6%B2%B3%E6%B5%81%EF%BC%9A%E2%80%9C%E6%A6%82%E8%A6%81%E2%80%9D-%E4%B8%80.pdf"
    )


def test_file_knows_its_size_pages_and_checksum(document, data):
    assert (document.size, document.pages, len(document.sha256)) == (len(data), 3, 64)


def test_replaced_file_keeps_its_address(client, document):
    address = document.get_absolute_url()
    new = pdf_bytes(pages=5)
    old_name = document.file.name
    document.file = ContentFile(new, name="other.pdf")
    document.save()
    document.refresh_from_db()

    assert document.get_absolute_url() == address
    assert document.file.name != old_name
    assert body(client.get(address)) == new
    assert document.pages == 5


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=5-999999999", slice(5, None)),
    ],
)
def test_ranges_give_206_and_the_bytes_asked_for(client, document, data, asked, span):
    response = client.get(document.get_absolute_url(), HTTP_RANGE=asked)

    assert response.status_code == 206
    assert body(response) == data[span]
    start = range(len(data))[span][0]
    assert response.headers["Content-Range"] == (
        f"bytes {start}-{start + len(data[span]) - 1}/{len(data)}"
    )


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_ranges_outside_the_file_give_416(client, document, data, asked):
    response = client.get(document.get_absolute_url(), HTTP_RANGE=asked)

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(data)}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=a-b", "items=0-1", "bytes=0-1,5-6", "bytes=9-2", "bytes=-", f"bytes={'9' * 5000}-"],
)
def test_ranges_that_are_not_understood_give_the_whole(client, document, data, asked):
    response = client.get(document.get_absolute_url(), HTTP_RANGE=asked)

    assert response.status_code == 200
    assert body(response) == data


def test_if_range_of_another_version_gives_the_whole(client, document, data):
    url = document.get_absolute_url()
    current = client.get(url, HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE=f'"{document.sha256}"')
    other = client.get(url, HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"other"')

    assert (current.status_code, other.status_code) == (206, 200)
    assert body(other) == data


def test_head_gives_the_headers_without_the_file(client, document, data):
    response = client.head(document.get_absolute_url())

    assert response.status_code == 200
    assert response.headers["Content-Length"] == str(len(data))
    assert response.content == b""


def test_a_range_is_for_get_alone(client, document, data):
    response = client.head(document.get_absolute_url(), headers={"Range": "bytes=0-1"})

    assert (response.status_code, response.headers["Content-Length"]) == (200, str(len(data)))


@pytest.mark.parametrize("method", ["get", "head"])
def test_nginx_sends_the_bytes_when_it_stands_in_front(
    client, data, settings, django_capture_on_commit_callbacks, method
):
    settings.FILES_ACCEL_PREFIX = "/stored/"
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document(data=data)
    send = getattr(client, method)

    response = send(document.get_absolute_url(), headers={"Range": "bytes=0-1"})
    hidden = make_document(state="draft")

    assert response.headers["X-Accel-Redirect"] == f"/stored/{document.file.name}"
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Type"] == "application/pdf"
    assert "X-Accel-Redirect" not in send(hidden.get_absolute_url()).headers


def test_a_file_that_has_not_reached_its_place_is_sent_without_nginx(client, settings, data):
    settings.FILES_ACCEL_PREFIX = "/stored/"
    document = make_document(data=data)

    assert body(client.get(document.get_absolute_url())) == data


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_lost_file_is_not_found(client, document, method):
    document.file.storage.delete(document.file.name)

    response = getattr(client, method)(document.get_absolute_url())

    assert response.status_code == 404
    assert "Content-Disposition" not in response.headers


def test_public_files_are_asked_for_anew_and_others_never_kept(client, staff):
    public, draft = make_document(), make_document(make_publication(state="draft"))
    client.force_login(staff)

    kept = [client.get(each.get_absolute_url())["Cache-Control"] for each in (public, draft)]

    assert kept == ["no-cache", "private, no-store"]


def test_known_version_gives_304(client, document):
    response = client.get(document.get_absolute_url(), HTTP_IF_NONE_MATCH=f'"{document.sha256}"')

    assert response.status_code == 304
    assert response.content == b""


def hidden_documents():
    now, hour = timezone.now(), timedelta(hours=1)
    return [
        make_document(state="draft"),
        make_document(state="archived"),
        make_document(published_at=now + hour),
        make_document(published_at=now - 2 * hour, expires_at=now - hour),
        make_document(make_publication(state="draft")),
        make_document(make_publication(published_at=now + hour)),
    ]


def test_hidden_files_look_like_files_that_do_not_exist(client):
    missing = client.get("/en/publications/no-such-thing/download/en/")
    documents = hidden_documents()
    for document in documents:
        url = document.get_absolute_url()
        for headers in (
            {},
            {"HTTP_RANGE": "bytes=0-3"},
            {"HTTP_IF_NONE_MATCH": f'"{document.sha256}"'},
        ):
            response = client.get(url, **headers)
            assert response.status_code == 404
            assert set(response.headers) == set(missing.headers)
            assert without_addresses(response, url) == without_addresses(
                missing, "/en/publications/no-such-thing/download/en/"
            )
        assert client.head(url).status_code == 404

    assert len(documents) == 6


def without_addresses(response, url):
    """The page without its own address, which the language links name."""
    return response.content.decode().replace(url.removeprefix("/en"), "")


def test_staff_may_download_a_draft(client, staff):
    document = make_document(state="draft")
    client.force_login(staff)

    assert client.get(document.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", ["../../db.sqlite3", "..%2f..%2fdb.sqlite3", "media", "var/files"])
def test_stored_files_have_no_other_address(client, document, path):
    for prefix in ("", "static/", "media/", "files/"):
        assert client.get(f"/{prefix}{path}/{document.file.name}").status_code in (400, 404)


def test_row_36_every_fact_sheet_downloads_in_both_languages(client):
    sheets = Publication.objects.filter(kind="fact_sheet")
    for sheet in sheets:
        for language in ("en", "zh-hans"):
            response = client.get(f"/en/publications/{sheet.slug}/download/{language}/")
            assert body(response).startswith(b"%PDF-"), (sheet.slug, language)

    assert sheets.count() == 9
    assert Document.objects.filter(origin="generated").count() == 18


def test_an_item_without_a_file_says_so_and_offers_the_contact_form(client):
    page = client.get("/en/publications/citylinks-in-review/").content.decode()

    assert "/download/" not in page
    assert 'href="/en/contact/?about=' in page
