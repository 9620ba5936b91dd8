"""What awaits a member of staff. Every room registers what it knows of; the start page shows it."""

from typing import NamedTuple

_sources = []


class Task(NamedTuple):
    """Something to be done: a sentence in the reader's language, how many, and where."""

    sentence: str
    count: int
    address: str


def register_tasks(source):
    """Let ``source(user)`` give Tasks for the start page; it is returned, to serve as decorator.

    A source gives only what ``user`` has the right to act on.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def tasks_for(user):
    """Return the Tasks that await ``user``, without those of which there are none."""
    return [task for source in _sources for task in source(user) if task.count]
