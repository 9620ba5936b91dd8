"""A walker over every address, public and of the staff, with whatever a request can hold.

The suite walks 5,000 steps, the same ones each time; `make fuzz` walks 200,000 others. Each step
is undone.
"""

import os
from time import perf_counter
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.bilingual.languages import LANGUAGES
from tests.breadth import generated
from tests.search.hostile import PIECES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
STEPS = int(os.environ.get("FUZZ_STEPS", "5000"))
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")
# What the parts of addresses are called in this content, so that the walk gets beyond the door.
KNOWN = (
    *(
        "1",
        "2",
        "durban",
        "citylinks",
        "china",
        "cupl",
        "dar-es-salaam-durban",
        "durban-southeast-florida",
    ),
    *("factsheet-durban-southeast-florida", "webinar-urban-intersections-1", "icma-china-center"),
    *("yangzhou-summit-2014", "mou-yangzhou-training-base", "namc-joint-training", "en", "zh-hans"),
    *("partnerships", "programs", "csv", "xlsx", "json", "atom", "geojson", "pdf", "png", "640"),
)
NUMBERS = ("0", "-1", "99999", "2147483648", "9223372036854775808", "1e999999", "NaN", "1.5", "٣")
BYTES = ("%00", "%ff", "%ED%A0%80", "%F0%9F%A4%A6", "%2e%2e%2f", "..;/", "%", "%u4e2d")
NAMES = (
    *(
        "q",
        "page",
        "view",
        "sort",
        "letter",
        "year",
        "country",
        "kind",
        "topic",
        "language",
        "as",
        "fields",
    ),
    *("audience", "city", "party", "status", "when", "code", "about", "next", "e", "o", "p", "all"),
    *("state__exact", "id__exact", "name__icontains", "_popup", "_to_field", "_changelist_filters"),
    *("app_label", "model_name", "field_name", "term", "attention", "text", "opened", "website"),
    *("name", "email", "message", "action", "_selected_action", "slug", "state", "stamp", "part"),
    *("seen_versions", "name_en", "name_zh_hans", "form-TOTAL_FORMS", "form-INITIAL_FORMS", "file"),
)
HEADERS = (
    *("HTTP_ACCEPT_LANGUAGE", "HTTP_RANGE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
    *(
        "HTTP_REFERER",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_REQUEST_ID",
        "HTTP_HX_REQUEST",
        "HTTP_COOKIE",
    ),
    *("HTTP_ORIGIN", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_AUTHORIZATION", "CONTENT_TYPE"),
)


def patterns(resolver=None, before=""):
    """Yield every address of the portal as its pattern, with <converter:name> for what varies."""
    for each in (resolver or get_resolver()).url_patterns:
        route = before + str(each.pattern).removeprefix("^").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from patterns(each, route)
        elif isinstance(each, URLPattern):
            yield route


# Those with a prefix of language begin with the one that is active when they are listed.
ROUTES = sorted({route.removeprefix("en/") for route in patterns()})
PUBLIC = [route for route in ROUTES if not route.startswith("admin/")]
pieces = st.sampled_from([each for each in PIECES if "\ud800" not in each])
texts = st.one_of(
    st.sampled_from(KNOWN), st.sampled_from(NUMBERS), pieces, st.text(max_size=30), pieces
).map(str)
# As they stand in an address: quoted, or raw bytes that are no UTF-8.
parts = st.one_of(
    st.sampled_from(KNOWN),
    st.sampled_from(KNOWN),
    st.sampled_from(NUMBERS),
    st.sampled_from(BYTES),
    texts.map(lambda text: quote(text.encode("utf-8", "surrogatepass")[:300], safe="")),
)
keys = st.integers(1, 12).map(str)


@st.composite
def requests(draw):
    """Return (method, address, headers, body, whether it is staff that asks)."""
    # The staff's pages are many: half of the steps are the public's.
    route = draw(st.one_of(st.sampled_from(PUBLIC), st.sampled_from(ROUTES)))
    path = "".join(_filled(piece, draw) for piece in _pieces_of(route))
    language = draw(st.sampled_from((*LANGUAGES, *LANGUAGES, *LANGUAGES, "", "zh", "xx")))
    if not path.startswith(("admin/", "pictures/", "i18n/", "static/")) and language:
        path = f"{language}/{path}"
    pairs = draw(st.lists(st.tuples(st.sampled_from(NAMES), parts), max_size=4))
    query = "&".join(f"{name}={value}" for name, value in pairs)
    headers = draw(st.dictionaries(st.sampled_from(HEADERS), texts.map(_one_line), max_size=2))
    method = draw(st.sampled_from(METHODS))
    body = draw(_bodies) if method not in ("GET", "HEAD") else ""
    is_staff = draw(st.sampled_from((True, True, True, False)))
    return method, f"/{path}?{query}", headers, body, is_staff


_bodies = st.one_of(
    st.lists(st.tuples(st.sampled_from(NAMES), parts), max_size=6).map(
        lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
    ),
    st.binary(max_size=200),
    st.sampled_from(("{", '{"a": 1}', "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1")),
)


def _pieces_of(route):
    """Return the fixed and the varying pieces of a route, in their order."""
    found = []
    for piece in route.replace("<", "\0<").replace(">", ">\0").split("\0"):
        if piece:
            found.append(piece)
    return found


def _filled(piece, draw):
    if not piece.startswith("<"):
        return piece
    is_key = piece.startswith("<int:") or "object_id" in piece
    return draw(st.one_of(keys, keys, parts) if is_key else parts)


def _one_line(text):
    # WSGI gives headers as Latin-1; line ends never get so far.
    return text.replace("\r", " ").replace("\n", " ").encode("utf-8", "replace").decode("latin-1")


# What long walks have found, asked again each time.
FOUND = [
    ("GET", "/admin/admin/logentry/1/change/?_to_field=", {}, "", True),
    ("POST", "/admin/programs/organization/add/?", {}, "country=durban", True),
    ("POST", "/admin/publications/publication/add/?", {}, "cities=x&cities=9e9", True),
    ("POST", "/admin/partnerships/membership/2/change/?", {}, "city=&organization=", True),
    ("GET", "/admin/second-factor/?next=1", {}, "", True),
]


class Undone(Exception):
    """Ends the transaction of a step."""


def test_no_request_whatsoever_is_answered_by_an_error():
    walked = {"steps": 0, "statuses": {}, "slowest": (0.0, "", "")}
    staff = Client(raise_request_exception=False)
    staff.force_login(User.objects.create_superuser("walker", "walker@portal.example"))
    anybody = Client(raise_request_exception=False)
    assert staff.get("/admin/").status_code == 200

    def step(request):
        method, address, headers, body, is_staff = request
        asker = staff if is_staff else anybody
        kind = headers.pop("CONTENT_TYPE", "application/x-www-form-urlencoded")
        began = perf_counter()
        try:
            with transaction.atomic():
                response = asker.generic(method, address, body, content_type=kind, **headers)
                if response.streaming:
                    b"".join(response.streaming_content)
                told = b"" if response.streaming else response.content
                raise Undone
        except Undone:
            pass
        walked["steps"] += 1
        walked["slowest"] = max(walked["slowest"], (perf_counter() - began, method, address))
        status = response.status_code
        walked["statuses"][status] = walked["statuses"].get(status, 0) + 1
        assert status < 500, (status, method, address)
        assert b"Traceback (most recent call last)" not in told, (method, address)

    for each in FOUND:
        step(each)
    generated(STEPS)(given(requests())(step))()

    print(f"\n{walked['steps']} steps over {len(ROUTES)} routes: {walked['statuses']}")
    seconds, method, address = walked["slowest"]
    print(f"The slowest took {seconds:.2f} s: {method} {address[:200]}")
    assert walked["steps"] >= STEPS
    # The walk got beyond the doors.
    assert walked["statuses"].get(200, 0) > STEPS / 50
