"""A download counts once, for the day, and nothing is kept about who it was."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from icma_portal.files.counting import PROBE
from publications.models import DownloadCount
from publications.models.downloads import DownloadCountQuerySet
from tests.factories import make_document, make_publication, pdf_bytes

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; zh-cn) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/78.0 Mobile Safari/537.36 MicroMessenger/8.0 MQQBrowser/6.2"
)
READER = {"User-Agent": FIREFOX}


@pytest.fixture
def document():
    return make_document(data=pdf_bytes(20))


def counted(document):
    return list(DownloadCount.objects.filter(document=document).values_list("number", flat=True))


def fetch(client, document, **headers):
    response = client.get(document.get_absolute_url(), headers={**READER, **headers})
    return response.status_code


def test_row_40_each_download_counts_for_its_day(client, document):
    for agent in (FIREFOX, WECHAT, FIREFOX):
        fetch(client, document, **{"User-Agent": agent})

    assert counted(document) == [3]
    DownloadCount.objects.count_one(document, date(2014, 5, 1))
    assert sorted(counted(document)) == [1, 3]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": f"bytes={PROBE}-"}, 206),
        ({"Range": "bytes=0-0"}, 206),
        ({"Range": "bytes=-500"}, 206),
        ({"Range": "bytes=99999999-"}, 416),
        ({"Sec-Purpose": "prefetch;prerender"}, 200),
        ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, 200),
        ({"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}, 200),
        ({"User-Agent": "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)"}, 200),
        ({"User-Agent": "Wget/1.21"}, 200),
        ({"User-Agent": " "}, 200),
    ],
)
def test_what_is_no_download_is_not_counted(client, document, headers, status):
    assert fetch(client, document, **headers) == status
    assert counted(document) == []


def test_head_known_versions_and_the_staff_are_not_counted(client, document, staff):
    url = document.get_absolute_url()
    client.head(url, headers=READER)
    assert fetch(client, document, **{"If-None-Match": f'"{document.sha256}"'}) == 304
    client.force_login(staff)
    fetch(client, document)

    assert counted(document) == []


def test_a_download_in_parts_counts_once(client, document):
    for part in ("bytes=0-0", f"bytes=0-{PROBE}", f"bytes={PROBE + 1}-2000", "bytes=2001-"):
        assert fetch(client, document, Range=part) == 206

    assert counted(document) == [1]


def test_a_download_that_cannot_be_counted_is_given_all_the_same(client, document, monkeypatch):
    def fail(*_args):
        raise DatabaseError

    monkeypatch.setattr("publications.models.downloads.DownloadCountQuerySet.count_one", fail)

    assert fetch(client, document) == 200


def test_counting_keeps_no_address_and_sets_no_cookie(client, document):
    response = client.get(document.get_absolute_url(), headers=READER)

    names = {field.name for field in DownloadCount._meta.get_fields()}
    assert names == {"id", "document", "day", "number"}
    assert "Set-Cookie" not in response.headers
    assert response.cookies == {}


def test_one_download_costs_one_statement_after_the_first(client, document):
    fetch(client, document)
    with connection.execute_wrapper(only_counts := Recorder()):
        fetch(client, document)

    assert [sql.split()[0] for sql in only_counts.statements] == ["UPDATE"]


class Recorder:
    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if "downloadcount" in sql:
            self.statements.append(sql)
        return execute(sql, params, many, context)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_tells_the_number_of_its_visible_files(client, language):
    publication = make_publication()
    shown = make_document(publication)
    hidden = make_document(publication, language="zh-hans", state="draft")
    url = f"/{language}/publications/{publication.slug}/"
    before = client.get(url).text
    for document, number in ((shown, 1234), (hidden, 50)):
        DownloadCount.objects.create(document=document, day=date(2014, 5, 1), number=number)

    words = {"en": "Downloaded 1,234 times", "zh-hans": "已下载1,234次"}[language]
    assert words in client.get(url).text
    assert words[:3] + words[-2:] not in before
    assert "1,234" not in before


def test_the_page_of_figures_ranks_what_is_downloaded(client):
    first, second, draft = make_document(), make_document(), make_document(state="draft")
    for document, number in ((second, 5), (first, 70), (draft, 900)):
        DownloadCount.objects.create(document=document, day=date(2014, 5, 1), number=number)

    bars = client.get("/en/figures/").context["download_chart"].bars

    assert [(bar.count, bar.address) for bar in bars] == [
        (70, first.publication.get_absolute_url()),
        (5, second.publication.get_absolute_url()),
    ]


def test_two_who_are_the_first_of_the_day_are_both_counted(document, monkeypatch):
    DownloadCount.objects.count_one(document, date(2014, 5, 1))
    add_one, seen = DownloadCountQuerySet._add_one, []

    def too_late(counts, that_day):
        # The first look finds no row yet, as before the other one wrote it.
        seen.append(that_day)
        return 0 if len(seen) == 1 else add_one(counts, that_day)

    monkeypatch.setattr(DownloadCountQuerySet, "_add_one", too_late)
    DownloadCount.objects.count_one(document, date(2014, 5, 1))

    assert (counted(document), len(seen)) == ([2], 2)
