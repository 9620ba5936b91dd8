"""The results page: its frame, what is kept for it, and what it asks the database."""

import pytest
from django.utils import timezone

from programs.models import Topic
from tests.factories import make_city, make_partnership, make_publication, make_topic

pytestmark = pytest.mark.django_db
QUERIES = (
    "",
    "q=",
    "q=durban",
    "q=德班",
    "q=city&sort=newest&page=2",
    "q=city&kind=city&country=china&utm=1",
    "q=city&topic=no-such-topic",
    "q=memorandum+of+understanding",
    "q=durbin",
    "q=xyzzyx",
    "q=%22%3E%3Cscript%3E",
    "q=%EE%80%800%EE%80%81",
)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("query", QUERIES)
def test_a_page_from_its_frame_is_the_page_made_at_once(client, query, language):
    for first in ("q=first", "q=partnership&sort=newest"):
        # The first reader makes the frame, of another query; whoever has a cookie gets none.
        client.get(f"/{language}/search/?{first}")
        client.cookies.clear()
        framed = client.get(f"/{language}/search/?{query}")
        client.cookies["x"] = "1"
        whole = client.get(f"/{language}/search/?{query}")
        client.cookies.clear()

        assert framed.content == whole.content
        assert framed.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("address", ["/zh-hans/search/", "/zh-hans/partnerships/"])
def test_the_notice_leads_to_the_same_page_of_the_same_query(client, address):
    for number in range(2):
        make_partnership(
            [make_city(), make_city()], name_en=f"Harbor work {number}", name_zh_hans=None
        )
    # Only the frame of a page knows its notice.
    for query in ("q=harbor", "q=harbor+work"):
        page = client.get(f"{address}?{query}").content.decode()
        notice = page.partition('class="fallback-notice"')[2].partition("</div>")[0]
        assert f'href="{address.replace("zh-hans", "en")}?{query}"' in notice


@pytest.mark.parametrize("number", [2, 12])
def test_a_search_that_nobody_has_made_asks_eight_queries(
    client, number, django_assert_num_queries
):
    for each in range(number):
        make_publication(title_en=f"Kelp forests {each}")
    # With the second page it is asked when what is kept ends.
    for first in ("kelp", "forests"):
        client.get(f"/en/search/?q={first}")

    # The version twice, what is due, whether and which hits, exact names, the best, their entries.
    with django_assert_num_queries(8):
        found = client.get("/en/search/?q=kelp+forests")
    assert found.content.decode().count("search-result") > number


def test_labels_that_are_kept_are_those_of_the_public(client, staff):
    draft = make_topic(name_en="Canary topic", state="draft")
    made = make_publication(title_en="Kelp forests")
    made.topics.add(draft)
    address = f"/en/search/?q=kelp&topic={draft.slug}"

    for _time in range(2):
        client.force_login(staff)
        assert "Canary topic" in client.get(address).content.decode()
        client.logout()
        assert "Canary topic" not in client.get(address).content.decode()
    Topic.objects.filter(pk=draft.pk).update(state="published", published_at=timezone.now())
    assert "Canary topic" in client.get(address).content.decode()
