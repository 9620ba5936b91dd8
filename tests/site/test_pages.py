"""Every page in both languages: one heading, the right language, nothing foreign, few queries."""

import re
from urllib.parse import quote

import pytest

from icma_portal.web.kept import forget
from tests.factories import (
    make_agreement,
    make_city,
    make_document,
    make_event,
    make_organization,
    make_partnership,
    make_project,
    make_publication,
    make_topic,
)
from tools.check_html import NoJava, check

from .pages import NOT_PAGES, PAGES, addresses, url_names

pytestmark = pytest.mark.django_db
FOREIGN = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|object|form|use)\b[^>]*"
    r'(?:src|srcset|href|action|data)="(?:https?:)?//',
    re.IGNORECASE,
)
LINK = re.compile(r"<link\b[^>]*>")
INLINE = re.compile(r'<(?:script|style)>|\sstyle="|\son[a-z]+="|javascript:')


def test_every_url_name_has_a_row():
    names = set(url_names())

    assert names == set(PAGES) | NOT_PAGES
    assert len(names) > 20


@pytest.mark.one_database
@pytest.mark.parametrize(("name", "language", "url"), addresses())
def test_page_is_sound(client, name, language, url):
    response = client.get(url)
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    assert response.status_code == 200
    assert len(re.findall(r"<h1\b", page)) == 1
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in page
    assert FOREIGN.search(page) is None
    assert INLINE.search(page) is None
    assert len(main) > 300
    for link in LINK.findall(page):
        if 'rel="stylesheet"' in link or 'rel="icon"' in link:
            assert 'href="/static/' in link


@pytest.mark.parametrize(("name", "language", "url"), addresses())
def test_page_stays_in_its_budget_of_queries(
    client, name, language, url, django_assert_max_num_queries
):
    # Questions are compiled once in a process; what is kept ends with each change.
    client.get(url)
    forget()
    with django_assert_max_num_queries(PAGES[name][1]):
        client.get(url)


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("section", "make"),
    [
        ("partnerships", lambda: make_partnership([make_city(), make_city()])),
        ("cities", make_city),
        ("projects", make_project),
        ("publications", lambda: make_document(make_publication())),
        ("china-center/agreements", lambda: make_agreement([make_organization()])),
        ("china-center/events", lambda: make_event(city=make_city())),
    ],
)
def test_list_makes_as_many_queries_for_a_full_page_as_for_1_row(
    client, section, make, language, django_assert_max_num_queries
):
    counts = []
    url = f"/{language}/{section}/?q={quote('测试') if language != 'en' else '-'}"
    for rows in (1, 2, 17):
        topic = make_topic()
        for _row in range(rows):
            record = make()
            record = getattr(record, "publication", record)
            if hasattr(record, "topics"):
                record.topics.add(topic)
        # The first time, what is asked for so many records is compiled.
        client.get(url)
        forget()
        with django_assert_max_num_queries(20) as captured:
            client.get(url)
        counts.append(len(captured))
    assert len(set(counts)) == 1, counts
    # The version, when it next changes by itself, the text, and what stands below some lists.
    with django_assert_max_num_queries(5):
        response = client.get(url)
    assert response.context["paginator"].count >= 20


def test_pagination_keeps_the_filters(client):
    topic = make_topic()
    for _row in range(25):
        make_project().topics.add(topic)
    url = f"/en/projects/?topic={topic.slug}&q=project"

    first = client.get(url)
    second = client.get(f"{url}&page=2")

    assert (len(first.context["object_list"]), len(second.context["object_list"])) == (20, 5)
    assert f"?topic={topic.slug}&amp;q=project&amp;page=2" in first.content.decode()


@pytest.mark.html
@pytest.mark.one_database
def test_pages_are_valid_html(client, tmp_path):
    paths = []
    extra = [
        ("404", "en", "/en/nothing/"),
        ("404", "zh-hans", "/zh-hans/nothing/"),
        ("400", "en", "/en/partnerships/?year=x"),
        ("empty", "zh-hans", f"/zh-hans/partnerships/?q={quote('没有')}"),
        ("filtered", "zh-hans", "/zh-hans/publications/?kind=tool&topic=food-security&q=a"),
        ("about", "en", "/en/contact/?about=/en/cities/"),
        ("trio", "en", "/en/publications/factsheet-shimla-boulder/"),
        ("program", "zh-hans", "/zh-hans/programs/icma-china-center-program/"),
        ("global", "en", "/en/programs/icma-global-programs/"),
        ("icma", "zh-hans", "/zh-hans/organizations/icma/"),
        ("timeline", "zh-hans", "/zh-hans/china-center/agreements/?view=timeline"),
        ("contingent", "en", "/en/china-center/agreements/agreement-cupl-2014/"),
        ("signing", "zh-hans", "/zh-hans/china-center/events/ecopartnerships-signing-2012/"),
    ]
    for number, (name, language, url) in enumerate([*addresses(), *extra]):
        path = tmp_path / f"{number}-{name.replace(':', '-')}-{language}.html"
        path.write_bytes(client.get(url).content)
        paths.append(path)
    try:
        errors = check(paths)
    except NoJava as reason:
        pytest.skip(f"HTML not checked: {reason}")

    assert errors == []
    assert len(paths) == len(PAGES) * 2 + len(extra)
