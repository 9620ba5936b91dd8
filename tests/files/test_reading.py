"""Reading a PDF: its texts, its pictures, what it says of itself, and what goes wrong."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from pikepdf import Dictionary
from PIL import Image

from icma_portal.files.gate.verdicts import Judged
from icma_portal.files.models import PageImage, PageText, Reading
from icma_portal.files.reading import storing
from icma_portal.files.reading.notes import notes_of, state_of
from icma_portal.files.reading.reflow import paragraphs
from icma_portal.files.reading.storing import read_version
from publications.models import Document
from tests.factories import make_document

from .good_files import chinese, scanned, tagged
from .pdf_files import nested_forms, plain_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def read(data, **values):
    return read_version(make_document(data=data, **values).current)


@pytest.fixture
def pages_of_paper(monkeypatch):
    """Documents whose content the gate would not take, as it may be with files of older days."""

    def judge(upload):
        return Judged(upload, "application/pdf", ".pdf", pages=3)

    monkeypatch.setattr(Document, "judge", staticmethod(judge))


def test_each_page_gives_its_text_and_its_pictures():
    reading = read(plain_pdf(2))

    texts = PageText.objects.filter(version=reading.version)
    assert [(each.number, each.text) for each in texts] == [
        (1, "Rivers and cities 1"),
        (2, "Rivers and cities 2"),
    ]
    images = PageImage.objects.filter(version=reading.version)
    assert [(each.number, each.width) for each in images] == [
        *[(1, width) for width in (240, 480, 560, 1120)],
        *[(2, width) for width in (560, 1120)],
    ]
    assert (reading.state, reading.pages_read, reading.has_text) == ("done", 2, True)


def test_a_picture_of_a_page_is_webp_of_the_size_that_is_said():
    image = read(plain_pdf()).version.page_images.get(width=560)

    with image.file.open("rb") as file:
        data = file.read()
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (image.width, image.height))
    assert (image.size, image.height) == (len(data), round(560 * 842 / 595))


def test_reading_again_leaves_one_of_everything(django_capture_on_commit_callbacks):
    first = read(plain_pdf(2))
    with django_capture_on_commit_callbacks(execute=True):
        again = read_version(first.version)

    assert again.pk == first.pk
    assert again.pages_read == PageText.objects.filter(version=first.version).count() == 2
    assert PageImage.objects.filter(version=first.version).count() == 6


def test_title_language_and_tags_are_read_from_the_file():
    reading = read(plain_pdf(change=tagged), language="zh-hans")

    assert (reading.title, reading.language, reading.is_tagged) == ("城市交汇点", "zh-CN", True)
    assert notes_of(reading, "zh-hans") == []


def test_chinese_is_read_as_chinese():
    reading = read(plain_pdf(change=chinese), language="zh-hans")

    assert reading.version.page_texts.get().text == "城市交汇点"


def test_a_scan_is_found_to_have_no_text():
    reading = read(scanned(pages=1))

    assert reading.has_text is False
    assert [note.partition(":")[0] for note in notes_of(reading, "en")] == [
        "Its pages are pictures only",
        "It has no title in its properties.",
        "It does not say in which language it is.",
    ]


def test_staff_are_told_that_a_file_is_not_tagged_or_of_another_language():
    reading = Reading(state="done", has_text=True, title="A", language="es-ES", pages_skipped=2)

    assert [note[:24] for note in notes_of(reading, "en")] == [
        "It is not tagged: screen",
        "It says that its languag",
        "2 of its pages could not",
    ]
    assert notes_of(None, "en") == []
    assert notes_of(Reading(state="running"), "en") == []


def test_the_state_tells_how_far_the_reading_is():
    version = make_document(data=plain_pdf(3)).current
    reading = Reading.objects.get(version=version)

    assert (state_of(None), state_of(reading)) == ("Not read yet", "Waiting to be read")
    reading.state, reading.pages_read = Reading.State.RUNNING, 1
    assert state_of(reading) == "Being read: 1 of 3 pages"


def test_a_page_that_takes_too_much_is_skipped_and_the_others_are_read(pages_of_paper, monkeypatch):
    def change(pdf):
        pdf.pages[1].Contents = pdf.make_stream(b"/F Do")
        pdf.pages[1].Resources = forms_within_forms(pdf)

    monkeypatch.setattr(storing, "LIMITS", storing.LIMITS._replace(cpu=2))
    monkeypatch.setattr(storing, "PAGE_LIMITS", storing.PAGE_LIMITS._replace(cpu=1))
    reading = read(plain_pdf(3, change=change))

    assert [each.number for each in reading.version.page_texts.all()] == [1, 3]
    assert (reading.state, reading.pages_read, reading.pages_skipped) == ("done", 2, 1)


def forms_within_forms(pdf):
    """Return resources like those of ``nested_forms()``, for a page of another document."""
    with pikepdf.open(BytesIO(nested_forms())) as other:
        return Dictionary(
            XObject=Dictionary(F=pdf.copy_foreign(other.pages[0].Resources.XObject.F))
        )


def test_a_file_that_cannot_be_read_leaves_the_state_that_says_so(pages_of_paper):
    reading = read(b"%PDF-1.7 nothing")

    assert Reading.objects.get(pk=reading.pk).state == Reading.State.FAILED
    assert not reading.version.page_texts.exists()


def test_a_lost_file_leaves_the_state_that_says_so():
    version = make_document(data=plain_pdf()).current
    version.file.storage.delete(version.file.name)

    assert read_version(version).state == Reading.State.FAILED


def test_a_new_version_is_read_in_the_background(settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": settings.TASK_BACKENDS["immediate"]}}
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document(data=plain_pdf())
    assert Reading.objects.get(version=document.current).state == Reading.State.DONE

    with django_capture_on_commit_callbacks(execute=True):
        document.file = ContentFile(plain_pdf(2), name="b.pdf")
        document.save()
    assert document.current.page_texts.count() == 2


def test_a_worker_takes_the_work_from_the_database(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    # The worker drops a connection that is within a transaction, as every test's is.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": settings.TASK_BACKENDS["database"]}}
    with django_capture_on_commit_callbacks(execute=True):
        version = make_document(data=plain_pdf()).current
    assert Reading.objects.get(version=version).state == Reading.State.WAITING

    with django_capture_on_commit_callbacks(execute=True):
        call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False)

    assert Reading.objects.get(version=version).state == Reading.State.DONE


def test_what_a_killed_worker_left_is_read_once_it_has_not_moved_for_long(settings):
    settings.TASKS = {"default": {"BACKEND": settings.TASK_BACKENDS["immediate"]}}
    killed, busy, waiting = (make_document(data=plain_pdf()).current for _each in range(3))
    ago = timezone.now() - timedelta(minutes=11)
    of = Reading.objects.filter
    of(version__in=[killed, busy]).update(state=Reading.State.RUNNING)
    of(version__in=[killed, waiting]).update(updated_at=ago)

    call_command("read_files", left=True)

    states = [Reading.objects.get(version=each).state for each in (killed, busy, waiting)]
    assert states == [Reading.State.DONE, Reading.State.RUNNING, Reading.State.WAITING]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("", ""),
        ("one\r\ntwo three", "one\ntwo three"),
        ("a line of many words that\r\ngoes on here", "a line of many words that goes on here"),
        ("partner\ufffe\r\nship of many cities", "partnership of many cities"),
        ("城市之间的伙伴关系\r\n有很多种形式。", "城市之间的伙伴关系有很多种形式。"),
        ("things to see:\r\n• rivers\r\n• mountains", "things to see:\n• rivers\n• mountains"),
        ("nul\0 and \ud800 half", "nul and half"),
        ("a\u00a0b  c", "a b c"),
    ],
)
def test_lines_are_put_together_to_paragraphs(raw, text):
    assert paragraphs(raw) == text
