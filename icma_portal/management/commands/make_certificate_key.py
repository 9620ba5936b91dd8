"""Make a key that signs certificates, for the environment of the portal."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management.base import BaseCommand

from china_center.certification.signing import base64url, key_id


class Command(BaseCommand):
    help = (
        "Print a new private key for CERTIFICATE_KEY, which must be kept secret and backed up, and "
        "the public key that belongs into CERTIFICATE_FORMER_KEYS once another key signs."
    )

    def handle(self, *args, **options):
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw()
        self.stdout.write(f"CERTIFICATE_KEY={base64url(key.private_bytes_raw())}")
        self.stdout.write(f"public key: {base64url(public)}  id: {key_id(public)}")
