"""Row 52: what a certificate's QR code says is signed, and nothing else passes for it."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import reverse

from china_center.certification import signing
from china_center.certification.paper import signed_address, statement
from china_center.certification.signing import CertificateError, signed, statement_of
from icma_portal.environment import env_keys, local_signing_key
from tests.factories import make_city

from .training import make_certificate, make_session

pytestmark = pytest.mark.django_db
SEED = bytes(range(32))


@pytest.fixture(autouse=True)
def key(settings):
    settings.CERTIFICATE_KEY = SEED
    settings.CERTIFICATE_FORMER_KEYS = []


def key_id_of(seed):
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return hashlib.sha256(public).hexdigest()[:16]


def test_row_52_the_signed_form_is_these_twelve_lines():
    certificate = make_certificate(session=make_session(), may_show_name=True)

    lines = statement_of(signed(statement(certificate)))

    assert lines == [
        *("ICMACC1", certificate.code, certificate.number, "P", "José Ángel 𠮷㛃"),
        *("Testville", "测试市", "City finance", "城市财政", "2024-05-01", "", key_id_of(SEED)),
    ]


@pytest.mark.parametrize("may_show", [True, False])
def test_the_holder_is_signed_only_where_the_holder_allows_it(may_show):
    person = statement_of(signed(statement(make_certificate(may_show_name=may_show))))
    city = make_city(name_en="Recognized", name_zh_hans="受表彰市")
    of_city = make_certificate(holder_city=city, may_show_name=may_show)
    government = statement_of(signed(statement(of_city)))

    assert person[3:5] == ["P", "José Ángel 𠮷㛃" if may_show else ""]
    assert government[3:7] == ["G", "", *(["Recognized", "受表彰市"] if may_show else ["", ""])]


def test_every_altered_byte_of_a_payload_is_found():
    payload, signature = signed(statement(make_certificate(may_show_name=True))).split(".")
    data = signing.from_base64url(payload)

    for place in range(len(data)):
        altered = bytearray(data)
        altered[place] ^= 1
        assert statement_of(f"{signing.base64url(bytes(altered))}.{signature}") is None, place


def test_the_signature_of_one_certificate_does_not_serve_another():
    one, other = (signed(statement(make_certificate())).split(".") for _ in range(2))

    assert statement_of(".".join(one))
    assert statement_of(".".join(other))
    assert statement_of(f"{one[0]}.{other[1]}") is None


@pytest.mark.parametrize(
    "fragment", ["", ".", "a.b.c", "%F0%9F", "é.ü", "QQ.QQ", "=" * 40, "\x00", "A" * 9000 + ".A"]
)
def test_what_is_no_fragment_is_none(fragment):
    assert statement_of(fragment) is None


def test_a_key_of_earlier_years_goes_on_being_published(settings):
    old = signed(statement(make_certificate()))
    settings.CERTIFICATE_KEY = bytes(32)
    assert statement_of(old) is None

    public = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    settings.CERTIFICATE_FORMER_KEYS = [public]

    assert statement_of(old)[-1] == key_id_of(SEED)


def test_names_cannot_bring_lines_of_their_own():
    certificate = make_certificate(holder_name="A\nB\r\u2028C\x85D", may_show_name=True)

    lines = statement_of(signed(statement(certificate)))

    assert (len(lines), lines[4]) == (12, "A B C D")


def test_the_address_names_no_language_and_holds_all_behind_the_hash(client, settings):
    settings.SITE_ADDRESS = "https://portal.example"

    start, _, fragment = signed_address(make_certificate()).partition("#")

    assert start == "https://portal.example/china-center/certificates/verify/"
    assert statement_of(fragment)
    path = start.removeprefix("https://portal.example")
    for asked, language in (("en", "en"), ("zh-CN", "zh-hans")):
        response = client.get(path, headers={"Accept-Language": asked})
        assert response.url == f"/{language}{path}"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_public_keys_are_published_and_the_private_one_is_not(client, language):
    response = client.get(f"/{language}/china-center/certificates/keys.json")
    page = client.get(f"/{language}/china-center/certificates/verify/")

    (key,) = json.loads(response.content)["keys"]
    assert key.keys() == {"kty", "crv", "use", "alg", "kid", "x"}
    assert (key["kty"], key["crv"], key["kid"]) == ("OKP", "Ed25519", key_id_of(SEED))
    assert key["x"] in page.content.decode()
    assert signing.base64url(SEED) not in response.content.decode() + page.content.decode()


def test_without_a_key_staff_are_told_what_to_do(admin_client, settings):
    settings.CERTIFICATE_KEY = settings.CERTIFICATE_KEY_FILE = None
    certificate = make_certificate()

    with pytest.raises(CertificateError, match="make_certificate_key"):
        signed(statement(certificate))
    address = reverse("admin:china_center_certificate_pdf", args=[certificate.pk])
    response = admin_client.get(address, follow=True)
    assert "sets it as CERTIFICATE_KEY" in response.content.decode()
    assert signing.key_set() == {"keys": []}


def test_the_key_of_a_local_portal_is_made_once_and_kept_to_its_owner(tmp_path):
    path = tmp_path / "var" / "certificate_key"

    first, again = local_signing_key(path), local_signing_key(path)

    assert first == again
    assert len(first) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["certificate_key"]


def test_the_command_makes_a_key_that_the_settings_take(monkeypatch, capsys):
    call_command("make_certificate_key")
    line, told = capsys.readouterr().out.splitlines()

    name, _, value = line.partition("=")
    monkeypatch.setenv(name, value)
    (key,) = env_keys("CERTIFICATE_KEY")
    assert key_id_of(key) in told


@pytest.mark.parametrize("text", ["short", "é" * 43, "A" * 42, "A" * 44 + "A"])
def test_a_key_that_is_none_stops_the_start_without_being_repeated(monkeypatch, text):
    monkeypatch.setenv("CERTIFICATE_KEY", text)

    with pytest.raises(ImproperlyConfigured, match="CERTIFICATE_KEY must hold") as refusal:
        env_keys("CERTIFICATE_KEY")

    assert text not in str(refusal.value)
