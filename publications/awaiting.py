"""Documents whose file is gone, for the staff's start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

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
            address = reverse(
                "admin:publications_publication_change", args=[document.publication_id]
            )
            text = _("The file of a document is missing: %(title)s")
            yield Task(text % {"title": document.publication}, 1, address)
