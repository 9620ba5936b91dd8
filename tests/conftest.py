"""The database of the tests holds the portal's real content, loaded once a session."""

import pytest
from django.conf import settings
from django.test.utils import override_settings
from django.utils import translation

from icma_portal.content.loader import load, read_entries
from publications.fact_sheets.build import build_all


def pytest_configure(config):
    if settings.ENVIRONMENT != "test":
        pytest.exit("Run the tests with `make test`, or set ICMA_PORTAL_ENV=test.", returncode=4)


@pytest.fixture(scope="session")
def private_files(tmp_path_factory):
    """A directory for stored files that the whole session shares."""
    directory = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=directory):
        yield directory


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, private_files):
    """Add the content and its fact sheets to the fresh database."""
    with django_db_blocker.unblock():
        load(read_entries())
        build_all()


@pytest.fixture(autouse=True)
def _plain_settings(settings):
    settings.SITE_ADDRESS = "https://portal.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _english():
    """A request leaves its language active in the thread; no test starts in another one's."""
    with translation.override("en"):
        yield


@pytest.fixture
def staff(django_user_model):
    """A superuser: sees what is not published."""
    return django_user_model.objects.create_superuser(
        "editor", "editor@portal.example", "a-pass-word"
    )
