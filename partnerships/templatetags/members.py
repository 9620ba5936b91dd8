"""The pair on the page of a partnership, written in Python: of its template it was the most."""

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from icma_portal.bilingual.templatetags.bilingual import text
from icma_portal.publishing.templatetags.publishing import link
from partnerships.models import Membership
from programs.templatetags.citations import cite
from programs.templatetags.organizations import organization_link

register = template.Library()
OTHER_SIDE = SafeString(' class="pair-other"')
NOTE = '<span class="pair-note">{}</span>\n'


@register.simple_tag(takes_context=True)
def place(context, city):
    """Print the area and the country of a city, as far as the visitor may see them."""
    area, country = text(context, city, "administrative_area"), link(context, city.country)
    if area and country:
        # Translators: a state or province and its country; in Chinese the country stands first.
        words = _("%(area)s, %(country)s")
        words = words % {"area": conditional_escape(area), "country": country}
        return SafeString(f'<span class="place">{words}</span>')
    return format_html('<span class="place">{}{}</span>', area, country)


@register.simple_tag(takes_context=True)
def members(context, members):
    """Print members with their places, their roles, and for whom they take part."""
    items = ((side_of(each), _member(context, each)) for each in members)
    items = format_html_join("", "<li{}>\n{}</li>\n", items)
    return format_html('<ul class="pair pair-large">\n{}</ul>', items)


def side_of(member):
    """Return the class of a member's item: who is a resource stands on the other side."""
    return OTHER_SIDE if member.role == Membership.Role.RESOURCE else ""


def _member(context, member):
    parts = []
    if member.role:
        marks = cite(context, member.partnership, "roles_sources")
        role = (member.get_role_display(), marks)
        parts.append(format_html('<span class="pair-role">{}{}</span>\n', *role))
    parts.append(_name(context, member))
    if region := link(context, member.on_behalf_of):
        words = _("as part of %(region)s") % {"region": region}
        parts.append(format_html(NOTE, SafeString(words)))
    return SafeString("".join(parts))


def _name(context, member):
    """Return the city with its place, and the organization that acts there if any, or this one."""
    organization = organization_link(context, member.organization)
    if not member.city_id:
        return format_html('<span class="pair-name">{}</span>\n', organization)
    html = format_html(
        '<span class="pair-name">{}</span>\n<span class="pair-place">{}</span>\n',
        link(context, member.city),
        place(context, member.city),
    )
    return html + format_html(NOTE, organization) if member.organization_id else html
