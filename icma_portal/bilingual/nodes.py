"""Template nodes that look at the whole text within them, for the tags of ``bilingual``."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .languages import HTML_TAGS

NOTICE = "components/fallback_notice.html"
# Where {% plain %} leaves, for the {% head_text %} around it, the language that it fell back to.
FALLBACK_LANGUAGE = "_fallback_language_of_head_text"


class FallbackNoticeNode(template.Node):
    """Puts the notice, where one is needed, before what it encloses."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        body = self.nodelist.render(context)
        request = context.get("request")
        found = {
            "shows_other_language": getattr(request, "shows_other_language", False),
            "shows_stale_text": getattr(request, "shows_stale_text", False),
        }
        if not any(found.values()):
            return body
        return SafeString(render_to_string(NOTICE, {**context.flatten(), **found}) + body)


class HeadTextNode(template.Node):
    """Keeps what it encloses under a name, with the attribute ``lang`` that it needs."""

    def __init__(self, nodelist, name):
        self.nodelist, self.name = nodelist, name

    def render(self, context):
        found = []
        with context.push(**{FALLBACK_LANGUAGE: found}):
            text = self.nodelist.render(context)
        lang = format_html(' lang="{}"', HTML_TAGS[found[0]]) if found else ""
        context[self.name] = {"text": text, "lang": lang}
        return ""
