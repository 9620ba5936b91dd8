"""The sitemap: every public page in both languages, each pair pointing at each other.

A language is listed only where the record passes its gate there (``publishing/parity.py``);
``x-default`` is the English page. Django's own sitemap classes do neither (they list every
language for every record and point ``x-default`` at an address without a language).
"""

from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
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


class Page(NamedTuple):
    """One page: its addresses by language, and when it changed (None for a list)."""

    addresses: dict
    updated_at: object


@same_for_all()
@require_safe
def sitemap(request):
    body = render_to_string("sitemap.xml", {"entries": list(entries()), "tags": HTML_TAGS})
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def entries():
    """Yield (address, {tag: address}, moment of change) for every page in every language."""
    for page in pages():
        alternates = {HTML_TAGS[each]: address for each, address in page.addresses.items()}
        if "en" in page.addresses:
            alternates["x-default"] = page.addresses["en"]
        for address in page.addresses.values():
            yield address, alternates, page.updated_at


def pages():
    """Yield the Page of every list and of every published record."""
    for name in STATIC_PAGES:
        yield Page({each: address_in(each, partial(reverse, name)) for each in LANGUAGES}, None)
    for model in MODELS:
        for record in model.objects.published().order_by("pk"):
            yield Page(record_addresses(record), record.updated_at)


def record_addresses(record):
    """Return language → address, for the languages in which the record passes its gate."""
    return {each: address_in(each, record.get_absolute_url) for each in languages_of(record)}


def address_in(language, path):
    """Return the full address that the function ``path`` gives in ``language``."""
    with translation.override(language):
        return settings.SITE_ADDRESS + path()
