"""The pair, written in Python: the largest part of a card, and there are twenty on a page."""

from django import template
from django.utils.html import format_html, format_html_join

from icma_portal.bilingual.templatetags.bilingual import text
from icma_portal.publishing.templatetags.publishing import is_visible_to
from programs.templatetags.organizations import official_name

from .members import side_of

register = template.Library()
MEMBER = '<li{}>\n<span class="pair-name">{}</span>\n</li>'
MEMBER_AT = '<li{}>\n<span class="pair-name">{}</span>\n<span class="pair-place">{}</span>\n</li>'


@register.simple_tag(takes_context=True)
def pair(context, members):
    """Print members (``partnership.visible_members``), joined by the line of the pair.

    Nothing where there are none.
    """
    if not members:
        return ""
    items = format_html_join("\n", "{}", ((_member(context, each),) for each in members))
    return format_html('<ul class="pair">\n{}\n</ul>', items)


def _member(context, member):
    side = side_of(member)
    if not member.city_id:
        return format_html(MEMBER, side, official_name(context, member.organization))
    city, country = text(context, member.city, "name"), member.city.country
    if not is_visible_to(country, context.get("user")):
        return format_html(MEMBER, side, city)
    return format_html(MEMBER_AT, side, city, text(context, country, "name"))
