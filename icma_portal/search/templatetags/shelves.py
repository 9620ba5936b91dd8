"""Cards on the pages of records: those that lists show, and kept with them."""

from django import template
from django.utils.html import format_html_join

from icma_portal.search.lists.cards import cards_of, note_cards

register = template.Library()


@register.simple_tag(takes_context=True)
def cards(context, row):
    """Print the cards of a Row of records."""
    name = row.model._meta.model_name
    shown = pieces(context, row, f"components/{name}_card.html")
    return format_html_join("\n", "{}", ((each,) for each in shown))


@register.simple_tag(takes_context=True)
def pieces(context, row, template, most=None):
    """Return what a template shows of each record of a Row, or of the first ones, as HTML.

    The template knows the record under the name of its model, and nothing of the page.
    """
    name, keys = row.model._meta.model_name, row.keys[:most]
    shown = cards_of(keys, row.records_of, template, row.model, name, row.user, row.kept)
    note_cards(context["request"], shown)
    return [each.html for each in shown]
