"""Footnotes: every fact cites its sources, and the page lists them in the order of mention."""

from dataclasses import dataclass
from operator import attrgetter

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.translation import gettext

from programs.models import Source

register = template.Library()
MARK = '<sup class="citation"><a href="#source-{}" id="cite-{}-{}" aria-label="{}">[{}]</a></sup>'


@dataclass
class Citation:
    """A source on one page: its number there, and how often it was mentioned so far."""

    number: int
    source: Source
    mentions: int = 0


@register.simple_tag(takes_context=True)
def cite(context, record, relation="sources"):
    """Print [1] [2] for the sources of a record, each a link to the list of sources.

    ``relation`` names another relation (``dates_sources``) or a foreign key to one source.
    """
    cited = [_mention(context, source) for source in _sources(record, relation)]
    if not cited:
        return ""
    marks = (
        (each.number, each.number, each.mentions, _label(each), each.number)
        for each in sorted(cited, key=attrgetter("number"))
    )
    return format_html_join("", MARK, marks)


@register.simple_tag(takes_context=True)
def references(context):
    """Print the list of what the page has cited up to here; nothing if it has cited nothing."""
    if not (citations := list(_citations(context).values())):
        return ""
    return render_to_string("components/sources.html", {"citations": citations})


def _mention(context, source):
    """Return the page's Citation of a source, mentioned once more."""
    citations = _citations(context)
    citation = citations.setdefault(source.pk, Citation(len(citations) + 1, source))
    citation.mentions += 1
    return citation


def _label(citation):
    return gettext("Source %(number)d") % {"number": citation.number}


def _citations(context):
    """Return the request's citations by the key of their source."""
    request = context["request"]
    if not hasattr(request, "citations"):
        request.citations = {}
    return request.citations


def _sources(record, relation):
    # To make the manager of a relation takes longer than to print what it leads to.
    fetched = getattr(record, "_prefetched_objects_cache", {})
    if relation in fetched:
        return fetched[relation]
    related = getattr(record, relation)
    return [related] if isinstance(related, Source) else related.all()
