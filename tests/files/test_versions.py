"""Versions of files: what replaces what, who did it, and where the bytes are in between."""

import gc
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from icma_portal.bilingual.tracking import editing
from icma_portal.files.models import FileVersion, Picture
from icma_portal.files.storage import ASIDE
from icma_portal.files.sweeping import forget
from publications.models import Document
from tests.factories import make_document, make_picture, make_publication, pdf_bytes, picture_bytes

pytestmark = pytest.mark.django_db


def replace(record, data, name="new.pdf"):
    record.file = ContentFile(data, name=name)
    record.save()


def settled(name):
    return Path(default_storage.location, name).exists()


def aside(name):
    return Path(default_storage.location, ASIDE, Path(name).name).exists()


def test_a_replacement_is_a_new_version_that_knows_who_made_it(staff):
    document = make_document(data=pdf_bytes(1))
    with editing(user=staff):
        replace(document, pdf_bytes(2), "Übersicht 概要.pdf")

    told = [
        (each.number, each.pages, each.original_name, each.created_by)
        for each in Document.objects.get(pk=document.pk).versions
    ]
    assert told == [(2, 2, "Übersicht 概要.pdf", staff), (1, 1, "any.pdf", None)]


def test_an_older_version_keeps_its_bytes_and_its_checksum():
    first = pdf_bytes(1)
    document = make_document(data=first)
    before = document.current
    replace(document, pdf_bytes(2))

    kept = FileVersion.objects.get(pk=before.pk)
    with kept.file.open() as file:
        assert file.read() == first
    assert (kept.sha256, kept.number) == (before.sha256, 1)
    assert document.sha256 != kept.sha256


def test_the_same_bytes_again_are_no_new_version():
    data = pdf_bytes(2)
    document = make_document(data=data)
    replace(document, data)

    assert [each.number for each in document.versions] == [1]


def test_a_version_is_never_changed_and_the_current_one_never_deleted():
    version = make_document().current

    with pytest.raises(TypeError, match="never changed"):
        version.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_a_picture_has_versions_with_its_measures():
    picture = make_picture(picture_bytes((40, 30)))
    replace(picture, picture_bytes((20, 10)), "small.png")

    shown = Picture.objects.get(pk=picture.pk)
    assert (shown.width, shown.height, shown.content_type) == (20, 10, "image/webp")
    assert [(each.number, each.width) for each in shown.versions] == [(2, 20), (1, 40)]


def test_a_name_that_says_too_much_is_cut():
    name = "公文" + "长" * 300 + ".pdf"
    publication = make_publication()
    document = Document(publication=publication, language="en", state="draft")
    document.file = ContentFile(pdf_bytes(), name=name)
    document.save()

    assert document.current.original_name == "长" * 251 + ".pdf"
    assert "长" not in document.file.name


@pytest.mark.django_db(transaction=False)
def test_a_file_stands_aside_until_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document()
        name = document.file.name
        before = (aside(name), settled(name))
        with document.file.open() as file:
            assert file.read(5) == b"%PDF-"

    assert before == (True, False)
    assert (aside(name), settled(name)) == (False, True)


def test_a_rollback_puts_no_file_in_its_place():
    publication = make_publication()
    with transaction.atomic():
        document = make_document(publication)
        transaction.set_rollback(True)

    assert (aside(document.file.name), settled(document.file.name)) == (True, False)
    assert not publication.documents.exists()


def test_a_file_of_a_form_that_fails_elsewhere_is_dropped():
    publication = make_publication()
    document = Document(publication=publication, language="en", state="draft")
    document.file = ContentFile(pdf_bytes(), name="any.pdf")
    document.full_clean()
    name = document._incoming.file.name
    before = aside(name)

    del document
    gc.collect()

    assert (before, aside(name)) == (True, False)


def deleted_document():
    """Return a document with two versions, and their names, after its publication was deleted."""
    document = make_document(data=pdf_bytes(1))
    replace(document, pdf_bytes(2))
    document.publication.delete()
    return document, [each.file.name for each in document.versions]


def test_the_files_of_a_deleted_record_wait_to_be_wanted_back():
    document, names = deleted_document()

    forget(timezone.now() - timedelta(days=1))

    assert [default_storage.exists(name) for name in names] == [True, True]
    assert document.versions.exclude(abandoned_at=None).count() == 2


def test_the_sweep_forgets_the_files_of_records_deleted_long_ago(
    django_capture_on_commit_callbacks,
):
    other = make_document()
    document, names = deleted_document()

    with django_capture_on_commit_callbacks(execute=True):
        assert forget(timezone.now() + timedelta(days=1)) == 2
        waiting = [default_storage.exists(name) for name in names]

    assert (waiting, [default_storage.exists(each) for each in names]) == ([True] * 2, [False] * 2)
    assert not document.versions.exists()
    assert default_storage.exists(other.file.name)


def test_a_record_that_was_brought_back_keeps_its_files():
    document, _names = deleted_document()
    again = Document(
        publication=make_publication(), key=document.key, current=document.current, language="en"
    )
    again.save()

    assert forget(timezone.now() + timedelta(days=1)) == 0
    assert again.versions.count() == 2
