"""Issuing certificates for those who attended a training session."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from china_center.models import Attendance, Certificate
from icma_portal.search.following import deferring

from .characters import named, unprintable


@dataclass(frozen=True)
class Verdict:
    """Whether a participant is due a certificate; ``reason`` (lazy) says why not."""

    attendance: Attendance
    certificate: Certificate | None = None
    reason: str = ""

    @property
    def participant(self):
        return self.attendance.name

    @property
    def is_due(self):
        return not self.certificate and not self.reason


def verdicts(session):
    """Return a Verdict for each participant of a session, in the order of the list.

    Due is who attended and, where the program includes assessment, passed it; who was given a
    certificate is never due again, whatever became of it.
    """
    rows = session.attendances.order_by("pk")
    issued = {
        each.attendance_id: each for each in Certificate.objects.filter(attendance__session=session)
    }
    must_pass = session.program.includes_assessment
    return [_verdict(each, issued.get(each.pk), must_pass) for each in rows]


def _verdict(attendance, certificate, must_pass):
    if certificate:
        return Verdict(attendance, certificate=certificate)
    if not attendance.attended:
        return Verdict(attendance, reason=_("Did not attend"))
    if must_pass and attendance.result != Attendance.Result.PASSED:
        return Verdict(attendance, reason=attendance.get_result_display())
    if lacking := unprintable(attendance.name):
        told = _("The fonts of certificates have no glyph for %(characters)s.")
        return Verdict(attendance, reason=told % {"characters": named(lacking)})
    return Verdict(attendance)


@transaction.atomic
def issue(session, issued_on, expires_on=None):
    """Issue a certificate for each participant who is due one; return them, all or none.

    The participants are locked first, so that of two issues at once the second finds nothing left.
    """
    list(session.attendances.select_for_update().order_by("pk").values_list("pk"))
    with deferring():
        return [
            Certificate.objects.create(
                holder_name=each.attendance.name,
                may_show_name=each.attendance.may_show_name,
                session=session,
                attendance=each.attendance,
                issued_on=issued_on,
                expires_on=expires_on,
            )
            for each in verdicts(session)
            if each.is_due
        ]
