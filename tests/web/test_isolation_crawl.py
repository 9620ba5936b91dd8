"""Every address, asked by staff and by two strangers in every order: nothing crosses.

What a stranger gets must be, byte for byte, what Django makes for somebody who is alone; and no
word of another reader, or of a draft, may be in it.
"""

import re
from collections import Counter
from io import BytesIO
from itertools import chain, permutations

import brotli
import pytest
from django.contrib import admin
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from django.utils import translation

from icma_portal.web.page_cache.serving import PageCache
from icma_portal.web.page_cache.watching import Watcher
from tests.breadth import IS_LONG
from tests.site.hidden import CANARY, Hidden
from tests.site.pages import LANGUAGES, PAGES
from tests.site.surfaces import WITHOUT_RECORDS, surfaces

from .asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# One of six in the suite, at every third address; the long run takes all at all.
ORDERS = list(permutations(("staff", "one", "other")))
# Words that only the reader may see who brings them, in small letters.
OWN = {
    "staff": ["staffcanary", CANARY],
    "one": ["onecanary"],
    "other": ["othercanary"],
}
# A form's token is made anew for each reader, as forms are not kept.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
# What proxies are told to believe, and what no reader may bring about.
POISON = {
    "HTTP_X_FORWARDED_HOST": "onecanary.example",
    "HTTP_X_FORWARDED_PREFIX": "/onecanary",
    "HTTP_FORWARDED": "host=onecanary.example;proto=https",
    "HTTP_X_HOST": "onecanary.example",
    "HTTP_X_ORIGINAL_URL": "/onecanary/",
    "HTTP_X_REWRITE_URL": "/onecanary/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_REFERER": "https://onecanary.example/",
    "HTTP_USER_AGENT": "onecanary <script>",
    "HTTP_ACCEPT_LANGUAGE": "zh-CN, onecanary;q=0.1",
    "HTTP_COOKIE": "csrftoken=onecanary; django_language=zh-hans; theme=onecanary",
    "HTTP_X_REQUEST_ID": "onecanary",
    "REMOTE_USER": "onecanary",
}
OTHER = {
    "HTTP_AUTHORIZATION": "Basic b3RoZXJjYW5hcnk=",
    "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_ACCEPT_ENCODING": "br, gzip;q=0.5",
    "HTTP_COOKIE": "messages=othercanary; csrftoken=othercanary",
    "HTTP_X_FORWARDED_FOR": "198.51.100.7, othercanary",
}
# Whoever brings a password is answered by Django alone.
ALONE = {"HTTP_AUTHORIZATION": "Basic bm9ib2R5"}


@pytest.fixture
def headers(staff):
    """Reader → the headers of all their requests. Staff have a session, and words of their own."""
    staff.first_name = "Staffcanary"
    staff.save()
    client = Client()
    client.force_login(staff)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken=staffcanary"
    mine = {"HTTP_COOKIE": cookies, "HTTP_RANGE": "bytes=0-99", "HTTP_IF_NONE_MATCH": '"staff"'}
    return {"staff": mine, "one": POISON, "other": OTHER}


def addresses_of(hidden):
    """Return every public address, those of drafts, and the way in of staff."""
    public, missing = surfaces(hidden)
    fixed = [reverse(each) for each in PAGES if each in WITHOUT_RECORDS]
    models = [model._meta for model in admin.site._registry]
    staff = ["/admin/", "/admin/login/"]
    staff += [reverse(f"admin:{each.app_label}_{each.model_name}_changelist") for each in models]
    every = [*chain.from_iterable([*public.values(), *missing.values()]), *fixed, *staff]
    return list(dict.fromkeys(every))


def fresh():
    return PageCache(WSGIHandler(), 20, Watcher(interval=0))


def seen(reply):
    """Return what counts of a reply: its status, its plain bytes, where it leads and what it is."""
    body = reply.body
    if reply.headers.get("Content-Encoding") == "br":
        body = brotli.decompress(body)
    told = [reply.headers.get(name) for name in ("Location", "Content-Type")]
    return reply.status, TOKEN.sub(b"", body), *told


def as_asked(cache, address, reader, headers):
    """Return the reply to a reader, whose address is their own as far as it may be."""
    if reader == "one":
        address += ("&" if "?" in address else "?") + "utm_source=onecanary&next=//onecanary"
    return ask(cache, address, **headers[reader], **{"wsgi.input": BytesIO()})


def test_no_word_of_one_reader_reaches_another(headers):
    hidden = Hidden()
    hidden.hide()
    hidden.become(state="draft", published_at=None, expires_at=None)
    crossings, asked, of_staff, unsteady = [], Counter(), Counter(), set()
    for language in LANGUAGES:
        with translation.override(language):
            addresses = addresses_of(hidden)
        for number, address in enumerate(addresses):
            if not IS_LONG and number % 3 != (language == "en"):
                continue
            orders = ORDERS if IS_LONG else [ORDERS[number % 6]]
            plain = seen(ask(fresh(), address, **ALONE))
            # Exports hold the moment of their making: only their words are looked at.
            if "/export." in address or seen(ask(fresh(), address, **ALONE)) != plain:
                unsteady.add(address)
            for order in orders:
                cache = fresh()
                for reader in order:
                    reply = as_asked(cache, address, reader, headers)
                    asked[reader] += 1
                    words = f"{reply.headers}".lower().encode() + seen(reply)[1].lower()
                    if reader == "staff":
                        of_staff.update(word for word in OWN["staff"] if word.encode() in words)
                        continue
                    others = chain.from_iterable(
                        each for name, each in OWN.items() if name != reader
                    )
                    # What a page of 404 says of its address comes from who asks.
                    found = [
                        word for word in others if word.encode() in words and word not in address
                    ]
                    # What it brings itself may come back on a page for nobody else.
                    is_other = address not in unsteady and reader == "other"
                    if found or (is_other and seen(reply) != plain):
                        crossings.append((address, order, reader, reply.status, found))
    print(f"{sum(asked.values())} replies: {dict(asked)}; unsteady: {sorted(unsteady)}")
    print(*crossings[:20], sep="\n")

    assert crossings == []
    # They are there to be seen: else nothing could cross.
    assert of_staff["staffcanary"] > 20
    assert of_staff[CANARY] > 20
    assert len([each for each in unsteady if "/export." not in each]) < 8
