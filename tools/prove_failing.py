"""Break what the portal stands on, and count what is lost: `make test-failing`.

PostgreSQL and the portal's processes are killed under editors who save, disks run full, files
cannot be written, the mail server is gone, and a backup is taken while all write. Prints for each
what was lost, what was left half done and how long it took to recover; ends with 1 unless nothing
was lost or half done and all was well again within two seconds. Needs tools/with_postgres.py, and
root to mount a small disk.
"""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "failing"))

import backups
import cases
import disks
from portal import Portal

ON_POSTGRES = (
    cases.database_killed,
    cases.processes_killed,
    disks.uploads_killed,
    disks.reader_killed,
    disks.files_disk_full,
    disks.files_read_only,
    backups.mail_gone,
    backups.backup_under_load,
)
ON_SQLITE = (
    cases.processes_killed,
    disks.uploads_killed,
    disks.database_disk_full,
    backups.backup_under_load,
)


def main():
    database = os.environ.get("DATABASE_URL", "")
    if not database.startswith("postgres"):
        print("make test-failing needs a PostgreSQL: run it by tools/with_postgres.py.")
        return 1
    wanted = sys.argv[1:]
    failed = 0
    for url, all_of in ((database, ON_POSTGRES), ("", ON_SQLITE)):
        chosen = [each for each in all_of if not wanted or each.__name__ in wanted]
        if not chosen:
            continue
        with ExitStack() as stack:
            directory = stack.enter_context(tempfile.TemporaryDirectory())
            portal = Portal(directory, stack, url)
            portal.manage("prepare_site")
            portal.start()
            for case in chosen:
                failed += not holds(case, portal)
    return 1 if failed else 0


def holds(case, portal):
    """Try a case and print its line; return whether it holds."""
    kind = "PostgreSQL" if portal.environment["DATABASE_URL"].startswith("postgres") else "SQLite"
    try:
        told = case(portal)
    except Exception as error:
        print(f"FAILED  {kind}: {case.__doc__} {type(error).__name__}: {error}"[:1500], flush=True)
        return False
    print(f"ok      {kind}: {case.__doc__} ({told})", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
