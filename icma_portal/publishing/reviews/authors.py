"""Who has written what waits to be published, and may therefore not be its only reader.

The rule of four eyes holds where the setting REVIEW_BY_ANOTHER asks for it.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from ..history.timeline import versions_of
from ..models import Publishable

# What a reviewer changes without becoming an author.
SCHEDULE = frozenset({"state", "published_at", "expires_at"})


def authors_of(record):
    """Return the keys of the users who changed ``record`` or its rows since it was last published.

    Whoever only moved it between states has written nothing.
    """
    own = (ContentType.objects.get_for_model(record).pk, record.pk)
    last, authors = {}, set()
    for version in versions_of(type(record), record.pk).order_by("pk"):
        key, data = (version.content_type_id, version.object_id), version.data or {}
        content = content_of(data)
        if version.user_id is not None and content != last.get(key):
            authors.add(version.user_id)
        last[key] = content
        if key == own and data.get("state") == Publishable.State.PUBLISHED:
            authors.clear()
    return authors


def content_of(data):
    """Return the data of a version without its state and moments."""
    return {name: value for name, value in data.items() if name not in SCHEDULE}


def is_own_work(record, user):
    """Return whether ``user`` must leave the publication of ``record`` to somebody else."""
    return settings.REVIEW_BY_ANOTHER and user.pk in authors_of(record)
