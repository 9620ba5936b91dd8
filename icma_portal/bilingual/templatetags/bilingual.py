"""Template tags that print translated text and mark what stands in another language."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from icma_portal.bilingual import formats
from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.reader import read

register = template.Library()
NOTICE = "components/fallback_notice.html"


@register.simple_tag(takes_context=True)
def text(context, record, field):
    """Print a translated field; text in the other language is wrapped with its ``lang``."""
    reading = _read_and_note(context, record, field)
    if not reading.is_fallback:
        return reading.text
    return format_html('<span lang="{}">{}</span>', HTML_TAGS[reading.language], reading.text)


@register.simple_tag(takes_context=True)
def prose(context, record, field):
    """Print a translated text of several paragraphs, each in its own ``<p>``."""
    reading = _read_and_note(context, record, field)
    if not reading.text:
        return ""
    paragraphs = SafeString(linebreaks(reading.text, autoescape=True))
    if not reading.is_fallback:
        return paragraphs
    return format_html('<div lang="{}">{}</div>', HTML_TAGS[reading.language], paragraphs)


@register.simple_tag
def plain(record, field):
    """Give a translated field without markup: for ``<title>`` and attributes."""
    return read(record, field).text


@register.filter
def has_text(record, field):
    """Return whether the field has a text in either language."""
    return bool(read(record, field).text)


@register.filter
def number(value):
    return formats.number(value, get_language())


@register.filter
def rounded(value):
    """Print a round figure as the language tells it: 11,000, 1.1万."""
    return formats.rounded_number(value, get_language())


@register.filter
def partial_date(date):
    return formats.partial_date(date, get_language()) if date else ""


@register.simple_tag
def period(start, end=None):
    return formats.period(start, end, get_language())


@register.filter
def file_size(size):
    return formats.file_size(size, get_language())


@register.tag
def with_fallback_notice(parser, token):
    """Put one notice before the enclosed page when any of its text is in the other language."""
    nodelist = parser.parse(["end_with_fallback_notice"])
    parser.delete_first_token()
    return FallbackNoticeNode(nodelist)


class FallbackNoticeNode(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        body = self.nodelist.render(context)
        if not getattr(context.get("request"), "shows_other_language", False):
            return body
        return SafeString(render_to_string(NOTICE, context.flatten()) + body)


def _read_and_note(context, record, field):
    reading = read(record, field)
    request = context.get("request")
    if reading.is_fallback and request is not None:
        request.shows_other_language = True
    return reading
