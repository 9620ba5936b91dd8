"""Row 52: strangers check certificates by a code; staff revoke them and issue them anew."""

import datetime
import secrets
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from china_center import certificates as views
from china_center.certificates import MISSES, code_of
from china_center.models import Certificate, TrainingProgram, TrainingSession
from icma_portal.web.limits import client_address
from tests.factories import make_city

pytestmark = pytest.mark.django_db
ISSUED = datetime.date(2024, 5, 1)
STARTS = {"en": "/en/china-center/certificates/", "zh-hans": "/zh-hans/china-center/certificates/"}


def issue(**values):
    values.setdefault("holder_name", "" if "holder_city" in values else "José Ángel 𠮷㛃")
    return Certificate.objects.create(issued_on=ISSUED, **values)


def page(client, certificate, language="en"):
    return client.get(f"{STARTS[language]}{certificate.code}/")


def from_elsewhere():
    """Return an address that no other test has used: what is counted lives in the process."""
    return {"REMOTE_ADDR": f"test-{secrets.token_hex(8)}"}


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("0123456789ABCDEF0123", True),
        ("0123 4567-89ab cdef\u20130123", True),
        ("\uff10123456789\uff21BCDEF0123", True),
        ("0123456789ABCDEF012", False),
        ("0123456789ABCDEF012G", False),
        ("0123456789ABCDEF0123\n<", False),
        ("", False),
    ],
)
def test_a_code_is_read_in_any_spelling(text, is_code):
    assert code_of(text) == ("0123456789ABCDEF0123" if is_code else None)


@pytest.mark.parametrize("language", STARTS)
@pytest.mark.parametrize(
    ("values", "english", "chinese"),
    [
        ({}, "and it is valid", "现行有效"),
        ({"expires_on": localdate()}, "and it is valid", "现行有效"),
        ({"expires_on": datetime.date(2025, 4, 30)}, "until April 30, 2025", "2025年4月30日"),
        (
            {"state": "revoked", "revoked_on": datetime.date(2025, 2, 3)},
            "revoked on February 3, 2025",
            "2025年2月3日撤销",
        ),
    ],
)
def test_row_52_the_page_tells_what_a_certificate_is_worth(
    client, language, values, english, chinese
):
    response = page(client, issue(**values), language)

    assert response.status_code == 200
    assert (english if language == "en" else chinese) in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert b'<meta name="robots" content="noindex">' in response.content


def test_a_name_is_shown_only_when_its_holder_allows_it(client):
    hidden = page(client, issue()).content.decode()
    shown = page(client, issue(may_show_name=True)).content.decode()

    assert "𠮷㛃" not in hidden
    assert "José Ángel 𠮷㛃" in shown


def test_what_is_not_public_is_not_told_by_a_certificate(client):
    program = TrainingProgram.objects.create(slug="t", name_en="Hidden program", state="draft")
    city = make_city(name_en="Hidden city", state="draft")
    session = TrainingSession.objects.create(program=program)
    certificate = issue(holder_city=city, session=session, may_show_name=True)

    assert "Hidden" not in page(client, certificate).content.decode()
    program.state = city.state = "published"
    program.save()
    city.save()

    told = page(client, certificate).content.decode()
    assert "Hidden program" in told
    assert "Hidden city" in told


def test_the_form_leads_to_the_certificate(client):
    certificate = issue()
    spelled = f" {certificate.code[:10].lower()}-{certificate.code[10:]} "

    response = client.get(STARTS["zh-hans"], {"code": spelled})
    refused = client.get(STARTS["en"], {"code": "<b>x"})

    assert response.url == f"{STARTS['zh-hans']}{certificate.code}/"
    assert refused.status_code == 400
    assert "&lt;b&gt;x" in refused.content.decode()


def test_an_altered_code_finds_nothing(client):
    code = issue().code
    last = "0" if code[-1] != "0" else "1"

    for altered in (f"{code[:-1]}{last}", code[:-1], f"{code}0", "%25", "𠮷" * 20):
        response = client.get(f"{STARTS['en']}{altered}/", **from_elsewhere())
        assert response.status_code == 404, altered


def test_guessing_is_slowed_and_true_codes_are_not_counted(client):
    certificate, guesser = issue(), from_elsewhere()

    true = {page(client, certificate).status_code for _ in range(MISSES.most + 1)}
    tries = [
        client.get(f"{STARTS['en']}{secrets.token_hex(10)}/", **guesser)
        for _ in range(MISSES.most + 5)
    ]

    assert true == {200}
    assert [each.status_code for each in tries] == [404] * MISSES.most + [429] * 5
    assert tries[-1].headers["Retry-After"] == "60"
    address = f"{STARTS['en']}{certificate.code}/"
    assert client.get(address, **guesser).status_code == 429
    assert client.get(address, **from_elsewhere()).status_code == 200


@pytest.mark.parametrize(
    ("proxy", "address"), [(None, "192.0.2.1"), (("HTTP_X_FORWARDED_PROTO", "https"), "10.0.0.9")]
)
def test_only_what_the_proxy_adds_counts_as_the_address(rf, settings, proxy, address):
    settings.SECURE_PROXY_SSL_HEADER = proxy
    headers = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7, 10.0.0.9"}

    assert client_address(rf.get("/", **headers)) == address


def test_issued_anew_the_old_one_is_kept_as_replaced(client, admin_client):
    valid, revoked = issue(may_show_name=True), issue(state="revoked", revoked_on=ISSUED)
    chosen = {"action": "issue_anew", "_selected_action": [valid.pk, revoked.pk]}

    admin_client.post(reverse("admin:china_center_certificate_changelist"), chosen)

    valid.refresh_from_db()
    revoked.refresh_from_db()
    assert (valid.state, revoked.state) == ("replaced", "revoked")
    new = valid.replaced_by
    assert (new.holder_name, new.state, new.issued_on) == (valid.holder_name, "valid", localdate())
    told = page(client, valid).content.decode()
    assert "A new one took its place" in told
    assert new.code not in told


def test_staff_revoke_what_is_valid(client, admin_client):
    certificate, other = issue(), issue()
    chosen = {"action": "revoke", "_selected_action": [certificate.pk]}

    admin_client.post(reverse("admin:china_center_certificate_changelist"), chosen)

    certificate.refresh_from_db()
    assert (certificate.state, certificate.revoked_on) == ("revoked", localdate())
    certificate.full_clean()
    assert "This certificate is not valid" in page(client, certificate).content.decode()
    assert "and it is valid" in page(client, other).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"expires_on": datetime.date(2024, 4, 30)}, "expires_on"),
        ({"state": "revoked"}, "revoked_on"),
        ({"revoked_on": ISSUED}, "revoked_on"),
        ({"state": "replaced"}, "state"),
    ],
)
def test_states_that_contradict_their_dates_are_refused(values, field):
    certificate = Certificate(holder_name="A", issued_on=ISSUED, **values)

    with pytest.raises(ValidationError) as refusal:
        certificate.full_clean()

    assert set(refusal.value.message_dict) == {field}


def test_the_page_of_a_city_shows_the_recognitions_that_hold(client):
    city = make_city(name_en="Recognized")
    held = issue(holder_city=city, may_show_name=True)
    others = [
        issue(holder_city=city),
        issue(holder_city=city, may_show_name=True, expires_on=datetime.date(2025, 1, 1)),
        issue(holder_city=city, may_show_name=True, state="revoked", revoked_on=ISSUED),
        issue(holder_city=make_city(), may_show_name=True),
    ]

    told = client.get(city.get_absolute_url()).content.decode()

    assert f"/certificates/{held.code}/" in told
    assert not [each for each in others if each.code in told]


def test_ten_thousand_guesses_find_nothing_and_are_slowed(rf, monkeypatch):
    """The pages are not rendered: what they say has tests of its own."""
    issue()
    monkeypatch.setattr(views, "_page", lambda *_args, status=200: HttpResponse(status=status))
    guesser = from_elsewhere()

    statuses = Counter(
        views.certificate(rf.get("/", **guesser), secrets.token_hex(10)).status_code
        for _ in range(10_000)
    )

    assert statuses == {404: MISSES.most, 429: 10_000 - MISSES.most}
