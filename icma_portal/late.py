"""Libraries that are loaded when they are first needed."""

from importlib import import_module


class Late:
    """A module that is imported when something of it is first asked for.

    For large libraries that a process which only shows pages may never need.
    """

    def __init__(self, name):
        self._name = name

    def __getattr__(self, attribute):
        return getattr(import_module(self._name), attribute)
