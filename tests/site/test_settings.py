"""Settings fail loudly, and are safe with no environment at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ICMA_PORTAL_ENV": "production",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal@db/portal",
}


def start(tmp_path, code="", **environment):
    """Import the settings in a process of its own; return (exit code, output)."""
    clean = {"PATH": os.environ["PATH"], "ICMA_PORTAL_VAR_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", f"from icma_portal import settings\n{code}"],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def test_without_environment_the_portal_is_local_and_shows_no_traces(tmp_path):
    code = "print(settings.DEBUG, settings.ALLOWED_HOSTS, len(settings.SECRET_KEY) > 50)"

    assert start(tmp_path, code) == (0, "False ['localhost', '127.0.0.1', '[::1]'] True\n")


def test_local_secret_key_is_kept_and_private(tmp_path):
    first = start(tmp_path, "print(settings.SECRET_KEY)")
    second = start(tmp_path, "print(settings.SECRET_KEY)")

    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_refuses_to_start_without(tmp_path, missing):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    code, output = start(tmp_path, **environment)

    assert code != 0
    assert f"{missing} must be set when ICMA_PORTAL_ENV is production." in output


def test_production_starts_with_all_of_them(tmp_path):
    code = "print(settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0)"

    assert start(tmp_path, code, **PRODUCTION) == (0, "False True True\n")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ICMA_PORTAL_ENV", "prod", "ICMA_PORTAL_ENV must be one of"),
        ("SECURE_SSL_REDIRECT", "yes", "SECURE_SSL_REDIRECT must be true or false, not 'yes'."),
    ],
)
def test_a_wrong_value_is_named(tmp_path, name, value, sentence):
    code, output = start(tmp_path, **{**PRODUCTION, name: value})

    assert code != 0
    assert sentence in output


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"FILES_ACCEL_PREFIX": "stored"}, "FILES_ACCEL_PREFIX must be a path"),
        ({"FILES_ACCEL_PREFIX": "/a/", "FILES_S3_BUCKET": "b"}, "not for S3"),
    ],
)
def test_a_way_out_that_cannot_work_stops_the_start(tmp_path, environment, reason):
    code, output = start(tmp_path, **environment)

    assert code != 0
    assert reason in output


def test_a_bucket_is_used_when_it_is_named(tmp_path):
    code = "print(settings.STORAGES['default']['BACKEND'].rpartition('.')[2])"

    assert start(tmp_path, code) == (0, "PrivateStorage\n")
    assert start(tmp_path, code, FILES_S3_BUCKET="files") == (0, "BucketStorage\n")


def test_the_deployment_check_has_nothing_to_say(tmp_path):
    code = (
        "import django, os\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'icma_portal.settings'\n"
        "django.setup()\n"
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    key = "a-key-of-fifty-letters-and-more-with-Many-0thers-in-it-x7"

    code, output = start(tmp_path, code, **{**PRODUCTION, "SECRET_KEY": key})

    assert (code, output) == (0, "System check identified no issues (0 silenced).\n")
