"""How organizations are named: with a note where the Chinese name is our own translation."""

from django import template
from django.utils.html import format_html

from icma_portal.bilingual.templatetags.bilingual import text
from icma_portal.publishing.templatetags.publishing import is_visible_to
from programs import official_names

register = template.Library()


@register.simple_tag(takes_context=True)
def official_name(context, organization):
    """Print the name, followed by （暂译） where it is our own rendering of a foreign name."""
    name = text(context, organization, "name")
    _plain, note = official_names.official_name(organization)
    return format_html('{}<small class="name-note">{}</small>', name, note) if note else name


@register.simple_tag(takes_context=True)
def organization_link(context, organization):
    """Print the name as a link; nothing for what the visitor may not see."""
    if not is_visible_to(organization, context.get("user")):
        return ""
    name = official_name(context, organization)
    return format_html('<a href="{}">{}</a>', organization.get_absolute_url(), name)
