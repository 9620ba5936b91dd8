"""Where stored files live: under names that say nothing and cannot be guessed."""

import secrets
from pathlib import PurePosixPath


def opaque_name(instance, filename):
    """Return a random path for a new file; only the extension of ``filename`` is kept."""
    extension = PurePosixPath(filename).suffix.lower()
    token = opaque_key()
    return f"{token[:2]}/{token}{extension}"


def opaque_key():
    """Return 32 random hexadecimal digits."""
    return secrets.token_hex(16)
