import pytest

from tests.factories import make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("accepted", "cookie", "target"),
    [
        ("", None, "/en/"),
        ("zh-CN,zh;q=0.9", None, "/zh-hans/"),
        ("zh-TW", None, "/zh-hans/"),
        ("de,fr;q=0.5", None, "/en/"),
        ("zh-CN", "en", "/en/"),
        ("en", "zh-hans", "/zh-hans/"),
        ("en", "nonsense", "/en/"),
    ],
)
def test_root_sends_by_cookie_then_header_then_english(client, accepted, cookie, target):
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/", HTTP_ACCEPT_LANGUAGE=accepted)

    assert (response.status_code, response.headers["Location"]) == (302, target)
    assert response.headers["Vary"] == "Accept-Language, Cookie"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/zh/", "/zh-hans/"),
        ("/zh", "/zh-hans/"),
        ("/zh-cn/partnerships/?q=a&page=2", "/zh-hans/partnerships/?q=a&page=2"),
        ("/zh-Hans/cities/durban/", "/zh-hans/cities/durban/"),
        ("/ZH-HANS/", "/zh-hans/"),
        ("/zh-TW/about/", "/zh-hans/about/"),
        ("/en-us/about/", "/en/about/"),
        ("/EN/about/", "/en/about/"),
    ],
)
def test_other_spellings_of_a_language_lead_to_the_one_address(client, path, target):
    response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (301, target)


@pytest.mark.parametrize("path", ["/fr/", "/enx/", "/zhongwen/", "/en-/", "/zh_hans/"])
def test_unknown_prefixes_are_not_found(client, path):
    assert client.get(path).status_code == 404


def test_row_76_the_switch_leads_to_the_same_page_with_the_same_filters(client):
    page = client.get("/en/partnerships/", {"country": "india", "q": "Shimla"}).content.decode()

    assert 'href="/zh-hans/partnerships/?country=india&amp;q=Shimla"' in page

    page = client.get(
        "/zh-hans/partnerships/", {"country": "india", "q": "西姆拉"}
    ).content.decode()

    assert 'href="/en/partnerships/?country=india&amp;q=%E8%A5%BF%E5%A7%86%E6%8B%89"' in page


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_pages_name_their_language_alternates_and_canonical_address(client, language, tag):
    page = client.get(f"/{language}/cities/durban/?utm_source=x").content.decode()

    assert f'<html lang="{tag}"' in page
    assert f'<link rel="canonical" href="https://portal.example/{language}/cities/durban/">' in page
    for alternate, prefix in (("en", "en"), ("zh-Hans", "zh-hans"), ("x-default", "en")):
        address = f"https://portal.example/{prefix}/cities/durban/"
        assert f'<link rel="alternate" hreflang="{alternate}" href="{address}">' in page


def test_public_pages_set_no_cookie(client):
    for path in ("/en/", "/zh-hans/partnerships/", "/en/publications/citylinks-in-review/"):
        response = client.get(path)
        assert response.cookies == {}, path
        assert response.headers["Content-Language"] in ("en", "zh-hans")


def test_a_chinese_page_marks_english_text_and_says_so_once(client):
    topic = make_topic(name_en="Only in English", name_zh_hans=None)
    page = client.get(f"/zh-hans/topics/{topic.slug}/").content.decode()

    assert '<span lang="en">Only in English</span>' in page
    assert page.count('class="fallback-notice"') == 1
    assert f'href="/en/topics/{topic.slug}/"' in page


def test_a_translated_page_carries_no_notice(client):
    page = client.get("/zh-hans/cities/durban/").content.decode()

    assert 'class="fallback-notice"' not in page
