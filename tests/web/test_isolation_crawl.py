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
from django.contrib.messages import INFO
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from icma_portal.web.page_cache.declaring import parameters_of
from icma_portal.web.page_cache.serving import PageCache
from icma_portal.web.page_cache.watching import Watcher
from tests.breadth import IS_LONG
from tests.site.hidden import CANARY, Hidden
from tests.site.pages import LANGUAGES, PAGES
from tests.site.surfaces import WITHOUT_RECORDS, surfaces

from .asking import ask

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# One of six in the suite, at every fourth address; the long run takes all at all.
ORDERS = list(permutations(("staff", "one", "other")))
# Words that only the reader may see who brings them, in small letters.
OWN = {
    "staff": ["staffcanary", "flashcanary", CANARY],
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
# Without a password or a waiting message, so that what is kept is what they get.
OTHER = {
    "HTTP_ACCEPT_LANGUAGE": "en",
    "HTTP_ACCEPT_ENCODING": "br, gzip;q=0.5",
    "HTTP_COOKIE": "theme=othercanary; csrftoken=othercanary",
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
    session = client.cookies["sessionid"].value
    waiting = CookieStorage(HttpRequest())._encode([Message(INFO, "Flashcanary")])
    cookies = f"sessionid={session}; csrftoken=staffcanary; messages={waiting}"
    mine = {"HTTP_COOKIE": cookies, "HTTP_RANGE": "bytes=0-99", "HTTP_IF_NONE_MATCH": '"staff"'}
    return {"staff": mine, "one": POISON, "other": OTHER}


def addresses_of(hidden):
    """Return every public address, those of drafts, and the way in of staff."""
    public, missing = surfaces(hidden)
    fixed = [reverse(each) for each in PAGES if each in WITHOUT_RECORDS]
    models = [model._meta for model in admin.site._registry]
    staff = ["/admin/", "/admin/login/"]
    staff += [reverse(f"admin:{each.app_label}_{each.model_name}_changelist") for each in models]
    named = addresses_of_sitemap()[:: 1 if IS_LONG else 40]
    every = [*chain.from_iterable([*public.values(), *missing.values()]), *fixed, *staff, *named]
    return list(dict.fromkeys(every))


def addresses_of_sitemap():
    """Return the paths of all pages that the sitemap, or its parts, name."""
    path = reverse("sitemap")
    named = re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", ask(fresh(), path).body.decode())
    prefix = f"/{translation.get_language()}/"
    return [each for each in named if each.startswith(prefix)]


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
    # The lists of staff refuse what they do not know.
    if reader != "other" and not address.startswith("/admin/"):
        own = f"{reader}canary"
        address += ("&" if "?" in address else "?") + f"utm_source={own}&next=//{own}"
    return ask(cache, address, **headers[reader], **{"wsgi.input": BytesIO()})


def expected_of(address, headers):
    """Return reader → what each must get, made by Django alone or by a cache that is empty.

    Empty where two replies to the same request differ, as exports do that hold their moment.
    """
    plain = seen(ask(fresh(), address, **ALONE))
    if "/export." in address or seen(ask(fresh(), address, **ALONE)) != plain:
        return {}
    staff = seen(as_asked(WSGIHandler(), address, "staff", headers))
    if parameters_of(address.partition("?")[0]) is None:
        # What is made for one may hold what they brought.
        one = seen(as_asked(fresh(), address, "one", headers))
        return {"staff": staff, "one": one, "other": plain}
    # A kept page is the same for all; without parameters that it does not know, it is Django's.
    kept = plain if "?" not in address else seen(ask(fresh(), address))
    return {"staff": staff, "one": kept, "other": kept}


def crossed(reply, reader, address, own):
    """Return the words of other readers in a reply, but for those of the address itself."""
    words = f"{reply.headers}".lower().encode() + seen(reply)[1].lower()
    others = chain.from_iterable(each for name, each in own.items() if name != reader)
    return [word for word in others if word.encode() in words and word not in address]


def test_no_word_of_one_reader_reaches_another(headers):
    hidden = Hidden()
    hidden.hide()
    hidden.become(state="draft", published_at=None, expires_at=None)
    session = re.search(r"sessionid=(\w+)", headers["staff"]["HTTP_COOKIE"]).group(1)
    own = {**OWN, "staff": [*OWN["staff"], session.lower()]}
    crossings, asked, of_staff, unsteady = [], Counter(), Counter(), set()
    for language in LANGUAGES:
        with translation.override(language):
            addresses = addresses_of(hidden)
        for number, address in enumerate(addresses):
            if not IS_LONG and number % 4 != (language == "en"):
                continue
            expected = expected_of(address, headers)
            if not expected:
                unsteady.add(address)
            for order in ORDERS if IS_LONG else [ORDERS[asked["staff"] % 6]]:
                cache = fresh()
                for reader in order:
                    reply = as_asked(cache, address, reader, headers)
                    asked[reader] += 1
                    found = crossed(reply, reader, address, own)
                    if reader == "staff":
                        of_staff.update(crossed(reply, None, "", {"staff": own["staff"]}))
                    if found or (expected and seen(reply) != expected[reader]):
                        crossings.append((address, order, reader, reply.status, found))
    print(f"{sum(asked.values())} replies: {dict(asked)}; of staff: {dict(of_staff)}")
    print(f"unsteady: {sorted(unsteady)}", *crossings[:20], sep="\n")

    assert crossings == []
    # They are there to be seen: else nothing could cross.
    assert of_staff["staffcanary"] > 20
    assert of_staff["flashcanary"] > 5
    assert of_staff[CANARY] > 20
    assert len([each for each in unsteady if "/export." not in each]) < 8
