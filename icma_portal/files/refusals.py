"""A refusal that is not the file's own fault."""

from django.utils.translation import gettext as _

from .gate.verdicts import Refused


class NoRoom(Refused):
    """The storage is full: nothing of the file was kept."""

    def __init__(self):
        super().__init__(
            _("The server has no room left for this file. Nothing was saved; tell the technicians.")
        )
