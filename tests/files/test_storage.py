"""What a full disk, a killed worker or a lost transaction leaves, and the sweep that mends it."""

import errno
import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import boto3
import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import call_command
from django.db import models, transaction
from django.urls import reverse
from moto import mock_aws

from icma_portal.files.bucket import BucketStorage
from icma_portal.files.fields import PrivateFileField
from icma_portal.files.refusals import CannotStore, NoRoom
from icma_portal.files.storage import ASIDE, PrivateStorage, opaque_name
from icma_portal.files.sweeping import sweep
from publications.models import Document
from tests.admin.records import posted
from tests.factories import make_document, make_publication, pdf_bytes

HOUR = timedelta(hours=1)


@pytest.fixture
def storage(tmp_path):
    return PrivateStorage(location=tmp_path)


@pytest.fixture
def own_files(tmp_path, settings):
    """A storage of the test's own, so that the sweep meets no files of others."""
    settings.MEDIA_ROOT = tmp_path
    return default_storage


def put(storage, data=b"%PDF-"):
    return storage.save(opaque_name(None, "any.pdf"), ContentFile(data))


def age(storage, name, hours):
    past = Path(storage.path(name)).stat().st_mtime - hours * 3600
    os.utime(storage.path(name), (past, past))


def files_in(directory):
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*.*"))


def no_room(*_args):
    raise OSError(errno.ENOSPC, "No space left on device")


def read_only(*_args, **_options):
    raise OSError(errno.EROFS, "Read-only file system")


def test_every_file_column_of_the_portal_is_private():
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]

    assert [each for each in columns if not isinstance(each, PrivateFileField)] == []
    assert len(columns) >= 1


def test_a_file_goes_to_its_place_at_once_and_can_be_read_before_and_after(storage, tmp_path):
    name = put(storage, b"0123456789")
    before = (files_in(tmp_path), b"".join(storage.span(name, 2, 5)))
    storage.settle(name)
    storage.settle(name)

    assert before == ([f"{ASIDE}/{Path(name).name}"], b"234")
    assert (files_in(tmp_path), b"".join(storage.span(name, 2, 5))) == ([name], b"234")
    assert Path(storage.path(name)).stat().st_mode & 0o007 == 0


def test_a_full_disk_leaves_nothing(storage, tmp_path, monkeypatch):
    monkeypatch.setattr("icma_portal.files.storage.os.fsync", no_room)

    with pytest.raises(NoRoom):
        put(storage)
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("broken", ["mkdir", "open"])
def test_a_disk_that_cannot_be_written_refuses_the_file(storage, tmp_path, monkeypatch, broken):
    monkeypatch.setattr(f"icma_portal.files.storage.Path.{broken}", read_only)

    with pytest.raises(CannotStore, match="cannot store files"):
        put(storage)
    assert files_in(tmp_path) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    ["icma_portal.files.storage.os.fsync", "icma_portal.files.uploads.TemporaryFileUploadHandler"],
)
def test_a_full_disk_is_a_message_at_the_field(
    client, staff, own_files, tmp_path, monkeypatch, settings, broken
):
    if "uploads" in broken:
        # Also the smallest upload goes to the disk, which is full there already.
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
        monkeypatch.setattr(TemporaryUploadedFile, "write", no_room, raising=False)
    else:
        monkeypatch.setattr(broken, no_room)
    publication = make_publication()
    client.force_login(staff)
    url = reverse("admin:publications_publication_change", args=[publication.pk])
    data = posted(client.get(url))
    data.update(
        {
            "title_en": "Another title",
            "documents-TOTAL_FORMS": "1",
            "documents-0-language": "en",
            "documents-0-state": "draft",
            "documents-0-file": SimpleUploadedFile("ours.pdf", pdf_bytes()),
        }
    )

    page = client.post(url, data)

    assert page.status_code == 200
    [formset] = [
        each.formset
        for each in page.context["inline_admin_formsets"]
        if each.formset.prefix == "documents"
    ]
    assert formset.errors == [{"file": [str(NoRoom())]}]
    assert 'value="Another title"' in page.text
    assert files_in(tmp_path) == []
    assert not publication.documents.exists()


@pytest.mark.django_db
def test_the_sweep_mends_what_a_killed_worker_left(own_files, tmp_path):
    committed = make_document()  # its commit hook never runs in this test: as if it was killed
    orphan, young = put(own_files), put(own_files)
    own_files.settle(orphan)
    for name in (orphan, committed.file.name):
        age(own_files, name, 25)

    found = sweep(own_files, 24 * HOUR)

    assert (found.settled, found.removed) == ([committed.file.name], [orphan])
    assert files_in(tmp_path) == sorted([committed.file.name, f"{ASIDE}/{Path(young).name}"])


@pytest.mark.django_db
def test_the_sweep_removes_what_a_rollback_left(own_files, tmp_path):
    publication = make_publication()
    with transaction.atomic():
        make_document(publication)
        transaction.set_rollback(True)
    left = files_in(tmp_path)

    sweep(own_files, timedelta(0))

    assert (len(left), files_in(tmp_path)) == (1, [])


@pytest.mark.django_db
def test_a_dry_run_tells_and_touches_nothing(own_files, tmp_path):
    lost, orphan = make_document(), put(own_files)
    own_files.delete(lost.file.name)
    age(own_files, orphan, 3)
    output = StringIO()

    call_command("sweep_files", "--dry-run", "--older-than", "2", stdout=output)

    lines = output.getvalue().splitlines()
    assert f"{orphan}: would be removed" in lines
    assert f"{lost.file.name}: missing" in lines
    assert own_files.exists(orphan)
    call_command("sweep_files", "--older-than", "2", stdout=StringIO())
    assert not own_files.exists(orphan)


@pytest.fixture
def bucket(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="files")
        yield BucketStorage(bucket_name="files", region_name="us-east-1", file_overwrite=True)


@pytest.mark.django_db
def test_a_bucket_takes_gives_lists_and_deletes_files(bucket):
    name, orphan = put(bucket, b"0123456789"), put(bucket)
    bucket.settle(name)

    assert (bucket.exists(name), bucket.size(name)) == (True, 10)
    assert b"".join(bucket.span(name, 2, 5)) == b"234"
    with bucket.open(name) as file:
        assert file.read() == b"0123456789"
    assert {each.name for each in bucket.kept()} == {name, orphan}
    found = sweep(bucket, timedelta(hours=-1))
    assert sorted(found.removed) == sorted([name, orphan])
    assert list(bucket.kept()) == []


@pytest.mark.django_db
def test_a_download_comes_out_of_the_bucket_in_ranges(client, bucket, monkeypatch):
    data = pdf_bytes(2)
    monkeypatch.setattr(default_storage, "_wrapped", bucket)
    document = make_document(data=data)
    url = document.get_absolute_url()

    whole, part = client.get(url), client.get(url, headers={"Range": "bytes=5-9"})

    assert b"".join(whole.streaming_content) == data
    assert (part.status_code, b"".join(part.streaming_content)) == (206, data[5:10])
    assert Document.objects.get(pk=document.pk).current.file.storage.exists(document.file.name)
