"""The sitemap: every public page in both languages, each pair pointing at each other.

A language is listed only where the record passes its gate there (``publishing/parity.py``);
``x-default`` is the English page. Django's own sitemap classes do neither (they list every
language for every record and point ``x-default`` at an address without a language).
"""

from functools import partial
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from china_center.models import Agreement, Center, Event, TrainingProgram
from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES
from icma_portal.publishing.parity import languages_of
from icma_portal.web.page_cache.declaring import same_for_all
from partnerships.models import City, Partnership
from programs.models import Country, Organization, Program, Project, Topic
from publications.models import Publication

STATIC_PAGES = (
    "home",
    "about",
    "accessibility",
    "figures",
    "open_data",
    "contact",
    "china_center:certificates",
    "agreements:list",
    "events:list",
    "china_center:corporate_partners",
    "china_center:ecopartnerships",
    "training:list",
    "china_center:verify",
    "programs:list",
    "partnerships:list",
    "cities:list",
    "countries:list",
    "topics:list",
    "projects:list",
    "organizations:list",
    "publications:list",
)
MODELS = (
    Program,
    Project,
    Country,
    Topic,
    Organization,
    City,
    Partnership,
    Publication,
    Center,
    Agreement,
    Event,
    TrainingProgram,
)


# A part of 2 to 3 MB; each page has two addresses, and a part may have 50,000 (sitemaps.org).
PAGES_AT_ONCE = 2_500
LARGEST = 2**31


class Page(NamedTuple):
    """One page: its addresses by language, and when it changed (None for a list)."""

    addresses: dict
    updated_at: object


@same_for_all()
@require_safe
def sitemap(request):
    """Send the sitemap; where there are many pages, the index of its parts."""
    counted = published()
    total = sum(number for _records, number in counted)
    if total <= PAGES_AT_ONCE:
        shown = [*pages_of_lists(), *pages_of_records(counted, 0, total)]
        return _sent("sitemap.xml", {"entries": list(entries(shown)), "tags": HTML_TAGS})
    numbers = range(1, ceil(total / PAGES_AT_ONCE) + 1)
    parts = [settings.SITE_ADDRESS + reverse("sitemap_part", args=[each]) for each in numbers]
    return _sent("sitemap_index.xml", {"parts": parts})


@same_for_all()
@require_safe
def sitemap_part(request, number):
    """Send a part of the sitemap; 404 where there is nothing in it."""
    first = (number - 1) * PAGES_AT_ONCE
    if not 0 <= first < LARGEST:
        raise Http404
    shown = [*pages_of_records(published(), first, PAGES_AT_ONCE)]
    if not shown:
        raise Http404
    shown = [*(pages_of_lists() if number == 1 else ()), *shown]
    return _sent("sitemap.xml", {"entries": list(entries(shown)), "tags": HTML_TAGS})


def _sent(template, context):
    body = render_to_string(template, context)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def entries(pages):
    """Yield (address, {tag: address}, moment of change) for every page in every language."""
    for page in pages:
        alternates = {HTML_TAGS[each]: address for each, address in page.addresses.items()}
        if "en" in page.addresses:
            alternates["x-default"] = page.addresses["en"]
        for address in page.addresses.values():
            yield address, alternates, page.updated_at


def pages_of_lists():
    """Yield the Page of every list."""
    for name in STATIC_PAGES:
        yield Page({each: address_in(each, partial(reverse, name)) for each in LANGUAGES}, None)


def published():
    """Return (records, their number) of each model with pages, in an order that stays."""
    found = [model.objects.published().order_by("pk") for model in MODELS]
    return [(records, records.count()) for records in found]


def pages_of_records(counted, first, left):
    """Yield the Pages of ``published()`` records: ``left`` of them, after the ``first`` ones."""
    for records, number in counted:
        for record in records[first : first + left] if first < number else ():
            yield Page(record_addresses(record), record.updated_at)
        left -= max(0, min(left, number - first))
        first = max(0, first - number)


def record_addresses(record):
    """Return language → address, for the languages in which the record passes its gate."""
    return {each: address_in(each, record.get_absolute_url) for each in languages_of(record)}


def address_in(language, path):
    """Return the full address that the function ``path`` gives in ``language``."""
    with translation.override(language):
        return settings.SITE_ADDRESS + path()
