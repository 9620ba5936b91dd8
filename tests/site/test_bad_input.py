"""Whatever stands in the address, the answer is a page with a clear word, never an error."""

from itertools import product
from urllib.parse import quote

import pytest

from icma_portal.web.errors import server_error
from tests.breadth import share

pytestmark = pytest.mark.django_db

LISTS = ["partnerships", "cities", "publications", "projects"]
LISTS += [f"china-center/{name}" for name in ("agreements", "events", "training")]
PARAMETERS = ["page", "year", "country", "kind", "topic", "sort", "q", "language", "unknown"]
VALUES = [
    "0",
    "-1",
    "abc",
    "99999",
    str(2**31),
    str(2**63),
    "1e999999",
    "9" * 5000,
    "%00",
    "%ff",
    "%ED%A0%80",
    "%F0%9F%A4%A6",
    quote("'\"<script>&*:()!\\"),
    quote("年" * 3000),
    "x" * 10_000,
    "../../etc/passwd",
    "%2e%2e%2f",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("section", LISTS)
def test_hostile_queries_never_fail(client, section, language):
    # Each query is put to one of the lists, in one language; to all of them in a long run.
    number = LISTS.index(section) + len(LISTS) * (language == "en")
    queries = share(product(PARAMETERS, VALUES), number, 2 * len(LISTS))
    for parameter, value in queries:
        response = client.get(f"/{language}/{section}/?{parameter}={value}")
        assert response.status_code in (200, 400, 404), (parameter, value[:30])

    assert len(queries) >= len(PARAMETERS) * len(VALUES) // (2 * len(LISTS))


@pytest.mark.parametrize("value", ["0", "-1", "abc", "99999", "1e999999", str(2**63)])
def test_a_page_number_that_does_not_exist_is_not_found(client, value):
    assert client.get(f"/en/partnerships/?page={value}").status_code == 404


@pytest.mark.parametrize("value", ["0", "-1", "99999", "abc", str(2**63), "1e999999"])
def test_a_year_that_cannot_be_gives_a_message_and_keeps_the_form(client, value):
    response = client.get("/en/partnerships/", {"year": value, "q": "Durban"})
    page = response.content.decode()

    assert response.status_code == 400
    assert "Select a valid choice" in page
    assert 'value="Durban"' in page
    assert list(response.context["object_list"]) == []


def test_the_message_stands_in_chinese_on_the_chinese_page(client):
    response = client.get("/zh-hans/partnerships/?country=atlantis")

    assert response.status_code == 400
    assert "选择一个有效的选项" in response.content.decode()


def test_a_text_that_is_too_long_gives_a_message(client):
    response = client.get("/en/publications/", {"q": "x" * 10_000})

    assert response.status_code == 400
    assert "at most 200 characters" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/en/%00/", "/en/cities/%00/", "/en/?q=%00", "/?a=%fe", "/en/cities/?q=%ED%A0%80"]
)
def test_nul_and_broken_utf8_are_bad_requests(client, path):
    response = client.get(path)

    assert response.status_code == 400
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/en/nothing/",
        "/en/partnerships/nothing/",
        "/zh-hans/cities/nothing/",
        "/en/publications/nothing/download/en/",
        f"/en/countries/{'x' * 5000}/",
        "/en/programs/9223372036854775808/",
        "/en/%ff/",
        "/zh-hans/cities/%ED%A0%80/",
    ],
)
def test_what_does_not_exist_is_not_found_in_the_language_of_the_address(client, path):
    response = client.get(path)
    page = response.content.decode()

    assert response.status_code == 404
    assert f'<html lang="{"zh-Hans" if path.startswith("/zh") else "en"}"' in page


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_answer_405_to_methods_that_they_do_not_have(client, method):
    for path in ("/en/", "/en/partnerships/", "/en/cities/durban/", "/en/about/"):
        assert getattr(client, method)(path).status_code == 405


def test_server_error_page_stands_in_both_languages(rf):
    for language, tag in (("en", "en"), ("zh-hans", "zh-Hans")):
        response = server_error(rf.get(f"/{language}/cities/"))
        assert response.status_code == 500
        assert f'<html lang="{tag}"' in response.content.decode()
