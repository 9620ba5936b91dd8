"""Finished pages: what is kept, for whom, and when it ends. Nothing of a person may cross."""

import gzip
import threading
from datetime import timedelta
from itertools import permutations

import brotli
import pytest
from cachetools import LRUCache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.utils import timezone

from icma_portal.web.changes import content_version, is_on_pages, tables_on_pages
from icma_portal.web.errors import DATABASE_LOST
from icma_portal.web.page_cache.serving import PageCache
from icma_portal.web.page_cache.watching import Watcher
from partnerships.models import Partnership
from programs.models import Topic
from publications.models import DownloadCount, Publication
from tests.factories import make_partnership, make_publication

from .asking import ask

LIST = "/en/partnerships/"


class Counted:
    """Django's handler, and a note of every request that came to it."""

    def __init__(self):
        self.handler = WSGIHandler()
        self.environs = []

    def __call__(self, environ, start_response):
        self.environs.append(environ)
        return self.handler(environ, start_response)

    @property
    def addresses(self):
        return [(each["PATH_INFO"], each["QUERY_STRING"]) for each in self.environs]


@pytest.fixture
def cache(db, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    # As Django's test client does: the connection belongs to the test.
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield PageCache(Counted(), 5, Watcher(interval=0))
    for each in signals:
        each.connect(close_old_connections)


@pytest.fixture
def session(staff):
    """The cookie of a signed-in superuser."""
    client = Client()
    client.force_login(staff)
    return f"sessionid={client.cookies['sessionid'].value}"


def made(cache):
    return len(cache.handler.environs)


def test_a_page_is_made_once_and_is_the_one_that_django_makes(cache, client):
    replies = [ask(cache, LIST) for _ in range(3)]

    assert made(cache) == 1
    assert {each.body for each in replies} == {client.get(LIST).content}
    assert replies[2].headers["Cache-Control"] == ("public, max-age=0, s-maxage=1, must-revalidate")
    assert not {"Set-Cookie", "X-Request-ID"} & set(replies[2].headers)
    assert replies[2].headers["Content-Language"] == "en"
    assert "Content-Security-Policy" in replies[2].headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("identity", None),
        ("", None),
        ("br;q=nonsense", None),
    ],
)
def test_each_encoding_holds_the_same_page_under_a_tag_of_its_own(cache, accepted, encoding):
    plain = ask(cache, LIST)
    reply = ask(cache, LIST, HTTP_ACCEPT_ENCODING=accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding, bytes)
    assert unpack(reply.body) == plain.body
    assert reply.headers.get("Content-Encoding") == encoding
    assert reply.headers["Content-Length"] == str(len(reply.body))
    assert reply.headers["Vary"] == "Accept-Encoding, Cookie"
    assert (reply.headers["ETag"] == plain.headers["ETag"]) == (encoding is None)
    again = ask(
        cache,
        LIST,
        HTTP_ACCEPT_ENCODING=accepted,
        HTTP_IF_NONE_MATCH=f'"x", W/{reply.headers["ETag"]}',
    )
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == reply.headers["ETag"]
    assert made(cache) == 1


def test_head_has_the_headers_and_no_body(cache):
    page, head = ask(cache, LIST), ask(cache, LIST, "HEAD")

    assert (head.status, head.body, head.headers) == (200, b"", page.headers)


@pytest.mark.parametrize(
    "query",
    ["utm_source=x", "utm=1&x=2&x=3", "page=", "nonsense", "=", "view=list&view=list&utm=2"],
)
def test_unknown_parameters_are_neither_kept_nor_shown(cache, query):
    known = "view=list" if "view" in query else ""
    plain = ask(cache, f"{LIST}?{known}")

    assert ask(cache, f"{LIST}?{query}").body == plain.body
    assert cache.handler.addresses == [(LIST, known)]


def test_the_order_of_parameters_makes_no_second_page(cache):
    ask(cache, f"{LIST}?view=table&sort=name")
    ask(cache, f"{LIST}?sort=name&view=table&utm=1")

    assert cache.handler.addresses == [(LIST, "sort=name&view=table")]


@pytest.mark.parametrize(
    "poison",
    [
        {"HTTP_COOKIE": "csrftoken=CANARY; django_language=zh-hans"},
        {"HTTP_ACCEPT_LANGUAGE": "zh-CN"},
        {"HTTP_X_FORWARDED_HOST": "canary.example"},
        {"HTTP_X_ORIGINAL_URL": "/CANARY"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "CANARY"},
        {"HTTP_RANGE": "bytes=0-3"},
        {"HTTP_REFERER": "https://canary.example/"},
        {"HTTP_X_REQUEST_ID": "CANARY-12345"},
        {"REMOTE_USER": "CANARY"},
    ],
)
def test_what_else_a_request_brings_never_reaches_the_view(cache, poison):
    first = ask(cache, LIST, **poison)
    second = ask(cache, LIST)

    assert first == second
    [environ] = cache.handler.environs
    assert not set(poison) & set(environ)
    assert b"canary" not in first.body.lower()


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.one_database
def test_staff_and_readers_get_their_own_pages_in_any_order(cache, session, order):
    names = {"name_en": "Canary draft", "name_zh_hans": "Canary draft草稿"}
    make_partnership(**names, slug="canary", state="draft")
    who = [{"HTTP_COOKIE": session}, {}, {"HTTP_COOKIE": "theme=dark"}]

    for number in (*order, *order):
        for path in (f"{LIST}?q=canary", f"/zh-hans{LIST[3:]}?q=canary", f"{LIST}canary/"):
            reply = ask(cache, path, **who[number])
            sees = number == 0
            assert reply.status == (200 if sees or "?" in path else 404)
            assert (b"Canary draft" in reply.body) == sees
            kept = reply.headers["Cache-Control"].startswith("public")
            assert kept == (not sees and reply.status == 200)


@pytest.mark.parametrize(
    "environ",
    [{"HTTP_AUTHORIZATION": "Basic eDp5"}, {"HTTP_COOKIE": "messages=x"}, {"SCRIPT_NAME": "/x"}],
)
def test_unknown_state_goes_past_the_pages_that_are_kept(cache, environ):
    ask(cache, LIST)
    ask(cache, LIST, **environ)
    ask(cache, LIST, **environ)

    assert made(cache) == 3


def test_hosts_schemes_and_languages_have_pages_of_their_own(cache, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _ in range(2):
        ask(cache, LIST)
        ask(cache, LIST, HTTP_HOST="other.example")
        ask(cache, LIST, HTTP_X_FORWARDED_PROTO="https")
        ask(cache, "/zh-hans/partnerships/")
        assert ask(cache, LIST, HTTP_HOST="evil.example").status == 400

    assert made(cache) == 4 + 2


@pytest.mark.parametrize(
    "address",
    ["/", "/en/contact/", "/en/partnerships/no-such/", "/en/partnerships/?country=x", "/admin/"],
)
def test_what_is_not_the_same_for_all_or_fails_is_not_kept(cache, address):
    replies = [ask(cache, address) for _ in range(2)]

    assert made(cache) == 2
    assert all("no-store" in each.headers["Cache-Control"] for each in replies)


def test_a_token_of_the_contact_form_is_nobody_elses(cache):
    tokens = {ask(cache, "/en/contact/").headers["Set-Cookie"] for _ in range(3)}

    assert len(tokens) == 3


def test_a_page_ends_with_the_change_that_it_would_show(cache):
    partnership = Partnership.objects.published().first()
    path = f"/en/partnerships/{partnership.slug}/"
    ask(cache, path)

    Partnership.objects.filter(pk=partnership.pk).update(name_en="Renamed in bulk")
    assert b"Renamed in bulk" in ask(cache, path).body

    Partnership.objects.filter(pk=partnership.pk).update(state="draft")
    assert ask(cache, path).status == 404
    assert b"Renamed in bulk" not in ask(cache, LIST).body


@pytest.mark.parametrize("field", ["published_at", "expires_at"])
def test_a_page_ends_when_the_moment_of_a_record_comes(cache, monkeypatch, field):
    moment = timezone.now() + timedelta(hours=1)
    moments = {"published_at": moment} if field == "published_at" else {"expires_at": moment}
    make_publication(title_en="Canary of a moment", slug="canary", state="published", **moments)
    path = "/en/publications/canary/"
    before, after = (404, 200) if field == "published_at" else (200, 404)
    assert ask(cache, path).status == before
    listed = ask(cache, "/en/publications/?q=canary").body

    later = moment + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    monkeypatch.setattr("time.time", later.timestamp)
    assert ask(cache, path).status == after
    assert ask(cache, "/en/publications/?q=canary").body != listed


def test_what_no_page_shows_ends_no_page(cache, staff):
    ask(cache, LIST)
    version = content_version()

    staff.last_login = timezone.now()
    staff.save()
    DownloadCount.objects.update(number=7)
    ask(cache, LIST)

    assert content_version() == version
    assert made(cache) == 1


def test_every_way_to_change_a_row_moves_the_version(db):
    publication = Publication.objects.first()
    ways = [
        lambda: Publication.objects.first().save(),
        lambda: Publication.objects.filter(pk=publication.pk).update(title_en="x"),
        lambda: publication.topics.set(Topic.objects.all()[:2]),
        publication.topics.clear,
        lambda: Publication.objects.bulk_create([Publication(title_en="v", slug="v", kind="tool")]),
        lambda: make_publication(title_en="y", slug="y"),
        lambda: Publication.objects.filter(slug="y").delete(),
        lambda: connection.cursor().execute("UPDATE publications_publication SET title_en = 'z'"),
    ]
    versions = [content_version()]
    for way in ways:
        way()
        versions.append(content_version())

    assert len(set(versions)) == len(ways) + 1
    assert is_on_pages(Publication)


def test_every_table_of_pages_has_its_triggers(db):
    sql = {
        "sqlite": "SELECT tbl_name, COUNT(*) FROM sqlite_master WHERE type = 'trigger'"
        " AND sql LIKE '%web_contentchange%' GROUP BY tbl_name",
        "postgresql": "SELECT event_object_table, COUNT(*) FROM information_schema.triggers"
        " WHERE trigger_name = 'noted' GROUP BY event_object_table",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = dict(cursor.fetchall())

    assert found == dict.fromkeys(tables_on_pages(), 3)
    assert len(found) > 100


def test_one_page_is_made_for_many_who_wait(cache):
    inner, running, go_on = cache.handler, threading.Event(), threading.Event()

    def slow(environ, start_response):
        running.set()
        go_on.wait(5)
        return inner(environ, start_response)

    cache.handler = slow
    cache.watcher = Still()
    key_page = []
    waiting = [
        threading.Thread(target=lambda: key_page.append(ask(cache, "/robots.txt")))
        for _ in range(8)
    ]
    for each in waiting:
        each.start()
    running.wait(5)
    go_on.set()
    for each in waiting:
        each.join(10)

    assert len(inner.environs) == 1
    assert len({each.body for each in key_page}) == 1
    assert len(key_page) == 8


def test_a_page_that_was_overtaken_by_a_change_is_not_kept(cache):
    inner, cache.watcher = cache.handler, Still()

    def overtaken(environ, start_response):
        response = inner(environ, start_response)
        cache.watcher.number += 1
        return response

    cache.handler = overtaken
    ask(cache, LIST)
    ask(cache, LIST)

    assert len(inner.environs) == 2


def test_memory_is_bounded(cache):
    cache.watcher = Still()
    cache._pages = LRUCache(300_000, getsizeof=lambda page: page.size)
    for number in range(40):
        ask(cache, f"/en/search/?q=word{number}")

    assert cache._pages.currsize <= 300_000
    assert 5 < len(cache._pages) < 40


class Still:
    """A watcher that sees what the test tells it."""

    number = 1
    is_lost = False

    def generation(self):
        return self.number


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Nothing is lost"), ("zh-hans", "网站正忙")]
)
def test_without_database_kept_pages_are_shown_and_others_wait(
    cache, language, words, django_assert_num_queries
):
    cache.watcher = Still()
    kept = ask(cache, f"/{language}/partnerships/")

    cache.watcher.is_lost = True
    with django_assert_num_queries(0):
        assert ask(cache, f"/{language}/partnerships/") == kept
        refused = ask(cache, f"/{language}/cities/")
        assert ask(cache, "/robots.txt").status == 200
    assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
    assert words in refused.body.decode()
    assert "Content-Security-Policy" in refused.headers
    assert DATABASE_LOST not in cache.handler.environs[0]

    cache.watcher.number += 1
    assert ask(cache, f"/{language}/partnerships/").status == 503
    cache.watcher.is_lost = False
    assert ask(cache, f"/{language}/cities/").status == 200
