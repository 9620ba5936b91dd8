"""What can be published, and what is kept of the work on it."""

from .publishable import Publishable, PublishableQuerySet, may_view_unpublished
from .versions import Version

__all__ = ["Publishable", "PublishableQuerySet", "Version", "may_view_unpublished"]
