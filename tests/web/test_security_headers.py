"""Every reply bears the headers of security: pages, errors, static files, downloads, refusals."""

import re
from pathlib import Path

import pytest
from django.test import Client

from publications.models import Document

ROOT = Path(__file__).resolve().parents[2]
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PRODUCTION = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
}
REPLIES = [
    ("/en/", {}, 200),
    ("/", {}, 302),
    ("/zh/", {}, 301),
    ("/en/partnerships/export.csv", {}, 200),
    ("/robots.txt", {}, 200),
    ("/admin/", {}, 302),
    ("/admin/login/", {}, 200),
    ("/static/css/tokens.css", {}, 200),
    ("/static/no-such.css", {}, 404),
    ("/en/no-such-page/", {}, 404),
    ("/en/partnerships/?country=nonsense", {}, 400),
    ("/en/?q=%00", {}, 400),
    ("/en/", {"HTTP_HOST": "evil.example"}, 400),
    ("/en/", {"HTTP_HOST": "evil.example", "REQUEST_METHOD": "OPTIONS"}, 400),
]


def assert_safe(response):
    headers = response.headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: headers.get(name) for name in EXACT} == EXACT
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(("path", "environ", "status"), REPLIES)
def test_each_kind_of_reply_bears_them(path, environ, status, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    # Nothing is collected in the tests.
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True

    response = Client(raise_request_exception=False).get(path, **environ)

    # Whatever is streamed has an open file.
    b"".join(response)
    assert response.status_code == status
    assert_safe(response)


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_download_bears_them(client):
    response = client.get(Document.objects.first().get_absolute_url())

    assert b"".join(response).startswith(b"%PDF")
    assert_safe(response)


@pytest.mark.django_db
@pytest.mark.one_database
def test_an_error_of_the_portal_bears_them(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("of the test")

    monkeypatch.setattr("icma_portal.views.render", broken)
    response = Client(raise_request_exception=False).get("/en/about/")

    assert response.status_code == 500
    assert_safe(response)


@pytest.mark.parametrize(
    ("environ", "status", "is_secure"),
    [
        ({"HTTP_X_FORWARDED_PROTO": "https"}, 200, True),
        ({}, 301, False),
        ({"HTTP_HOST": "evil.example"}, 400, False),
        ({"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "https"}, 400, True),
    ],
)
def test_over_https_the_browser_is_told_to_stay_there(environ, status, is_secure, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    for name, value in PRODUCTION.items():
        setattr(settings, name, value)

    response = Client(raise_request_exception=False).get("/robots.txt", **environ)

    assert response.status_code == status
    assert ("Strict-Transport-Security" in response.headers) == is_secure
    assert_safe(response)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_holds_what_the_requirements_name_with_hashes(name):
    wanted = re.findall(r"^([\w.-]+)(?:\[.*?\])?==(\S+)", (ROOT / f"{name}.txt").read_text(), re.M)
    locked = re.findall(
        r"^([\w.-]+)(?:\[.*?\])?==(\S+).*\\\n    --hash=sha256:[0-9a-f]{64}",
        (ROOT / f"{name}.lock").read_text(),
        re.M,
    )
    same = {(each.lower().replace("_", "-").replace(".", "-"), version) for each, version in locked}

    missing = [each for each in wanted if (each[0].lower().replace(".", "-"), each[1]) not in same]
    assert missing == [], "run `make lock`"
    assert len(wanted) > 15
