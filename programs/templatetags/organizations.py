"""How organizations are named: with a note where the Chinese name is our own translation."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icma_portal.bilingual.reader import read
from icma_portal.bilingual.templatetags.bilingual import text
from icma_portal.publishing.templatetags.publishing import is_visible_to

register = template.Library()


@register.simple_tag(takes_context=True)
def organization_name(context, organization):
    """Print the name, followed by （暂译） where it is our own rendering of a foreign name."""
    name = text(context, organization, "name")
    reading = read(organization, "name")
    if reading.is_fallback or not organization.name_needs_note(get_language()):
        return name
    # Translators: follows the Chinese name of an organization that has no official one: （暂译）
    note = _("(our translation)")
    return format_html('{}<small class="name-note">{}</small>', name, note)


@register.simple_tag(takes_context=True)
def organization_link(context, organization):
    """Print the name as a link; nothing for what the visitor may not see."""
    if not is_visible_to(organization, context.get("user")):
        return ""
    name = organization_name(context, organization)
    return format_html('<a href="{}">{}</a>', organization.get_absolute_url(), name)
