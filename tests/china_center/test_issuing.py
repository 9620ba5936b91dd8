"""Row 52: certificates are issued from attendance, once each, with numbers that none shares."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from china_center.certification.issuing import issue, verdicts
from china_center.models import Attendance, Certificate, CertificateCounter
from china_center.models.certification import next_number
from icma_portal.publishing.models import Version

from .training import ISSUED, make_certificate, make_session

pytestmark = pytest.mark.django_db
NAMES = ["张三", "José Ángel", "𠮷㛃"]


def address(session):
    return reverse("admin:china_center_trainingsession_certificates", args=[session.pk])


def posted(**values):
    return {"issued_on": "2026-05-01", "expires_on": "", **values}


def test_numbers_count_up_within_the_year_of_issue():
    years = [2026, 2026, 2025, 2026]

    certificates = [make_certificate(issued_on=datetime.date(year, 3, 1)) for year in years]

    assert [each.number for each in certificates] == [
        *("ICMACC-2026-00001", "ICMACC-2026-00002", "ICMACC-2025-00001", "ICMACC-2026-00003")
    ]
    certificates[-1].delete()
    assert make_certificate(issued_on=datetime.date(2026, 3, 1)).number == "ICMACC-2026-00004"


def test_a_number_that_was_taken_back_is_given_again_and_one_that_stands_never():
    with transaction.atomic():
        first = next_number(2030)
        transaction.set_rollback(True)

    assert next_number(2030) == first
    assert next_number(2030) != first
    make_certificate()
    CertificateCounter.objects.update(last=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_certificate()


def test_a_certificate_that_is_saved_again_keeps_its_number():
    certificate = make_certificate()
    number = certificate.number
    certificate.issued_on = datetime.date(2030, 1, 1)

    certificate.save()

    certificate.refresh_from_db()
    assert certificate.number == number


@pytest.mark.parametrize("includes_assessment", [True, False])
def test_row_52_who_attended_and_passed_is_due_one(includes_assessment):
    session = make_session(includes_assessment=includes_assessment)
    for name, attended, result in [
        ("passed", True, "passed"),
        ("failed", True, "failed"),
        ("unassessed", True, "none"),
        ("absent", False, "passed"),
        ("unprintable علي", True, "passed"),
    ]:
        Attendance.objects.create(session=session, name=name, attended=attended, result=result)

    issued = issue(session, ISSUED)

    due = ["passed"] if includes_assessment else ["passed", "failed", "unassessed"]
    assert [each.holder_name for each in issued] == due
    left = {each.attendance.name for each in verdicts(session) if each.reason}
    assert left == {"passed", "failed", "unassessed", "absent", "unprintable علي"} - set(due)


def test_an_issue_that_is_repeated_gives_nobody_a_second_one(admin_client):
    session = make_session(NAMES, may_show_name=True)

    first = admin_client.post(address(session), posted(expires_on="2029-05-01"), follow=True)
    again = admin_client.post(address(session), posted(), follow=True)

    assert "3 certificates were issued." in first.content.decode()
    assert "none was issued" in again.content.decode()
    certificates = Certificate.objects.filter(session=session).order_by("number")
    assert [each.holder_name for each in certificates] == NAMES
    assert len({each.code for each in certificates}) == 3
    for each in certificates:
        assert each.may_show_name
        assert (each.issued_on.year, each.expires_on.year) == (2026, 2029)
        assert Version.objects.filter(object_id=each.pk, content_type__model="certificate").exists()


def test_who_lost_one_or_got_it_anew_is_not_due_another():
    session = make_session(NAMES)
    first, second, _third = issue(session, ISSUED)
    first.revoke()
    new = second.issue_anew()

    assert issue(session, ISSUED) == []
    assert Certificate.objects.filter(session=session).count() == 4
    assert (new.session, new.attendance) == (session, None)


def test_the_database_holds_a_second_one_of_the_same_attendance_off():
    session = make_session(NAMES[:1])
    issue(session, ISSUED)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_certificate(attendance=session.attendances.get())


def test_all_are_issued_or_none(monkeypatch):
    session = make_session(NAMES)
    made = Certificate.objects.create
    calls = []

    def failing(**values):
        calls.append(values)
        if len(calls) == 3:
            raise RuntimeError
        return made(**values)

    monkeypatch.setattr(Certificate.objects, "create", failing)
    with pytest.raises(RuntimeError):
        issue(session, ISSUED)

    assert not Certificate.objects.filter(session=session).exists()


def test_later_participants_get_theirs_later():
    session = make_session(NAMES[:2])
    issue(session, ISSUED)
    Attendance.objects.create(session=session, name="Late", attended=True)

    assert [each.holder_name for each in issue(session, ISSUED)] == ["Late"]


def test_dates_that_contradict_each_other_are_refused(admin_client):
    session = make_session(NAMES)

    response = admin_client.post(address(session), posted(expires_on="2026-04-30"))

    assert response.status_code == 422
    assert "It would expire before it was issued." in response.content.decode()
    assert not Certificate.objects.filter(session=session).exists()


def test_participants_are_listed_on_the_form_of_the_session(admin_client):
    session = make_session(NAMES[:1])
    page = admin_client.get(
        reverse("admin:china_center_trainingsession_change", args=[session.pk])
    ).content.decode()

    assert "attendances-0-name" in page
    assert "张三" in page
    assert address(session) in page


@pytest.mark.parametrize(
    ("language", "words"), [("en", "How to begin"), ("zh-hans", "尚未签发任何证书")]
)
def test_staff_are_told_how_to_begin(admin_client, settings, language, words):
    admin_client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    listing = reverse("admin:china_center_certificate_changelist")

    empty = admin_client.get(listing).content.decode()
    make_certificate()
    filled = admin_client.get(listing).content.decode()

    assert words in empty
    assert words not in filled
    session = make_session()
    told = admin_client.get(address(session)).content.decode()
    assert ("no participants yet" if language == "en" else "尚无学员") in told


def test_the_list_of_a_session_loads_with_few_queries(admin_client, django_assert_max_num_queries):
    session = make_session([f"Participant {number}" for number in range(40)])
    issue(session, localdate())

    with django_assert_max_num_queries(25):
        admin_client.get(address(session))
