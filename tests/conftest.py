"""The database of the tests holds the portal's real content, made once a run."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test.utils import override_settings
from django.utils import translation

from icma_portal.bilingual.templatetags.kept_words import KeptTranslateNode
from icma_portal.search.templatetags import facet_boxes
from icma_portal.web import kept
from icma_portal.web.frames import OnceNode

from . import prepared

# Whoever asks for one of these, or bears the mark, talks to the database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
LEFT_OUT = pytest.StashKey[int]()


def pytest_configure(config):
    if settings.ENVIRONMENT != "test":
        pytest.exit("Run the tests with `make test`, or set ICMA_PORTAL_ENV=test.", returncode=4)


def pytest_addoption(parser):
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out the tests that no database can change",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--only-database"):
        same = [item for item in items if not depends_on_the_database(item)]
        items[:] = [item for item in items if depends_on_the_database(item)]
        config.hook.pytest_deselected(items=same)
        note_left_out(config, len(same))


def note_left_out(config, number):
    """Keep the number for the summary, which another process may print."""
    config.stash[LEFT_OUT] = number
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = number


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    if number := getattr(node, "workeroutput", {}).get("left_out"):
        node.config.stash[LEFT_OUT] = number


def pytest_terminal_summary(terminalreporter, config):
    if number := config.stash.get(LEFT_OUT, 0):
        words = f"{number} tests left out: no database can change them"
        terminalreporter.write_sep("=", words, bold=True)


def depends_on_the_database(item):
    """Return whether a test asks the database, and its finding may differ between two of them."""
    asks = item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(item.fixturenames)
    return bool(asks) and not item.get_closest_marker("one_database")


@pytest.fixture(scope="session")
def shared_directory(request, tmp_path_factory):
    """The directory that the workers of this run have in common.

    With ``--reuse-db`` later runs find there what an earlier one has made, right or not: after a
    change of models, migrations or content, ``rm -r var/tests``.
    """
    if request.config.getoption("reuse_db"):
        return prepared.lasting_directory()
    return prepared.shared_directory(tmp_path_factory)


@pytest.fixture(scope="session")
def prepared_portal(shared_directory, django_db_blocker):
    """A directory with the files of a portal that has all its content, not to be changed."""
    with django_db_blocker.unblock():
        return prepared.prepared_portal(shared_directory, prepared.DATABASE_URL)


@pytest.fixture(scope="session")
def private_files(tmp_path_factory, prepared_portal):
    """A directory for stored files that the whole session shares."""
    directory = tmp_path_factory.mktemp("private") / "files"
    shutil.copytree(prepared_portal / "files", directory)
    with override_settings(MEDIA_ROOT=directory):
        yield directory


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, prepared_portal, private_files):
    """Take pytest-django's place: a copy of the prepared database instead of an empty one."""
    with django_db_blocker.unblock():
        prepared.use_copy(prepared_portal)
    yield
    with django_db_blocker.unblock():
        prepared.remove_copy()


@pytest.fixture(autouse=True)
def _nothing_kept_of_other_tests():
    """What is counted by address lives in the process, and so do the pieces of pages.

    Pieces end with the content; tests also change settings and translations.
    """
    for each in caches.all(initialized_only=True):
        each.clear()
    kept.forget()
    OnceNode.forget()
    KeptTranslateNode.forget()
    facet_boxes.around.cache_clear()


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
