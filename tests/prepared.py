"""A portal with all its content, made once a run and copied for each worker of the tests.

Migrations, content files and fact sheets take most of a minute of computing; a copy takes none.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.db import connection

START = "import django; django.setup()\n"
ROOT = Path(__file__).resolve().parents[1]
# The commands that make the portal for the public, in one process.
MAKE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_content")
call_command("make_fact_sheets")
# The one whose pages stand among those of tests/site/pages.py.
from icma_portal.files.reading.storing import read_version
from publications.models import Document
sheet = {"publication__slug": "factsheet-durban-southeast-florida", "language": "en"}
read_version(Document.objects.get(**sheet).current)
from icma_portal.search.indexing import index_pages
index_pages()
# Takes away what the making has noted of changes; else the first page of every test would.
from icma_portal.web.changed_rows import noted_rows
from icma_portal.web.changes import content_version
content_version(), noted_rows()
"""
COLLECT = """
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
"""
DATABASE_URL = os.environ.get("DATABASE_URL", "")


def worker():
    """Return the name of this worker of pytest-xdist, "main" without it."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def shared_directory(tmp_path_factory):
    """Return the temporary directory that the workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker() == "main" else base.parent


def lasting_directory():
    """Return the directory for what outlives a run."""
    directory = ROOT / "var" / "tests"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@contextmanager
def one_at_a_time(directory, name):
    """Keep the other workers of this run waiting meanwhile."""
    with (directory / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment(directory, database_url=""):
    """Return the variables of a portal that lives in ``directory``, on SQLite by default."""
    return {
        **os.environ,
        "ICMA_PORTAL_ENV": "local",
        "ICMA_PORTAL_VAR_DIR": str(directory),
        "DATABASE_URL": database_url,
        # Files are read by the tests that are about that.
        "BACKGROUND": "none",
        # The browser of the tests fills in a form in no time.
        "VISITOR_FORM_SECONDS": "0",
    }


def run(code, variables):
    """Run Python code in a portal of these variables; its output is shown if it fails."""
    done = subprocess.run(
        [sys.executable, "-c", START + code],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The portal of the tests could not be made:\n{done.stderr}")


def prepared_portal(shared, database_url=""):
    """Return a directory with database and files, made by the first worker that asks."""
    directory = shared / ("postgres" if database_url else "sqlite")
    with one_at_a_time(shared, directory.name):
        if not (directory / "ready").exists():
            shutil.rmtree(directory, ignore_errors=True)
            directory.mkdir()
            if database_url:
                make_postgres_database(prepared_name())
                database_url = renamed(database_url, prepared_name())
            run(MAKE, environment(directory, database_url))
            (directory / "ready").touch()
    return directory


def prepared_static_files(shared):
    """Return a directory with the collected static files, made by the first worker that asks."""
    directory = shared / "collected"
    with one_at_a_time(shared, directory.name):
        if not (directory / "ready").exists():
            directory.mkdir(exist_ok=True)
            run(COLLECT, environment(directory))
            (directory / "ready").touch()
    return directory / "static"


def use_copy(prepared):
    """Let this worker's connection lead to a copy of the prepared database."""
    if connection.vendor == "sqlite":
        use_sqlite_copy(prepared / "db.sqlite3")
    else:
        use_postgres_copy()


def use_sqlite_copy(path):
    connection.close()
    connection.settings_dict["NAME"] = "file:memorydb_default?mode=memory&cache=shared"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as source:
        source.backup(connection.connection)


def use_postgres_copy():
    name = copy_name(worker())
    make_postgres_database(name, template=prepared_name())
    connection.close()
    connection.settings_dict["NAME"] = name


def remove_copy():
    """Remove this worker's copy where it would outlive the process."""
    if connection.vendor == "postgresql":
        connection.close()
        drop_postgres_database(copy_name(worker()))


def prepared_name():
    return copy_name("prepared")


def copy_name(suffix):
    """Return the name of a database of the tests, as Django builds it."""
    return f"test_{urlsplit(DATABASE_URL).path.strip('/')}_{suffix}"


def renamed(url, name):
    """Return the address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{quote(name)}").geturl()


def make_postgres_database(name, template="template0"):
    drop_postgres_database(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_postgres_database(name):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
