"""Template tags that print translated text and mark what stands in another language."""

from collections import Counter
from datetime import datetime
from functools import lru_cache, partial

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.translation import get_language

from icma_portal.bilingual import formats
from icma_portal.bilingual.marking import in_page_language, marked, marked_by_script, note
from icma_portal.bilingual.nodes import FALLBACK_LANGUAGE, FallbackNoticeNode, HeadTextNode
from icma_portal.bilingual.reader import plain_text, read
from icma_portal.bilingual.rich_text.rendering import render, wrapped
from icma_portal.bilingual.sorting import RUNS
from icma_portal.bilingual.truncation import language_of, truncate

register = template.Library()


@register.simple_tag(takes_context=True)
def text(context, record, field):
    """Print a translated field; text in the other language is wrapped with its ``lang``.

    Rich text is printed as words, without its markup.
    """
    return marked(record, field, _read_and_note(context, record, field))


@register.simple_tag(takes_context=True)
def prose(context, record, field, level=3, tail=""):
    """Print a translated text of several paragraphs, rich or plain.

    The highest heading of a rich text becomes ``h{level}``: one below the heading above it.
    ``tail`` (the marks of sources) goes to the end of the last paragraph.
    """
    reading = _read_and_note(context, record, field)
    if not reading.text:
        return ""
    request = context.get("request")
    options = {
        "level": level,
        "user": getattr(request, "user", None),
        "tail": in_page_language(tail) if reading.is_fallback else conditional_escape(tail),
        "note": partial(note, request),
    }
    prefix = _unique_prefix(request, record, field)
    body = render(reading.text, reading.language, prefix, **options)
    return wrapped(body, reading.language, reading.is_fallback)


@register.simple_tag(takes_context=True)
def plain(context, record, field):
    """Give a translated field without markup, on one line: for ``<title>`` and attributes.

    Only inside ``{% head_text %}``, which knows how to say that the text is in the other language.
    """
    reading = _read_and_note(context, record, field)
    found = context[FALLBACK_LANGUAGE]
    if reading.is_fallback:
        found.append(reading.language)
    return " ".join(plain_text(record, field, reading).split())


@register.tag
def head_text(parser, token):
    """Keep the enclosed text ``as`` a name, with the attribute that tells of another language.

    ``{% head_text as page_title %}`` gives ``page_title.text`` and ``page_title.lang``; the latter
    is empty unless a ``{% plain %}`` inside fell back to the other language.
    """
    _tag, _as, name = token.split_contents()
    nodelist = parser.parse(["end_head_text"])
    parser.delete_first_token()
    return HeadTextNode(nodelist, name)


@register.filter
def has_text(record, field):
    """Return whether the field has a text in either language."""
    return bool(read(record, field).text)


@register.filter
def in_its_script(text):
    """Print a text that is not translated, such as names of people, with its own language."""
    return marked_by_script(text, get_language())


@register.filter
def chinese_marked(text):
    """Print a text in English with the Chinese names that stand in it marked as Chinese."""
    runs = (
        format_html('<span lang="zh-Hans">{}</span>', each[0]) if each["han"] else each[0]
        for each in RUNS.finditer(text)
    )
    return format_html_join("", "{}", ((run,) for run in runs))


@register.filter
def number(value):
    return formats.number(value, get_language())


@register.filter
def rounded(value):
    """Print a round figure as the language tells it: 11,000, 1.1万."""
    return formats.rounded_number(value, get_language())


@register.filter
def told_large(value, unit):
    """Print a round figure, or a share where the unit is "percent", as the large part of a line."""
    sign = "%" if unit == "percent" else ""
    return format_html("<strong>{}{}</strong>", rounded(value), sign)


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
    """Put one notice before the enclosed page about text in the other language or out of date."""
    nodelist = parser.parse(["end_with_fallback_notice"])
    parser.delete_first_token()
    return FallbackNoticeNode(nodelist)


def _unique_prefix(request, record, field):
    """Return how the ids of a text begin: also when a page shows the same text twice."""
    prefix = f"{record._meta.model_name}-{record.pk}-{field}"
    if request is None:
        return prefix
    if not hasattr(request, "rich_text_prefixes"):
        request.rich_text_prefixes = Counter()
    request.rich_text_prefixes[prefix] += 1
    times = request.rich_text_prefixes[prefix]
    return f"{prefix}-{times}" if times > 1 else prefix


def _read_and_note(context, record, field):
    reading = read(record, field)
    note(context.get("request"), reading)
    return reading


@register.filter
def truncated(text, length):
    """Cut a text to ``length`` characters: Chinese between characters, English between words."""
    return truncate(text, language_of(text), int(length))


@register.filter
def percent(value):
    """Print a share of 100 with its sign: 78.1%."""
    return formats.percent(value, get_language())


@register.filter
def full_date(value):
    """Print a day in words: May 11, 2014, 2014年5月11日; nothing for none."""
    if not value:
        return ""
    # Moments that are the same may lie in two days, by their zones.
    day = value.date() if isinstance(value, datetime) else value
    return _day_in_words(day, get_language())


@lru_cache(maxsize=1_000)
def _day_in_words(day, language):
    return formats.date(day, language)
