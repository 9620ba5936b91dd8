"""A portal of its own for the browser: real content, in a directory that goes with the session."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tools import find_chromium, portal_pages

from . import states

ROOT = Path(__file__).resolve().parents[2]
STEPS = (
    ["migrate", "-v", "0"],
    ["load_content"],
    ["make_fact_sheets"],
    ["collectstatic", "--noinput"],
)


@pytest.fixture(scope="session")
def portal_environment(tmp_path_factory):
    """The variables of the portal that the browser asks."""
    environment = {
        **os.environ,
        "ICMA_PORTAL_ENV": "local",
        "ICMA_PORTAL_VAR_DIR": str(tmp_path_factory.mktemp("portal")),
    }
    environment.pop("DATABASE_URL", None)
    return environment


@pytest.fixture(scope="session")
def portal(portal_environment):
    """Yield the address of a portal that runs as `make run` serves it."""
    environment = portal_environment
    for step in STEPS:
        subprocess.run(
            [sys.executable, "manage.py", *step],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
        )
    with portal_pages.running_portal(environment) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    path = find_chromium.find()
    if path is None:
        pytest.fail(" ".join(find_chromium.NOTICE))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*find_chromium.ARGUMENTS])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def half_translated(portal, portal_environment):
    """Keep, while a module runs, a record in English only and one in Chinese only."""
    run_code(states.MAKE_HALF_TRANSLATED, portal_environment)
    yield
    run_code(states.REMOVE_HALF_TRANSLATED, portal_environment)


def run_code(code, environment):
    """Run Python code within the portal that the browser asks."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
