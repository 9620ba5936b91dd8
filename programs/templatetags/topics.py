"""Topics on cards, written in Python: of what a list prints, nothing is printed as often."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from icma_portal.bilingual.templatetags.bilingual import text

register = template.Library()


@register.simple_tag(takes_context=True)
def topic_tags(context, topics):
    """Print topics (``record.visible_topics``) without links; nothing where there are none."""
    if not topics:
        return ""
    names = ((text(context, each, "name"),) for each in topics)
    items = format_html_join("\n", '<li class="tag">{}</li>', names)
    return format_html('<ul class="tags" aria-label="{}">\n{}\n</ul>', _("Topics"), items)
