"""What visitors left is deleted when its time has come, and not before."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from icma_portal.files.gate.verdicts import Judged
from icma_portal.models import Attachment, ContactMessage, MessageEntry
from icma_portal.web import personal_data
from icma_portal.web.personal_data import months_before
from tests.factories import pdf_bytes

pytestmark = pytest.mark.django_db


def make_message(state, days):
    """Create a message that was settled so many days ago; None: never."""
    message = ContactMessage.objects.create(
        name="A", email="a@portal.example", message="M", language="en", state=state
    )
    settled = None if days is None else timezone.now() - timedelta(days=days)
    ContactMessage.objects.filter(pk=message.pk).update(
        settled_at=settled, created_at=timezone.now() - timedelta(days=5000)
    )
    return message.pk


def run(*args):
    out = StringIO()
    call_command("delete_personal_data", *args, stdout=out)
    return out.getvalue()


def test_what_is_due_goes_and_nothing_else(settings):
    settings.MESSAGES_KEPT_MONTHS = 24
    kept = {
        make_message("new", None),
        make_message("in_work", None),
        make_message("answered", 700),
        make_message("closed", 700),
        make_message("spam", 29),
    }
    due = {make_message("answered", 735), make_message("closed", 735), make_message("spam", 31)}

    told = run("--dry-run")
    assert set(ContactMessage.objects.values_list("pk", flat=True)) == kept | due
    assert "Messages of visitors: 3 would be deleted" in told

    assert "Messages of visitors: 3 deleted" in run()
    assert set(ContactMessage.objects.values_list("pk", flat=True)) == kept
    assert "Messages of visitors: 0 deleted" in run()


def test_files_notes_and_answers_go_with_it(django_capture_on_commit_callbacks):
    pk = make_message("closed", 5000)
    MessageEntry.objects.create(message_id=pk, kind="note", text="N", author_name="x")
    judged = Judged(ContentFile(pdf_bytes()), "application/pdf", ".pdf")
    attachment = Attachment.put_aside(judged, "plan.pdf")
    attachment.message_id = pk
    attachment.save()
    assert default_storage.exists(attachment.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        run()

    assert (MessageEntry.objects.count(), Attachment.objects.count()) == (0, 0)
    assert not default_storage.exists(attachment.file.name)


def test_many_go_in_batches(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(personal_data, "BATCH", 3)
    for _each in range(8):
        make_message("spam", 100)

    assert "Messages of visitors: 8 deleted" in run()
    assert ContactMessage.objects.count() == 0


def test_a_shorter_setting_deletes_sooner(settings):
    settings.MESSAGES_KEPT_MONTHS = 1
    make_message("closed", 40)

    assert "1 deleted" in run()


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 3, 31), 1, (2024, 2, 29)),
        ((2026, 11, 27), 24, (2024, 11, 27)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 31), 12, (2025, 12, 31)),
        ((2026, 5, 5), 0, (2026, 5, 5)),
    ],
)
def test_months_before(moment, months, before):
    assert months_before(datetime(*moment, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)
