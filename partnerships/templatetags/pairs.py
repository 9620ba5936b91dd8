"""The pair, written in Python: the largest part of a card, and there are twenty on a page."""

from django import template
from django.utils.html import format_html, format_html_join

from icma_portal.bilingual.templatetags.bilingual import text
from icma_portal.publishing.templatetags.publishing import is_visible_to
from partnerships.models import Membership
from programs.templatetags.organizations import official_name

register = template.Library()
OTHER_SIDE = format_html(' class="{}"', "pair-other")


@register.simple_tag(takes_context=True)
def pair(context, members):
    """Print members (``partnership.visible_members``), joined by the line of the pair.

    Nothing where there are none.
    """
    if not members:
        return ""
    items = format_html_join(
        "\n", "<li{}>\n{}\n{}\n</li>", (_told(context, each) for each in members)
    )
    return format_html('<ul class="pair">\n{}\n</ul>', items)


def _told(context, member):
    """Return (attribute of its side, name, place) of a member as HTML."""
    side = OTHER_SIDE if member.role == Membership.Role.RESOURCE else ""
    if not member.city_id:
        name = official_name(context, member.organization)
        return side, format_html('<span class="pair-name">{}</span>', name), ""
    city, place = member.city, ""
    name = format_html('<span class="pair-name">{}</span>', text(context, city, "name"))
    if is_visible_to(city.country, context.get("user")):
        country = text(context, city.country, "name")
        place = format_html('<span class="pair-place">{}</span>', country)
    return side, name, place
