"""The texts of documents are found, each with its page, as soon as they have been read."""

import pytest

from icma_portal.files.models import Reading
from icma_portal.publishing.models import Publishable
from publications.models import Document
from tests.factories import make_document, make_pages

pytestmark = pytest.mark.django_db
WORD = "zyxword"


def read(document, pages=1):
    """Let the document be read as the background does: the state is told last."""
    make_pages(document, pages, WORD)
    reading = Reading.objects.get(version=document.current)
    for state in (Reading.State.RUNNING, Reading.State.DONE):
        reading.state = state
        reading.save()
    return document


def result(client, language="en"):
    found = client.get(f"/{language}/search/", {"q": WORD}).context["results"]
    return found[0] if found else None


def test_text_of_an_upload_is_found_with_the_page_that_can_be_read(client):
    document = make_document()
    before = result(client)
    read(document, pages=12)
    found = result(client)

    assert before is None
    assert found.address == document.publication.get_absolute_url()
    assert found.page_address == document.get_reading_url(1)
    assert client.get(found.page_address).status_code == 200


def test_text_of_a_document_that_is_not_public_is_not_found(client):
    document = read(make_document())
    there = result(client)

    Document.objects.filter(pk=document.pk).update(state=Publishable.State.DRAFT)

    assert there is not None
    assert result(client) is None


def test_reading_that_is_not_done_tells_nothing(client):
    document = read(make_document())
    reading = Reading.objects.get(version=document.current)
    reading.state = Reading.State.RUNNING
    reading.save()

    assert result(client) is None
