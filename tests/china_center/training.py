"""A training session with participants, and certificates, for the tests: nobody here is real."""

import datetime

from china_center.models import Attendance, Certificate, TrainingProgram, TrainingSession
from icma_portal.bilingual.partial_dates import PartialDate
from tests.factories import make_city

ISSUED = datetime.date(2024, 5, 1)


def make_session(names=(), includes_assessment=False, **values):
    """Return a session whose participants all attended, and passed where there is a test."""
    number = TrainingProgram.objects.count()
    program = TrainingProgram.objects.create(
        slug=f"program-{number}",
        name_en="City finance",
        name_zh_hans="城市财政",
        includes_assessment=includes_assessment,
    )
    city = make_city(name_en="Testville", name_zh_hans="测试市")
    session = TrainingSession.objects.create(
        program=program, city=city, starts_on=PartialDate("2014-05")
    )
    result = Attendance.Result.PASSED if includes_assessment else Attendance.Result.NONE
    for name in names:
        values = {"attended": True, "result": result, **values}
        Attendance.objects.create(session=session, name=name, **values)
    return session


def make_certificate(**values):
    values.setdefault("holder_name", "" if "holder_city" in values else "José Ángel 𠮷㛃")
    values.setdefault("issued_on", ISSUED)
    return Certificate.objects.create(**values)
