"""Row 52: four processes issue at once, on each database: nobody gets two, no number is shared."""

import json
import shutil
import subprocess
import sys
import time

import pytest
from django.db import connection

from tests import prepared

pytestmark = pytest.mark.django_db
SEVERAL, EACH = 4, 10
MAKE_SESSION = """
from china_center.models import Attendance, TrainingProgram, TrainingSession
program = TrainingProgram.objects.create(slug="race", name_en="Race")
session = TrainingSession.objects.create(program=program)
for number in range(20):
    Attendance.objects.create(session=session, name=f"Runner {number}", attended=True)
"""
RACE = f"""
import datetime, json, sys, time
from china_center.certification.issuing import issue
from china_center.models import Certificate, TrainingSession
session, day = TrainingSession.objects.get(program__slug="race"), datetime.date(2031, 5, 1)
time.sleep(max(0, float(sys.argv[1]) - time.time()))
issued = issue(session, day)
alone = [Certificate.objects.create(holder_name="X", issued_on=day) for _ in range({EACH})]
print(json.dumps([len(issued), [each.number for each in [*issued, *alone]]]))
"""


@pytest.fixture
def portal_of_its_own(shared_directory, tmp_path):
    """Return the variables of a portal that other processes may write to."""
    if connection.vendor == "sqlite":
        original = prepared.prepared_portal(shared_directory) / "db.sqlite3"
        shutil.copy(original, tmp_path / "db.sqlite3")
        yield prepared.environment(tmp_path)
        return
    name = prepared.copy_name(f"race_{prepared.worker()}")
    prepared.make_postgres_database(name, template=prepared.prepared_name())
    yield prepared.environment(tmp_path, prepared.renamed(prepared.DATABASE_URL, name))
    prepared.drop_postgres_database(name)


def test_issues_at_once_neither_repeat_nor_share_a_number(portal_of_its_own):
    prepared.run(MAKE_SESSION, portal_of_its_own)
    # By then all have started.
    command = [sys.executable, "-c", prepared.START + RACE, str(time.time() + 6)]
    runners = [
        subprocess.Popen(
            command, cwd=prepared.ROOT, env=portal_of_its_own, stdout=subprocess.PIPE, text=True
        )
        for _ in range(SEVERAL)
    ]
    results = [json.loads(runner.communicate(timeout=90)[0]) for runner in runners]

    assert sorted(count for count, _numbers in results) == [0, 0, 0, 20]
    numbers = sorted(number for _count, each in results for number in each)
    assert numbers == [f"ICMACC-2031-{n:05}" for n in range(1, 21 + SEVERAL * EACH)]
