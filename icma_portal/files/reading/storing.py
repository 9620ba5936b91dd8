"""Reads a version of a PDF, a few pages in one child, and stores what was found."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.db import transaction

from icma_portal.files.limited import MEGABYTE, ChildFailed, Limits, run_limited
from icma_portal.files.models import PageImage, PageText, Reading

# What children do; only they import it.
DESCRIBE = "icma_portal.files.reading.pages:describe"
READ_PAGES = "icma_portal.files.reading.pages:read_pages"
# Covers on cards and pages, at one and two pixels to the point; then a page to be read.
COVER_WIDTHS = (240, 480)
PAGE_WIDTHS = (560, 1120)
# Beyond, a document is read from its file; its text is still stored for the search.
MOST_PICTURED = 300
BATCH = 8
LIMITS = Limits(memory=300 * MEGABYTE, cpu=40, wall=120)
PAGE_LIMITS = Limits(memory=300 * MEGABYTE, cpu=10, wall=30)

logger = logging.getLogger(__name__)


def read_version(version):
    """Read a version from its beginning and return its Reading; nothing of an earlier try stays.

    A page that takes too much is skipped and counted; a file that cannot be read at all leaves
    the state FAILED.
    """
    reading = _begin(version)
    try:
        with version.file.open("rb") as file:
            _describe(reading, file)
            _read_all(reading, file)
        reading.state = Reading.State.DONE
    except (ChildFailed, OSError):
        logger.exception("The version %s of a file cannot be read.", version.pk)
        reading.state = Reading.State.FAILED
    reading.save()
    return reading


def _begin(version):
    with transaction.atomic():
        for each in version.page_images.all():
            each.delete()
        version.page_texts.all().delete()
        empty = {"pages_read": 0, "pages_skipped": 0, "has_text": False}
        reading, _created = Reading.objects.update_or_create(
            version=version, defaults={"state": Reading.State.RUNNING, **empty}
        )
    return reading


def _describe(reading, file):
    facts = run_limited(DESCRIBE, file, limits=LIMITS).facts
    reading.title = clean(facts["title"])
    reading.language = clean(facts["language"])
    reading.is_tagged = facts["is_tagged"] is True


def clean(text):
    """Return a text from a file without what no database takes."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _read_all(reading, file):
    for first in range(1, reading.version.pages + 1, BATCH):
        last = min(first + BATCH - 1, reading.version.pages)
        try:
            _read(reading, file, first, last, LIMITS)
        except ChildFailed:
            for number in range(first, last + 1):
                _read_or_skip(reading, file, number)


def _read_or_skip(reading, file, number):
    try:
        _read(reading, file, number, number, PAGE_LIMITS)
    except ChildFailed as error:
        logger.warning("Page %s of %s is skipped: %s", number, reading.version_id, error.kind)
        reading.pages_skipped += 1
        reading.save()


def _read(reading, file, first, last, limits):
    widths = PAGE_WIDTHS if first <= MOST_PICTURED else ()
    arguments = (first, last, (*COVER_WIDTHS, *widths), widths)
    answer = run_limited(READ_PAGES, file, *arguments, limits=limits)
    with transaction.atomic():
        _store(reading, answer)
        reading.save()


def _store(reading, answer):
    texts, start = [], 0
    for page in answer.facts["pages"]:
        text = clean(page["text"])
        texts.append(PageText(version=reading.version, number=page["number"], text=text))
        reading.has_text = reading.has_text or bool(text.strip())
        for width, height, length in page["pictures"]:
            data = answer.data[start : start + length]
            _store_picture(reading.version, page["number"], (width, height), data)
            start += length
    PageText.objects.bulk_create(texts)
    reading.pages_read += len(texts)


def _store_picture(version, number, size, data):
    picture = PageImage(
        version=version,
        number=number,
        width=size[0],
        height=size[1],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    picture.file.save("page.webp", ContentFile(data), save=False)
    picture.save()
