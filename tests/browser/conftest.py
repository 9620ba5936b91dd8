"""A portal of its own for the browser: real content, in a directory that goes with the session."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests import prepared
from tools import find_chromium, portal_pages

from . import states

PASSWORD = "a-pass-word-for-tests"
MAKE_STAFF = f"""
from django.contrib.auth.models import User
User.objects.filter(username="editor").exists() or User.objects.create_superuser(
    "editor", "editor@portal.example", "{PASSWORD}")
"""


@pytest.fixture(scope="session")
def portal_environment(tmp_path_factory, shared_directory):
    """The variables of the portal that the browser asks; it lives on a copy of its own."""
    directory = tmp_path_factory.mktemp("portal") / "var"
    shutil.copytree(prepared.prepared_portal(shared_directory), directory)
    (directory / "static").symlink_to(prepared.prepared_static_files(shared_directory))
    return prepared.environment(directory)


@pytest.fixture(scope="session")
def portal(portal_environment):
    """Yield the address of a portal that runs as `make run` serves it."""
    with portal_pages.running_portal(portal_environment) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    path = find_chromium.find()
    if path is None:
        pytest.fail(" ".join(find_chromium.NOTICE))
    # Playwright's event loop stays in this thread, where later tests ask the database as before.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*find_chromium.ARGUMENTS])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def half_translated(portal, portal_environment):
    """Keep, while a module runs, a record in English only and one in Chinese only."""
    prepared.run(states.MAKE_HALF_TRANSLATED, portal_environment)
    yield
    prepared.run(states.REMOVE_HALF_TRANSLATED, portal_environment)


@pytest.fixture(scope="session")
def signed_in(browser, portal, portal_environment):
    """The cookies of a superuser."""
    prepared.run(MAKE_STAFF, portal_environment)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{portal}/admin/login/")
    page.locator("#id_username").fill("editor")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").first.click()
    state = context.storage_state()
    context.close()
    return state
