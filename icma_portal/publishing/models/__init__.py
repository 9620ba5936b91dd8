"""What can be published, and what is kept of the work on it."""

from .presence import Presence, note_presence
from .publishable import Publishable, PublishableQuerySet, may_view_unpublished
from .reviews import ReviewNote
from .revisions import PreviewLink, Revision
from .versions import Version

__all__ = [
    "Presence",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "ReviewNote",
    "Revision",
    "Version",
    "may_view_unpublished",
    "note_presence",
]
