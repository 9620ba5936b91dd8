"""The staff's page of a publication's files: versions to fetch, downloads as a plot."""

import hashlib
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from icma_portal.charts.columns import HEIGHT, column_chart
from publications.models import DownloadCount
from tests.factories import make_document, pdf_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    document = make_document(data=pdf_bytes(1))
    document.file = ContentFile(pdf_bytes(2), name="second.pdf")
    document.save()
    return document


def files_page(document):
    return reverse("admin:publications_publication_files", args=[document.publication_id])


def version_address(document, number):
    version = document.versions.get(number=number)
    args = [document.publication_id, version.pk]
    return reverse("admin:publications_publication_version", args=args)


def test_every_version_is_listed_and_can_be_fetched(interface, document):
    page = interface.get(files_page(document))
    first = interface.get(version_address(document, 1))

    assert page.status_code == 200
    for number in (1, 2):
        assert f'href="{version_address(document, number)}"' in page.text
        assert document.versions.get(number=number).sha256 in page.text
    sent = hashlib.sha256(b"".join(first.streaming_content)).hexdigest()
    assert sent == document.versions.get(number=1).sha256
    assert first.headers["Cache-Control"].startswith("private, no-store")


def test_the_change_form_leads_to_the_files(admin_client, document):
    address = reverse("admin:publications_publication_change", args=[document.publication_id])

    assert f'href="{files_page(document)}"' in admin_client.get(address).text


def test_downloads_are_drawn_by_day(admin_client, document):
    today = timezone.now().date()
    for before, number in ((0, 5), (3, 2), (200, 1000)):
        day = today - timedelta(days=before)
        DownloadCount.objects.create(document=document, day=day, number=number)

    page = admin_client.get(files_page(document))
    [(_document, _versions, (chart, total))] = page.context["files"]

    assert (len(chart.columns), chart.total, chart.most, total) == (90, 7, 5, 1007)
    assert [column.height for column in chart.columns if column.count] == [HEIGHT * 0.4, HEIGHT]
    assert page.text.count("<rect ") == 2


def test_columns_of_nothing_are_flat():
    chart = column_chart("Title", [("a", 0), ("b", 0)])

    assert [column.height for column in chart.columns] == [0, 0]
    assert column_chart("Title", []).columns == ()


def test_only_staff_who_may_see_unpublished_files_see_older_ones(
    client, document, django_user_model
):
    addresses = [files_page(document), version_address(document, 1)]
    helper = django_user_model.objects.create_user("helper", is_staff=True)
    helper.user_permissions.add(Permission.objects.get(codename="view_publication"))

    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(helper)
    for address in addresses:
        assert client.get(address).status_code == 403


def test_a_version_of_another_publication_is_not_found(admin_client, document):
    other = make_document()
    args = [document.publication_id, other.current.pk]
    address = reverse("admin:publications_publication_version", args=args)
    huge = f"/admin/publications/publication/{2**70}/files/{2**70}/"

    assert admin_client.get(address).status_code == 404
    assert admin_client.get(huge).status_code == 404
