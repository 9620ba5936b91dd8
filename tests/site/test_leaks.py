"""Nothing of a record that is not public is in any answer, in whichever state it is hidden."""

import io
import zipfile
from datetime import timedelta
from itertools import chain

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from publications.models import Document
from tests.breadth import IS_LONG, share
from tests.factories import make_document, make_pages, pdf_bytes

from .hidden import CANARY, NO_COUNTRY, Hidden
from .pages import LANGUAGES, url_names
from .surfaces import WITHOUT_RECORDS, surfaces

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DAY = timedelta(days=1)


def states():
    """Return state → the values that hide a record."""
    now = timezone.now()
    return {
        "draft": {"state": "draft", "published_at": None, "expires_at": None},
        "in review": {"state": "in_review", "published_at": None, "expires_at": None},
        "scheduled": {"state": "published", "published_at": now + DAY, "expires_at": None},
        "expired": {"state": "published", "published_at": now - 2 * DAY, "expires_at": now - DAY},
        "archived": {"state": "archived", "published_at": now - DAY, "expires_at": None},
    }


def words_of(response):
    """Return all that an answer says, headers included, in small letters."""
    body = response.getvalue()
    kind = response.headers.get("Content-Type", "")
    if kind == "application/pdf":
        with pypdfium2.PdfDocument(body) as document:
            text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    elif "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            text = " ".join(book.read(name).decode() for name in book.namelist())
    else:
        text = body.decode("utf-8", "replace")
    return f"{response.headers} {text}".lower()


def count_of(response):
    """Return what a list counts: all records and, by facet, those of each choice."""
    context = response.context
    facets = {
        (facet.name, each.value): each.count
        for facet in context["facets"]
        for each in facet.options
    }
    return {"all": context["paginator"].count, **facets}


def asked_for(client, addresses):
    return {address: client.get(address) for address in addresses}


@pytest.fixture
def hidden():
    return Hidden()


def test_nothing_of_a_hidden_record_is_in_any_answer(client, hidden):
    """All states in one test: to make the records takes longer than to ask."""
    hidden.hide()
    leaks, shown = [], []
    for number, (state, values) in enumerate(states().items()):
        hidden.become(**values)
        for language in LANGUAGES if IS_LONG else [LANGUAGES[number % 2]]:
            with translation.override(language):
                public, missing = surfaces(hidden)
            # Drafts are looked for at every second address, the other states at a sixteenth each;
            # in a long run all of them everywhere.
            asked = share(chain.from_iterable(public.values()), number, 16 if number else 2)
            for address, response in asked_for(client, asked).items():
                assert response.status_code == 200, address
                words = words_of(response)
                if CANARY in words or f">{NO_COUNTRY.lower()}<" in words:
                    place = words.find(CANARY)
                    leaks.append((state, address, words[max(place - 80, 0) : place + 40]))
            for address in chain.from_iterable(missing.values()):
                shown += [
                    (state, address, each) for each in answers_other_than_404(client, address)
                ]
    print(*leaks, *shown, sep="\n")

    assert leaks == []
    assert shown == []
    assert len(hidden.records) == 27
    # A certificate is for a person or for a city, never for both.
    assert {model.__name__ for model in hidden.impossible} == {"Certificate"}


def answers_other_than_404(client, address):
    """Ask in every way that caches and download managers know; return what is no plain 404."""
    ways = {
        "GET": {},
        "Range": {"HTTP_RANGE": "bytes=0-9"},
        "If-None-Match": {"HTTP_IF_NONE_MATCH": "*"},
        "If-Modified-Since": {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
    }
    found = {way: client.get(address, **headers).status_code for way, headers in ways.items()}
    found["HEAD"] = client.head(address).status_code
    return [(way, status) for way, status in found.items() if status != 404]


def test_hidden_records_change_no_count(client, hidden):
    lists = ("partnerships", "cities", "projects", "publications")
    addresses = [f"/en/{name}/" for name in lists]
    before = {key: count_of(each) for key, each in asked_for(client, addresses).items()}
    hidden.hide()
    after = {key: count_of(each) for key, each in asked_for(client, addresses).items()}
    changed = [
        (address, key, counts.get(key), after[address].get(key))
        for address, counts in before.items()
        for key in {*counts, *after[address]}
        if counts.get(key) != after[address].get(key)
    ]

    assert changed == []
    assert all(counts["all"] > 0 for counts in before.values())


def test_page_of_a_hidden_record_is_that_of_none(client, hidden):
    hidden.hide()
    with translation.override("en"):
        _public, missing = surfaces(hidden)
    for name, addresses in missing.items():
        if not name.endswith(":detail"):
            continue
        slug = addresses[0].rstrip("/").rpartition("/")[2]
        there, not_there = client.get(addresses[0]), client.get(addresses[0].replace(slug, "zz-z"))
        pages = [each.content.decode() for each in (there, not_there)]
        words = slug.replace("-", " ")

        assert pages[0].replace(slug, "").replace(words, "") == pages[1].replace(
            "zz-z", ""
        ).replace("zz z", "")


@pytest.mark.parametrize("act", ["delete", "unpublish"])
def test_files_that_were_public_answer_no_more(client, act):
    document = make_pages(make_document())
    address, etag = document.get_absolute_url(), f'"{document.sha256}"'
    reading = document.get_reading_url()
    asked = [address, reading, f"{reading}1-560.webp", document.publication.get_absolute_url()]
    before = [client.get(each).status_code for each in asked]

    if act == "delete":
        document.publication.delete()
    else:
        type(document.publication).objects.filter(pk=document.publication_id).update(state="draft")

    assert before == [200] * 4
    assert [each for each in asked if answers_other_than_404(client, each)] == []
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 404


def test_replaced_file_is_gone_from_its_address_its_pages_and_the_search(client):
    document = make_pages(make_document(data=pdf_bytes(2)), text=CANARY)
    address, etag = document.get_absolute_url(), f'"{document.sha256}"'
    before = client.get(document.get_reading_url()).content.decode()
    new = pdf_bytes(3)
    document.file = ContentFile(new, name="other.pdf")
    document.save()
    make_pages(Document.objects.get(pk=document.pk), text="other")
    old = client.get(address, HTTP_IF_NONE_MATCH=etag)
    part = client.get(address, HTTP_RANGE="bytes=0-9", HTTP_IF_RANGE=etag)

    assert CANARY in before
    assert (old.status_code, part.status_code) == (200, 200)
    assert old.getvalue() == new
    assert CANARY not in client.get(document.get_reading_url()).content.decode()
    assert client.get("/en/search/", {"q": CANARY}).context["found"].total == 0


def test_every_public_address_has_a_row(client, hidden):
    hidden.hide()
    with translation.override("en"):
        public, missing = surfaces(hidden)
    rows = {*public, *missing, *WITHOUT_RECORDS}

    assert set(url_names()) - rows == set()
    assert rows - set(url_names()) == set()
