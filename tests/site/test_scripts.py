"""No text and no attribute is in the other language unless it says so."""

import re

import pytest

from tests.factories import make_publication, make_source

from .crawl import crawl
from .page_text import pieces

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
WORD = r"[A-Za-z][\w'’./&-]*"
# Three English words in a row; single names and acronyms are part of Chinese texts.
ENGLISH_RUN = re.compile(rf"{WORD}(?:[ ,;:()]+{WORD}){{2,}}")
# English inside Chinese texts that stays English, with the reason.
ENGLISH_NAMES = {
    "Life, Well Run": "the title of ICMA's campaign, in the marks of a title",
}
# Elements of the admin that hold the other script, with the reason.
ADMIN_EXCEPTIONS = {
    ("option", "en"): "a source is listed under its own title, in the language of the source",
    ("a", "中文"): "a language names itself, above its column",
}
ADMIN_PAGES = [
    "/admin/",
    "/admin/partnerships/partnership/",
    "/admin/partnerships/partnership/add/",
    "/admin/programs/topic/",
    "/admin/publications/publication/add/",
    "/admin/bilingual/translationunit/?state=all",
    "/admin/bilingual/translationunit/coverage/",
    "/admin/bilingual/translationimport/add/",
]


def in_the_wrong_script(page, language):
    """Return the Pieces of a page that are in the other language's script and do not say so."""
    if language == "en":
        return [
            each
            for each in pieces(page)
            if HAN.search(each.text) and not each.lang.startswith("zh")
        ]
    return [
        each for each in pieces(page) if ENGLISH_RUN.search(own(each.text)) and each.lang != "en"
    ]


def own(text):
    """Return a Chinese text without the English names that belong in it."""
    for name in ENGLISH_NAMES:
        text = text.replace(name, "")
    return text


@pytest.mark.one_database
@pytest.mark.parametrize(("language", "other"), [("en", "zh-Hans"), ("zh-hans", "en")])
def test_no_public_page_holds_text_in_the_wrong_script(client, language, other):
    wrong, visited, read, marked = [], 0, 0, 0
    for name, page in crawl(client, language):
        found = pieces(page)
        visited += 1
        read += len(found)
        marked += sum(each.lang == other for each in found)
        wrong += [(name, *each[:3]) for each in in_the_wrong_script(page, language)]

    assert wrong == []
    assert visited > 35
    assert read > 4500
    # The name of the other language in the header, at least.
    assert marked >= visited


@pytest.mark.one_database
def test_every_english_name_in_chinese_texts_still_occurs(client):
    texts = " ".join(each.text for _name, page in crawl(client, "zh-hans") for each in pieces(page))

    assert [name for name in ENGLISH_NAMES if name not in texts] == []


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["/admin/login/", *ADMIN_PAGES])
def test_no_page_of_the_admin_holds_english_in_chinese(client, staff, address):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    if address != "/admin/login/":
        client.force_login(staff)
    page = client.get(address).content.decode()

    wrong = in_the_wrong_script(page, "zh-hans")

    assert [each for each in wrong if (each.tag, "en") not in ADMIN_EXCEPTIONS] == []
    assert len(pieces(page)) > 10


@pytest.mark.one_database
@pytest.mark.parametrize("address", ADMIN_PAGES)
def test_no_page_of_the_admin_holds_chinese_in_english(client, staff, address):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(staff)
    page = client.get(address).content.decode()

    wrong = in_the_wrong_script(page, "en")

    assert [each for each in wrong if (each.tag, each.text) not in ADMIN_EXCEPTIONS] == []


def test_names_of_people_and_of_publishers_say_their_language(client):
    source = make_source(publisher="新华通讯社", language="zh-hans")
    publication = make_publication(authors="王晓明", translator="Jane Smith, John Doe")
    publication.sources.add(source)

    for language in ("en", "zh-hans"):
        page = client.get(f"/{language}/publications/{publication.slug}/").content.decode()
        found = {each.text: each.lang.lower() for each in pieces(page)}

        assert in_the_wrong_script(page, language) == []
        assert (found["王晓明"], found["新华通讯社"]) == ("zh-hans", "zh-hans")
        assert found["Jane Smith, John Doe"] == "en"


@pytest.mark.parametrize(
    ("language", "offence"),
    [
        ("en", "<p>About 深圳</p>"),
        ("en", '<img alt="深圳">'),
        ("en", '<p lang="zh-Hans">深圳 <a lang="en" title="深圳">x</a></p>'),
        ("zh-hans", "<p>关于 Only in English</p>"),
        ("zh-hans", '<input placeholder="Words to look for">'),
        ("zh-hans", '<meta name="description" content="All of the pages">'),
        ("zh-hans", "<select><option>Choose one of these</option></select>"),
        ("zh-hans", "<title>The page, in English</title>"),
        ("zh-hans", '<nav aria-label="Pages of the list"></nav>'),
    ],
)
def test_the_sweep_finds_a_planted_offence(language, offence):
    assert len(in_the_wrong_script(f'<html lang="x">{offence}</html>', language)) == 1
