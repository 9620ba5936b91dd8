"""A running portal with many generated records, for those who press on it."""

import json
import os
import shutil
from pathlib import Path

from load import CORE_OF_LOAD, CORE_OF_SERVER
from portal import Portal
from servers import portal_data


def populated_portal(directory, stack, records):
    """Start a portal on a copy of the records that var/bench keeps.

    Returns it and the slugs of its partnerships. It has one core, and whoever called the other.
    """
    kept = Path(portal_data(directory, records)["environment"]["ICMA_PORTAL_VAR_DIR"])
    shutil.copytree(kept, directory / "var")
    portal = Portal(directory, stack, f"sqlite:///{directory}/var/portal.sqlite3")
    os.sched_setaffinity(0, {CORE_OF_SERVER})
    portal.start()
    os.sched_setaffinity(0, {CORE_OF_LOAD})
    return portal, [each["slug"] for each in json.loads((kept / "records.json").read_text())]


def pressing(visitors, stop, work):
    """Return what ``work`` gives while the visitors press; all of them have gone when it does."""
    for each in visitors:
        each.start()
    try:
        return work()
    finally:
        stop.set()
        for each in visitors:
            each.join()
