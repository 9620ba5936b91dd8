"""Every component in both languages and in its states, for those who work on the design.

The page exists in development only. Components are shown with what real pages give them, so that
a sample cannot drift away from the truth.
"""

import re
from typing import NamedTuple

from django.conf import settings
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES
from icma_portal.charts.bars import bar_chart
from icma_portal.charts.columns import column_chart
from icma_portal.publishing.models import Publishable
from partnerships.templatetags.partnership_maps import map_of

from .inbox.forms import ContactForm

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
LIST = "partnerships/"
FILTERED = "partnerships/?continent=africa&kind=south_south&view=table&sort=newest"
WRONG = "partnerships/?year=1"
PARTNERSHIP = "partnerships/durban-southeast-florida/"
PUBLICATION = "publications/factsheet-shimla-boulder/"
PUBLICATIONS = "publications/"
PROGRAMS = "programs/"
PROGRAM = "programs/citylinks/"
PROJECTS = "projects/"
CITIES = "cities/"
CITY = "cities/durban/"
COUNTRIES = "countries/"
ICONS = (
    *("programs", "partnerships", "publications", "china_center"),
    *("download", "filter", "cite", "copy", "mail"),
)


class Sample(NamedTuple):
    """A component, its state, the page whose context it is shown in, and what is given besides.

    ``given`` maps names to values, or to functions of the page's context that return them.
    """

    component: str
    state: str
    page: str
    given: dict = {}


def first(name):
    """Return a function of a context that gives the first of the records called ``name``."""
    return lambda context: next(iter(context[name]))


def _members(context):
    return context["partnership"].visible_members


def _chart(context):
    return bar_chart(_("Topics"), [(_("Topics"), 8, "#"), (_("Cities"), 3, "#")])


def _columns(context):
    return column_chart(_("Topics"), [(str(day), day % 4) for day in range(1, 29)])


def _section(context):
    return context["program"].sections.all()[0]


def _map(context):
    return map_of(context, list(context["partnerships"]))


def of(name, attribute=""):
    """Return a function of a context that gives one of its values, or an attribute of it."""
    return lambda context: getattr(context[name], attribute) if attribute else context[name]


def said(message):
    """Return a function that gives an interface text in the language of the sample."""
    return lambda context: _(message)


def _draft(context):
    record = context["partnership"]
    record.state = Publishable.State.DRAFT
    return record


PARTNERSHIP_ITSELF = of("partnership")
TOPICS = of("partnership", "visible_topics")
SAMPLES = (
    Sample("word_mark", "", LIST, {"address": "#"}),
    *(Sample("icon", name, LIST, {"name": name}) for name in ICONS),
    Sample("navigation", "a section is current", LIST),
    Sample("language_switch", "", LIST),
    Sample("breadcrumbs", "", CITY, {"label": said("Cities"), "record": of("city")}),
    Sample("draft_banner", "", PARTNERSHIP, {"record": _draft}),
    Sample("preview_banner", "", LIST, {"addresses": {"en": "#", "zh-hans": "#"}}),
    Sample("fallback_notice", "other language", LIST, {"shows_other_language": True}),
    Sample("fallback_notice", "out of date", LIST, {"shows_stale_text": True}),
    Sample("facets", "", FILTERED),
    Sample("chips", "", FILTERED),
    Sample("layouts", "", FILTERED),
    Sample("sort", "", FILTERED),
    Sample("filter_errors", "", WRONG, {"form": of("errors")}),
    Sample("letters", "", COUNTRIES),
    Sample("pagination", "", PUBLICATIONS),
    Sample("exports", "", FILTERED),
    Sample("empty", "", LIST, {"message": said("No program has been published yet.")}),
    Sample("empty_list", "", FILTERED),
    Sample("partnership_card", "two members", LIST, {"partnership": first("object_list")}),
    Sample("partnership_card", "three members", PARTNERSHIP),
    Sample("pair_line", "", LIST, {"partnership": first("object_list")}),
    Sample("members", "", PARTNERSHIP, {"members": _members}),
    Sample("place", "", CITIES, {"city": first("object_list")}),
    Sample("city_row", "", CITIES, {"city": first("object_list")}),
    Sample("project_card", "", PROJECTS, {"project": first("object_list")}),
    Sample("publication_card", "", PUBLICATIONS, {"publication": first("object_list")}),
    Sample("links", "", PARTNERSHIP, {"records": TOPICS}),
    Sample("facts", "", PARTNERSHIP),
    Sample("detail_dates", "", PARTNERSHIP, {"record": PARTNERSHIP_ITSELF}),
    Sample("downloads", "", PUBLICATION, {"documents": of("publication", "visible_documents")}),
    Sample("fact_sheets", "", CITY, {"record": of("city"), "section": "cities"}),
    Sample("contact_link", "", LIST, {"message": said("Contact"), "action": said("Write to us")}),
    Sample("cite_page", "", PARTNERSHIP, {"record": PARTNERSHIP_ITSELF, "field": "name"}),
    Sample("figure", "", COUNTRIES, {"figure": of("claimed")}),
    Sample(
        "section", "", PROGRAM, {"section": lambda context: context["program"].sections.all()[0]}
    ),
    Sample("timeline", "", PROGRAMS, {"entries": of("timeline")}),
    Sample("time_band", "", PROGRAMS),
    Sample("bar_chart", "", LIST, {"chart": _chart}),
    Sample("search_box", "", LIST, {"id": "sample-search", "text": ""}),
    Sample("column_chart", "", LIST, {"chart": _columns}),
    Sample("map", "", CITY, {"map": _map, "label": "", "named": True}),
    Sample("map_panel", "", CITY, {"map": _map, "label": ""}),
    Sample("form_field", "", LIST, {"field": lambda context: ContactForm()["email"]}),
    Sample("form_field", "with an error", LIST, {"field": lambda context: _wrong_form()["email"]}),
    Sample("form_errors", "", LIST, {"form": lambda context: _wrong_form(), "title": "–"}),
)


def _wrong_form():
    return ContactForm({"email": "nonsense"})


@require_safe
def styleguide(request):
    """Show the tokens, and each sample in both languages side by side."""
    pages = {(each.page, language): None for each in SAMPLES for language in LANGUAGES}
    for page, language in pages:
        pages[page, language] = context_of(page, language, request.user)
    shown = [
        (sample, [(HTML_TAGS[each], rendered(sample, pages, each)) for each in LANGUAGES])
        for sample in SAMPLES
    ]
    return render(request, "styleguide.html", {"samples": shown, "tokens": color_tokens()})


def context_of(page, language, user):
    """Return (request, context) of a list or detail page as its view makes them."""
    with translation.override(language):
        request = RequestFactory().get(f"/{language}/{page}")
        request.user = user
        request.resolver_match = resolve(request.path)
        view, args, kwargs = request.resolver_match
        return request, view(request, *args, **kwargs).context_data


def rendered(sample, pages, language):
    """Return the HTML of a sample in one language."""
    request, context = pages[sample.page, language]
    with translation.override(language):
        given = {
            name: value(context) if callable(value) else value
            for name, value in sample.given.items()
        }
        template = f"components/{sample.component}.html"
        return render_to_string(template, {**context, **given}, request)


def color_tokens():
    """Return the names of the color tokens, in the order of the style sheet."""
    return list(dict.fromkeys(re.findall(r"(--color-[a-z-]+):", TOKENS.read_text())))
