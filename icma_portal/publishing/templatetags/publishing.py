"""Template tags that show of related records only what the visitor may see."""

from django import template
from django.utils.html import format_html

from icma_portal.bilingual.templatetags.bilingual import text
from icma_portal.publishing.models import may_view_unpublished

register = template.Library()


@register.filter
def is_visible_to(record, user):
    """Return whether ``user`` may see the record: the twin of ``visible_to()`` for one instance."""
    if record is None:
        return False
    return record.is_published or may_view_unpublished(user, type(record))


@register.filter
def visible_to(records, user):
    """Keep what ``user`` may see of records that are in memory already, without a query."""
    return [record for record in records if is_visible_to(record, user)]


@register.simple_tag(takes_context=True)
def link(context, record, field=None):
    """Print a record's name as a link to its page; nothing for what the visitor may not see."""
    if not is_visible_to(record, context.get("user")):
        return ""
    name = text(context, record, field or record.sort_field)
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), name)
