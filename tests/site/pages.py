"""Every public page of the portal, once: URL name, arguments, and how many queries it may make.

A URL name without a row here fails ``test_pages.py``.
"""

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

LANGUAGES = ("en", "zh-hans")

# URL name → (arguments, literal budget of queries). Lists: of the first request after a change.
PAGES = {
    "home": ([], 17),
    "about": ([], 12),
    "accessibility": ([], 2),
    "search": ([], 6),
    "figures": ([], 34),
    "open_data": ([], 16),
    "contact": ([], 2),
    "contact_thanks": ([], 2),
    "request_assistance": ([], 4),
    "request_thanks": ([], 2),
    "programs:list": ([], 12),
    "programs:detail": (["citylinks"], 40),
    "projects:list": ([], 16),
    "projects:detail": (["climate-adaptation-partnership-program-2015"], 20),
    "countries:list": ([], 12),
    "countries:detail": (["south-africa"], 20),
    "topics:list": ([], 12),
    "topics:detail": (["climate-change-adaptation"], 20),
    "organizations:list": ([], 12),
    "organizations:detail": (["cupl"], 20),
    "partnerships:list": ([], 20),
    "partnerships:detail": (["durban-southeast-florida"], 25),
    "cities:list": ([], 12),
    "cities:detail": (["durban"], 20),
    "publications:list": ([], 20),
    "publications:detail": (["webinar-urban-intersections-1"], 24),
    "publications:read": (["factsheet-durban-southeast-florida", "en"], 6),
    "china_center:overview": ([], 44),
    "china_center:corporate_partners": ([], 12),
    "china_center:ecopartnerships": ([], 14),
    "china_center:certificates": ([], 2),
    "training:list": ([], 16),
    "training:detail": (["namc-joint-training"], 16),
    "agreements:list": ([], 16),
    "agreements:detail": (["mou-yangzhou-training-base"], 20),
    "events:list": ([], 16),
    "events:detail": (["yangzhou-summit-2014"], 30),
    "china_center:verify": ([], 2),
    "fact_sheets:page": (["programs", "citylinks"], 30),
    "fact_sheets:bilingual": (["partnerships", "durban-southeast-florida"], 55),
}
# These answer with something other than a page, and have tests of their own.
NOT_PAGES = {
    "root",
    "robots",
    "alive",
    "ready",
    "sitemap",
    "sitemap_part",
    "favicon",
    "home_image",
    "section_image",
    "record_image",
    "set_language",
    "search_suggestions",
    "open_search",
    "publications:feed",
    "publications:download",
    "publications:citation",
    "publications:page_image",
    "videos:file",
    "files:picture",
    "files:lead_picture",
    "preview",
    "china_center:certificate",
    "events:register",
    "events:registered",
    "events:cancel",
    "china_center:certificate_keys",
    "fact_sheets:pdf",
    "partnerships:export",
    "partnerships:export_schema",
    "projects:export",
    "projects:export_schema",
    "cities:export",
    "cities:export_schema",
    "countries:export",
    "countries:export_schema",
    "publications:export",
    "publications:export_schema",
    "agreements:export",
    "agreements:export_schema",
    "events:calendar",
    "events:event_calendar",
    "events:export",
    "events:export_schema",
}


def address(name, language):
    """Return the address of a page of PAGES in ``language``."""
    with translation.override(language):
        return reverse(name, args=PAGES[name][0])


def addresses():
    """Return (name, language, address) for every page in both languages."""
    return [(name, language, address(name, language)) for name in PAGES for language in LANGUAGES]


def url_names(resolver=None, namespace=""):
    """Yield the name of every public URL pattern, with its namespace."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver) and pattern.app_name != "admin":
            yield from url_names(
                pattern, f"{pattern.namespace}:" if pattern.namespace else namespace
            )
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
