"""Signatures of certificates: Ed25519 (RFC 8032) over a few lines of text.

What is signed is the UTF-8 text of twelve lines, joined by LF, without one at the end:

     1  ``ICMACC1``, the name of this form
     2  the code, 20 characters
     3  the number, as ICMACC-2026-00012
     4  ``P``, certification of a person, or ``G``, recognition of a local government
     5  the name of the person; empty when its holder does not allow it to be shown
     6  the city in English   } of a recognition the holder (empty as above),
     7  the city in Chinese   } of a certification the place of the training
     8  the training program in English
     9  the training program in Chinese
    10  the day of issue, as 2026-05-01
    11  the last day of validity, or empty
    12  the id of the key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes

Texts are composed (NFC), with single spaces and no controls, and what is not known is empty, so
that a certificate has one such form only. A QR code holds the address of the page that checks
it, ``#``, these bytes in base64url without padding, a full stop, and the 64 bytes of the signature
in the same way. A browser never sends what follows ``#``.
"""

import base64
import hashlib
from dataclasses import astuple, dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from icma_portal.environment import local_signing_key
from icma_portal.late import Late

from .characters import composed

ed25519 = Late("cryptography.hazmat.primitives.asymmetric.ed25519")
exceptions = Late("cryptography.exceptions")

FORM = "ICMACC1"


class CertificateError(Exception):
    """The certificate cannot be made; ``message`` is a sentence for staff (lazy)."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Statement:
    """What is signed, but for the form and the key; all fields are text, empty when unknown."""

    code: str
    number: str
    kind: str
    holder: str
    city_en: str
    city_zh: str
    program_en: str
    program_zh: str
    issued_on: str
    expires_on: str

    def payload(self, key_id):
        """Return the bytes that are signed."""
        return "\n".join([FORM, *map(composed, astuple(self)), key_id]).encode()


def signed(statement):
    """Return the fragment of the QR code's address: payload and signature.

    Raises CertificateError when there is no key.
    """
    key = private_key()
    payload = statement.payload(key_id(raw(key.public_key())))
    return f"{base64url(payload)}.{base64url(key.sign(payload))}"


def statement_of(fragment):
    """Return the lines of a fragment that one of the published keys signed; None for any other."""
    try:
        payload, signature = map(from_base64url, fragment.split("."))
        lines = payload.decode().split("\n")
        key = published_keys().get(lines[-1])
        if lines[0] != FORM or key is None:
            return None
        ed25519.Ed25519PublicKey.from_public_bytes(key).verify(signature, payload)
    except (ValueError, exceptions.InvalidSignature):
        return None
    return lines


def private_key():
    """Return the key that signs; raise CertificateError where none is given, and say what to do."""
    if settings.CERTIFICATE_KEY:
        return ed25519.Ed25519PrivateKey.from_private_bytes(settings.CERTIFICATE_KEY)
    if settings.CERTIFICATE_KEY_FILE:
        seed = local_signing_key(settings.CERTIFICATE_KEY_FILE)
        return ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    raise CertificateError(
        _(
            "This portal has no key with which to sign certificates. Whoever runs it makes one "
            "with “manage.py make_certificate_key” and sets it as CERTIFICATE_KEY."
        )
    )


def published_keys():
    """Return {key id: the 32 bytes of the public key}, the key that signs first."""
    try:
        keys = [raw(private_key().public_key())]
    except CertificateError:
        keys = []
    return {key_id(key): key for key in [*keys, *settings.CERTIFICATE_FORMER_KEYS]}


def key_set():
    """Return the public keys as a JSON Web Key Set (RFC 7517, RFC 8037)."""
    common = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA"}
    keys = [{**common, "kid": name, "x": base64url(key)} for name, key in published_keys().items()]
    return {"keys": keys}


def key_id(key):
    return hashlib.sha256(key).hexdigest()[:16]


def raw(public_key):
    return public_key.public_bytes_raw()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text):
    """Return the bytes that ``text`` spells; ValueError for anything but their one spelling."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if base64url(data) != text:
        raise ValueError("not base64url without padding")
    return data
