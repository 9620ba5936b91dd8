"""Reads the variables of the environment for the settings."""

import base64
import binascii
import os
import secrets

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
LEAST_OF_TOKEN = 32


def env_choice(name, default, choices):
    """Return the variable's text, one of ``choices``; raise ImproperlyConfigured otherwise."""
    value = os.environ.get(name, "") or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def env_required(name, is_required):
    """Return the variable's text; raise ImproperlyConfigured when it is required and empty."""
    value = os.environ.get(name, "")
    if not value and is_required:
        raise ImproperlyConfigured(f"{name} must be set when ICMA_PORTAL_ENV is production.")
    return value


def env_bool(name, default):
    """Return the variable as a boolean; raise ImproperlyConfigured unless it is true or false."""
    value = os.environ.get(name, "").lower() or str(default).lower()
    if value not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value == "true"


def env_list(name):
    """Return the comma-separated variable as a list without empty items."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def env_number(name, default):
    """Return the variable as a whole number; raise ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "") or str(default)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def local_secret_key(path):
    """Return the key kept in ``path``, made on first use, so that local sessions survive."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


def env_token(name):
    """Return the variable's text, "" if unset; raise ImproperlyConfigured if it can be guessed."""
    value = os.environ.get(name, "")
    if value and len(value) < LEAST_OF_TOKEN:
        raise ImproperlyConfigured(f"{name} must have at least {LEAST_OF_TOKEN} characters.")
    return value


def env_keys(name):
    """Return the comma-separated Ed25519 keys of the variable, each as 32 bytes.

    They are written in base64url without padding (43 characters). Raises ImproperlyConfigured for
    anything else; the message does not repeat what may be a secret.
    """
    return [_key(name, text) for text in env_list(name)]


def _key(name, text):
    try:
        key = base64.urlsafe_b64decode(text.rstrip("=") + "=")
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} must hold {KEY_BYTES} bytes in base64url.")
    return key


def local_signing_key(path):
    """Return the 32 bytes kept in ``path``, made by whichever process first needs them."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{os.getpid()}")
        own.touch(mode=0o600)
        own.write_bytes(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(own, path)
        except FileExistsError:
            pass  # Another process was faster: its key is the key.
        finally:
            own.unlink()
    return path.read_bytes()
