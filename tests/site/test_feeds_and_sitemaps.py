from datetime import timedelta
from xml.etree import ElementTree

import pytest

from icma_portal import sitemaps
from tests.breadth import share
from tests.factories import make_partnership, make_publication, make_topic

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def sitemap(client):
    """Return address → {hreflang: address}."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.find(f"{SITEMAP}loc").text: {
            link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")
        }
        for url in root.findall(f"{SITEMAP}url")
    }


def test_sitemap_lists_every_page_with_both_languages_pointing_at_each_other(client):
    pages = sitemap(client)
    address = "https://portal.example/{}/cities/durban/"

    expected = {
        "en": address.format("en"),
        "zh-Hans": address.format("zh-hans"),
        "x-default": address.format("en"),
    }
    assert pages[expected["en"]] == pages[expected["zh-Hans"]] == expected
    assert len(pages) > 200


def test_sitemap_leaves_out_drafts_and_languages_without_a_text(client):
    draft = make_topic(state="draft")
    english_only = make_topic(name_zh_hans=None)
    pages = sitemap(client)

    assert not any(draft.slug in address for address in pages)
    english = f"https://portal.example/en/topics/{english_only.slug}/"
    assert pages[english] == {"en": english, "x-default": english}
    assert f"https://portal.example/zh-hans/topics/{english_only.slug}/" not in pages


def test_sitemap_asks_for_the_main_text_too_not_only_for_the_name(client):
    chinese_only = make_partnership(summary_zh_hans="水务合作")
    nowhere = make_partnership(name_zh_hans=None, summary_zh_hans="水务合作")
    pages = sitemap(client)

    chinese = f"https://portal.example/zh-hans/partnerships/{chinese_only.slug}/"
    assert pages[chinese] == {"zh-Hans": chinese}
    assert f"https://portal.example/en/partnerships/{chinese_only.slug}/" not in pages
    assert not any(nowhere.slug in address for address in pages)


def test_a_sitemap_of_many_pages_comes_in_parts_that_hold_each_page_once(client, monkeypatch):
    whole = client.get("/sitemap.xml").content.decode()
    monkeypatch.setattr(sitemaps, "PAGES_AT_ONCE", 40)
    index = ElementTree.fromstring(client.get("/sitemap.xml?again").content)
    parts = [each.text for each in index.iter(f"{SITEMAP}loc")]
    assert parts[0] == "https://portal.example/sitemap-1.xml"

    paths = [each.removeprefix("https://portal.example") for each in parts]
    read = [client.get(each).content.decode() for each in paths]
    entries = [part[part.index("  <url>") : part.index("</urlset>")] for part in [whole, *read]]
    assert len(read) > 3
    assert "".join(entries[1:]) == entries[0]
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404
    assert client.get(f"/sitemap-{10**30}.xml").status_code == 404


@pytest.mark.one_database
def test_every_address_of_the_sitemap_is_a_page(client):
    addresses = list(sitemap(client))
    # Every second one; all of them in a long run.
    for address in share(addresses, 0, 2):
        assert client.get(address.removeprefix("https://portal.example")).status_code == 200, (
            address
        )

    assert len(addresses) > 200


@pytest.mark.parametrize(("language", "title"), [("en", "New tool"), ("zh-hans", "新工具")])
def test_feed_is_atom_in_the_language_of_its_address(client, language, title):
    publication = make_publication(title_en="New tool", title_zh_hans="新工具")
    make_publication(title_en="Secret", title_zh_hans="秘密", state="draft")
    response = client.get(f"/{language}/publications/feed/")
    entries = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    titles = [entry.find(f"{ATOM}title").text for entry in entries]

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert titles[0] == title
    assert not {"Secret", "秘密"} & set(titles)
    link = entries[0].find(f"{ATOM}link").get("href")
    assert link == f"https://portal.example/{language}/publications/{publication.slug}/"


@pytest.mark.parametrize(("language", "count"), [("en", 1), ("zh-hans", 0)])
def test_feed_holds_only_what_is_in_its_language(client, language, count):
    publication = make_publication(title_zh_hans=None)
    older = make_publication(published_at=publication.published_at - timedelta(hours=1))
    feed = client.get(f"/{language}/publications/feed/").content.decode()

    assert feed.count(f"<title>{publication.title_en}</title>") == count
    assert feed.count(f"/publications/{older.slug}/</id>") == 1


def test_robots_names_the_sitemap_and_keeps_out_of_the_admin(client):
    text = client.get("/robots.txt").content.decode()

    assert text == (
        "User-agent: *\nDisallow: /admin/\nSitemap: https://portal.example/sitemap.xml\n"
    )


def test_favicon_is_there(client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/icons/favicon.ico"
