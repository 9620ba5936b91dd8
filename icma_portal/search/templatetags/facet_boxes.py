"""Prints facets: the longest part of a list, of words that are the same each time."""

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()

# Stands for what differs from request to request; private use, so that no label can hold it.
GAP = "\ue000"


@register.simple_tag
def facet_boxes(facets):
    """Print each Facet that has Options, as boxes to check with their numbers.

    The first one, and those with a choice, are open.
    """
    printed = []
    for number, facet in enumerate(facets):
        if facet.options:
            is_open = number == 0 or any(each.is_selected for each in facet.options)
            before, after = _component("components/facet.html", facet, facet.label, is_open)
            printed += [before, *_choices(facet), after]
    return SafeString("".join(printed))


def _choices(facet):
    for value, label, count, is_selected in facet.options:
        before, after = _component("components/choice.html", facet, label, is_selected, value)
        yield before + str(count) + after


def _component(name, facet, label, is_marked, value=""):
    # Two labels may be equal, and one of them a text that is still to be escaped.
    return around(name, facet.name, str(label), isinstance(label, SafeString), is_marked, value)


@lru_cache(maxsize=4_000)
def around(name, facet, label, is_safe, is_marked, value):
    """Return the HTML of a component before and after its gap."""
    context = {
        "name": facet,
        "value": value,
        "label": SafeString(label) if is_safe else label,
        "is_marked": is_marked,
        "gap": GAP,
    }
    before, _gap, after = get_template(name).render(context).partition(GAP)
    return before, after
