"""The guide for editors: one file in both languages, shown in the admin in that of the reader."""

import re
from functools import cache

import nh3
from django.conf import settings
from django.contrib import admin
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from icma_portal.bilingual.languages import LANGUAGES, portal_language

PATH = settings.BASE_DIR / "docs" / "editing.md"
# The pictures as the file names them, so that it shows them wherever it is read.
STATIC = re.compile(r"\.\./static/([\w./-]+)")


def guide(request):
    """Show the guide in the language of the staff site."""
    language = portal_language(get_language())
    context = {
        **admin.site.each_context(request),
        "title": _("Guide for editors"),
        "guide": chapters()[language],
    }
    return TemplateResponse(request, "admin/guide.html", context)


@cache
def chapters():
    """Return language → HTML; in the file each language begins with a heading of the first rank."""
    _before, *texts = f"\n{PATH.read_text(encoding='utf-8')}".split("\n# ")
    # The title of the page stands in for the heading.
    bodies = (text.partition("\n")[2] for text in texts)
    markdown = MarkdownIt("commonmark", {"html": False})
    return {
        language: mark_safe(nh3.clean(_served(markdown.render(body))))  # noqa: S308 (sanitized)
        for language, body in zip(LANGUAGES, bodies, strict=True)
    }


def _served(html):
    """Return HTML with the addresses under which the pictures of the file are served."""
    return STATIC.sub(lambda match: static(match[1]), html)
