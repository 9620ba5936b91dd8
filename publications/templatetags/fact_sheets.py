"""Tags for the fact sheets of a record, for the pages of every floor."""

from django import template
from django.utils.html import format_html

from publications.fact_sheets.uploads import uploaded_sheets

register = template.Library()


@register.filter
def say(words):
    """Print words of a fact sheet; those in another language with their ``lang``."""
    tag = getattr(words, "tag", "")
    return format_html('<span lang="{}">{}</span>', tag, words) if tag else words


@register.filter
def at(items, position):
    """Return an item of a sequence by its position."""
    return items[position]


@register.simple_tag(takes_context=True)
def uploaded_fact_sheets(context, record):
    """Return the fact sheets that staff uploaded for a record, of those the visible ones."""
    return uploaded_sheets(record, context.get("user"))
