"""Documents whose file is gone or cannot be read, for the staff's start page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from icma_portal.files.models import Reading
from icma_portal.web.start_page import Task, register_tasks

from .models import Document

# The newest so many are looked at, so that the page stays quick.
LOOKED_AT = 500


@register_tasks
def lost_files(user):
    """Give a Task for each publication with a document whose file cannot be found."""
    if not user.has_perm("publications.change_publication"):
        return
    documents = Document.objects.select_related("publication", "current").order_by("-pk")[
        :LOOKED_AT
    ]
    for document in documents:
        if not document.file.storage.exists(document.file.name):
            yield _task(_("The file of a document is missing: %(title)s"), document)


@register_tasks
def unreadable_files(user):
    """Give a Task for each document that has no text to be heard, or could not be read at all."""
    if not user.has_perm("publications.change_publication"):
        return
    failed = Q(current__reading__state=Reading.State.FAILED)
    pictures = Q(current__reading__state=Reading.State.DONE, current__reading__has_text=False)
    documents = Document.objects.filter(failed | pictures).order_by("-pk")
    for document in documents.select_related("publication", "current__reading")[:LOOKED_AT]:
        if document.is_readable:
            yield _task(_("The pages of a file are pictures only: %(title)s"), document)
        else:
            yield _task(_("A file could not be read: %(title)s"), document)


def _task(sentence, document):
    address = reverse("admin:publications_publication_change", args=[document.publication_id])
    return Task(sentence % {"title": document.publication}, 1, address)
