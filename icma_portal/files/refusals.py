"""Refusals that are not the file's own fault."""

from django.utils.translation import gettext as _

from .gate.verdicts import Refused


class NoRoom(Refused):
    """The storage is full: nothing of the file was kept."""

    def __init__(self):
        super().__init__(
            _("The server has no room left for this file. Nothing was saved; tell the technicians.")
        )


class CannotStore(Refused):
    """The storage takes no files, as where its disk is read-only: nothing of the file was kept."""

    def __init__(self):
        super().__init__(
            _("The server cannot store files now. Nothing was saved; tell the technicians.")
        )
