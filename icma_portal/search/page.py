"""The results page, suggestions as one types, and the description for the browser's own box."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from icma_portal.bilingual.languages import portal_language
from icma_portal.bilingual.marking import note_labels
from icma_portal.web.frames import framed, is_bare, notices
from icma_portal.web.kept import snapshot_of
from icma_portal.web.page_cache.declaring import same_for_all

from .declarations import facet_labels, searched_models
from .facets import Facet, Option
from .indexing import PAGE_KIND
from .presenting import kind_label, shown
from .queries import cleaned
from .searching import PAGE_SIZE, search
from .suggesting import suggestions
from .views import Chip, Way, in_order, query_without

PAGE = "search/results.html"
# Beyond so many pages nobody reads, and every page costs more than the one before.
MOST_PAGES = 50
MOST_VALUES = 20
FACETS = ("kind", "topic", "country", "year", "language")
SORTS = (("best", _("Best match")), ("newest", _("Newest first")))
# Suggestions change with the content; a minute old they are still good.
SUGGESTIONS_AGE = 60


@same_for_all("q", "sort", "page", *FACETS)
@require_safe
def results(request):
    """Show what ``q`` finds; facets, order and page stand in the address as well."""
    text, kept = cleaned(request.GET.get("q", "")), snapshot_of(request)
    labels = kept.get(("labels of the search", get_language()), lambda: labels_for(request.user))
    chosen = chosen_values(request.GET, labels)
    by_date = request.GET.get("sort") == "newest"
    found = search(text, chosen, by_date, page_number(request.GET))
    facets = facets_of(found, chosen, labels)
    results = shown(found, portal_language(get_language()))
    note_labels(request, (part for each in results for part in (each.heading, each.passage)))
    paginator = Paginator(range(min(found.total, MOST_PAGES * PAGE_SIZE)), PAGE_SIZE)
    context = {
        "text": text,
        "found": found,
        "results": results,
        "facets": facets,
        "chips": chips_of(request.GET, facets),
        "whole_list": urlencode({"q": text}),
        "sorts": [
            Way(value, label, (value == "newest") == by_date, in_order(request.GET, value))
            for value, label in SORTS
        ],
        "page_obj": paginator.get_page(page_number(request.GET)),
        "canonical": settings.SITE_ADDRESS + request.path,
        # What a search engine finds here it finds better on the pages themselves.
        "page_languages": (),
    }
    if not is_bare(request):
        return render(request, PAGE, context)
    key = (request.path, by_date, *notices(request))
    return HttpResponse(framed([PAGE], context, request, kept, key))


@require_safe
def suggest(request):
    """Answer the titles that may be meant, as JSON."""
    found = suggestions(request.GET.get("q", ""), portal_language(get_language()))
    response = JsonResponse({"suggestions": [each._asdict() for each in found]})
    response.headers["Cache-Control"] = f"public, max-age={SUGGESTIONS_AGE}"
    return response


@same_for_all()
@require_safe
def open_search(request):
    """Describe the search to browsers, which then offer it in their own box."""
    context = {
        "address": settings.SITE_ADDRESS + reverse("search"),
        # Translators: a name of at most 16 characters, for the list of search engines of a browser.
        "name": _("ICMA portal"),
        "description": _("Search the ICMA international portal"),
    }
    body = render_to_string("search/opensearch.xml", context)
    return HttpResponse(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def labels_for(user):
    """Return facet → value → label of what ``user`` may see, in the active language."""
    return {name: each.labels(user) for name, each in facet_labels().items()}


def chosen_values(query, labels):
    """Return facet → the chosen values; what no facet can have is passed over."""
    chosen = {name: query.getlist(name)[:MOST_VALUES] for name in FACETS}
    chosen["year"] = [each for each in chosen["year"] if each.isascii() and each.isdigit()]
    kinds = {PAGE_KIND, *(each.kind for each in searched_models().values())}
    for name, known in {**labels, "kind": kinds}.items():
        chosen[name] = [each for each in chosen[name] if each in known]
    return {
        name: [each for each in values if each.isprintable() and len(each) <= 120]
        for name, values in chosen.items()
    }


def page_number(query):
    """Return the page that is asked for, from 1 to MOST_PAGES; 1 for what is no number."""
    asked = query.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return min(max(number, 1), MOST_PAGES)


def facets_of(found, chosen, labels):
    """Return the Facets of what was found, frequent values first, years from the last."""
    names = {"kind": _("What it is"), "year": _("Year")}
    names |= {name: each.label for name, each in facet_labels().items()}
    return [
        Facet(name, names[name], _options(name, found.counts.get(name, {}), chosen[name], labels))
        for name in FACETS
        if name in names
    ]


def chips_of(query, facets):
    """Return a Chip for each chosen value."""
    return [
        Chip(option.label, query_without(query, facet.name, option.value))
        for facet in facets
        for option in facet.selected
    ]


def _options(name, counted, chosen, labels):
    counted = {**dict.fromkeys(chosen, 0), **counted}
    if name == "year":
        order = sorted(counted, reverse=True)
    else:
        order = sorted(counted, key=lambda value: (-counted[value], value))
    return [
        Option(value, label, counted[value], value in chosen)
        for value in order
        if (label := _label(name, value, labels))
    ]


def _label(name, value, labels):
    """Return what a value is called; nothing for one that the reader may not know of."""
    if name == "kind":
        return kind_label(value, plural=True)
    return labels[name].get(value, "") if name in labels else value
