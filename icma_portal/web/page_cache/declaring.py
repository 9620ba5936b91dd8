"""Which views give everybody the same page, and what parameters of the address they know.

A view whose page depends on anything but host, path and these parameters must not be declared.
"""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation


def same_for_all(*parameters):
    """Declare a view function; classes declare themselves by ``page_parameters``."""

    def declare(view):
        view.page_parameters = frozenset(parameters)
        return view

    return declare


def parameters_of(path):
    """Return the parameters of the declared view behind a path; None where there is none."""
    # The prefix of another language than the active one leads nowhere.
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            view = resolve(path).func
    except Resolver404:
        return None
    return declared_parameters(view)


def declared_parameters(view):
    """Return what a view, or the class that it was made of, declares; None for nothing."""
    declared = getattr(getattr(view, "view_class", view), "page_parameters", None)
    return frozenset(declared()) if callable(declared) else declared
