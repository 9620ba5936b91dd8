"""The A–Z index of long lists."""

import re
from urllib.parse import quote

import pytest

from programs.models import Country
from tests.factories import make_city, make_country, make_organization, make_project, make_topic

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="([^"]*)"( aria-current="true")?[^>]*>([^<]+)</a>')


def letters(response):
    """Return letter → (address, is_current) of the index; empty when the page has none."""
    page = response.content.decode()
    index = re.search(r'<nav class="letters".*?</nav>', page, re.DOTALL)
    if index is None:
        return {}
    return {name: (link, bool(mark)) for link, mark, name in LINK.findall(index.group())}


@pytest.fixture
def projects():
    """Twenty-two projects that share a topic: C, Č and 重庆 among them, and one with a digit."""
    topic = make_topic()
    names = [("Cape", "重庆"), ("Český", "北京"), ("3 Rivers", "第三")]
    names += [(f"Zebra {number}", f"扬州{number}") for number in range(19)]
    for english, chinese in names:
        make_project(name_en=english, name_zh_hans=chinese).topics.add(topic)
    return topic


def test_index_has_the_letters_that_occur_and_keeps_the_filters(client, projects):
    response = client.get(f"/en/projects/?topic={projects.slug}&page=2")

    assert letters(response) == {
        "All": (f"?topic={projects.slug}", True),
        "C": (f"?topic={projects.slug}&amp;letter=C", False),
        "Z": (f"?topic={projects.slug}&amp;letter=Z", False),
        "#": (f"?topic={projects.slug}&amp;letter=%23", False),
    }


@pytest.mark.parametrize(
    ("language", "letter", "names"),
    [
        ("en", "C", ["Cape", "Český"]),
        ("en", "c", ["Cape", "Český"]),
        ("en", "#", ["3 Rivers"]),
        ("zh-hans", "C", ["重庆"]),
        ("zh-hans", "B", ["北京"]),
        ("zh-hans", "D", ["第三"]),
        ("en", "B", []),
    ],
)
def test_a_letter_narrows_the_list(client, projects, language, letter, names):
    response = client.get(f"/{language}/projects/?topic={projects.slug}&letter={quote(letter)}")

    column = "name_en" if language == "en" else "name_zh_hans"
    index = letters(response)
    assert response.status_code == 200
    assert [getattr(each, column) for each in response.context["object_list"]] == names
    assert response.context["paginator"].count == len(names)
    assert [name for name, (_link, is_current) in index.items() if is_current] == [letter.upper()]


@pytest.mark.parametrize("letter", ["", "CC", "é", "ı", "中", "%", "'", "\u0130", "1"])
def test_what_is_no_letter_is_passed_over(client, projects, letter):
    response = client.get(f"/en/projects/?topic={projects.slug}&letter={quote(letter)}")

    assert response.status_code == 200
    assert response.context["paginator"].count == 22


def test_letters_page_through_and_leave_the_counts_of_facets(client, projects):
    for number in range(3):
        make_project(name_en=f"Zoo {number}").topics.add(projects)
    url = f"/en/projects/?topic={projects.slug}&letter=Z"

    first, second = client.get(url), client.get(f"{url}&page=2")

    counts = {
        option.value: option.count for facet in first.context["facets"] for option in facet.options
    }
    assert (len(first.context["object_list"]), len(second.context["object_list"])) == (20, 2)
    assert counts[projects.slug] == 25


def test_a_short_list_and_one_by_date_have_no_index(client):
    topic = make_topic()
    make_project().topics.add(topic)

    assert letters(client.get(f"/en/projects/?topic={topic.slug}")) == {}
    assert letters(client.get("/en/publications/")) != {}
    by_date = client.get("/en/publications/?sort=newest&letter=C")
    assert letters(by_date) == {}
    assert by_date.context["paginator"].count > 20


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("section", "make"),
    [
        ("countries", make_country),
        ("organizations", make_organization),
        ("topics", make_topic),
        ("cities", make_city),
    ],
)
def test_other_lists_have_the_index_too(
    client, section, make, language, django_assert_max_num_queries
):
    for number in range(21):
        make(name_en=f"Xylophone {number}", name_zh_hans=f"邢台{number}")

    with django_assert_max_num_queries(12):
        response = client.get(f"/{language}/{section}/?letter=X")
    nothing = client.get(f"/{language}/{section}/?letter=V")

    assert letters(response)["X"][1]
    shown = re.findall('class="(?:row|card)-title"', response.content.decode())
    assert len(shown) >= 20
    assert 'class="empty"' in nothing.content.decode()


def test_a_letter_leaves_the_number_of_countries(client):
    total = Country.objects.published().count()

    response = client.get("/en/countries/?letter=Q")

    assert response.context["documented"] == total > 20
