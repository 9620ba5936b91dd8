"""Every public address that could tell of a hidden record: URL name → how it is asked.

A URL name without a row here fails ``test_leaks.py``.
"""

from typing import NamedTuple

from django.urls import reverse

from china_center.models import Agreement, Event, TrainingProgram
from icma_portal.open_data import EXPORTS
from partnerships.models import City, Partnership
from programs.models import Country, Organization, Program, Project, Topic
from publications.models import Document, VideoFile

from .hidden import WORD
from .pages import PAGES

SECTIONS = {
    "programs": Program,
    "projects": Project,
    "partnerships": Partnership,
    "cities": City,
    "countries": Country,
    "topics": Topic,
    "organizations": Organization,
    "agreements": Agreement,
    "events": Event,
    "training": TrainingProgram,
}
SHEETS = {name: SECTIONS[name] for name in ("programs", "partnerships", "cities", "countries")}
# These hold nothing of any record, with the reason.
WITHOUT_RECORDS = {
    "root": "sends on to the home page",
    "robots": "fixed words",
    "alive": "fixed words",
    "ready": "names of what fails",
    "favicon": "a fixed picture",
    "home_image": "fixed words",
    "section_image": "the name of a section",
    "set_language": "sends back",
    "open_search": "fixed words",
    "contact": "a form",
    "contact_thanks": "fixed words",
    "request_thanks": "fixed words",
    "china_center:certificates": "a form",
    "china_center:verify": "fixed words and public keys",
    "china_center:certificate_keys": "public keys",
    "china_center:certificate": "needs a code, with which tests of its own look for what is hidden",
    "events:register": "there is none until registration opens; its own tests look for drafts",
    "events:registered": "there is none until registration opens",
    "events:cancel": "needs a signed token, which its own tests forge",
    "accessibility": "fixed words",
    "preview": "needs a signed token, which its own tests forge and withdraw",
    **{f"{each.name}:export_schema": "the shape of a file, not its rows" for each in EXPORTS},
}


class Surfaces(NamedTuple):
    """Addresses that answer and may not hold the canary, and addresses that may not exist."""

    public: dict
    hidden: dict


def surfaces(hidden):
    """Return the Surfaces of some Hidden records, each as URL name → addresses in the language."""
    public = {name: [_page(name)] for name in PAGES if name not in WITHOUT_RECORDS}
    missing = {}
    for section, model in SECTIONS.items():
        public[f"{section}:list"] += [f"{_page(f'{section}:list')}?q={WORD}"]
        public[f"{section}:detail"].append(_detail(section, hidden.hosts[model]))
        missing[f"{section}:detail"] = [_detail(section, hidden.records[model])]
    public["partnerships:list"] += [
        f"{_page('partnerships:list')}?view={view}" for view in ("map", "table")
    ]
    public["agreements:list"] += [
        f"{_page('agreements:list')}?view={view}" for view in ("timeline", "table")
    ]
    public["events:list"].append(f"{_page('events:list')}?view=table")
    for section in (*SECTIONS, "publications"):
        model = {**SECTIONS, "publications": Document.publication.field.related_model}[section]
        missing.setdefault("record_image", []).append(
            reverse("record_image", args=[section, hidden.records[model].slug])
        )
    _add_publications(hidden, public, missing)
    _add_calendars(hidden, public, missing)
    _add_files(hidden, public, missing)
    for section, model in SHEETS.items():
        _add_sheets(section, hidden.hosts[model], hidden.records[model], public, missing)
    for each in EXPORTS:
        public[f"{each.name}:export"] = [
            reverse(f"{each.name}:export", args=[form.extension]) for form in each.formats
        ]
    public["sitemap"] = [reverse("sitemap")]
    public["sitemap_part"] = [reverse("sitemap_part", args=[1])]
    public["search"] += [f"{reverse('search')}?q={WORD}", f"{reverse('search')}?q={WORD[:5]}"]
    public["search_suggestions"] = [f"{reverse('search_suggestions')}?q={WORD[:5]}"]
    public["publications:feed"] = [reverse("publications:feed")]
    return Surfaces(public, missing)


def _page(name):
    return reverse(name, args=PAGES[name][0])


def _detail(section, record):
    return reverse(f"{section}:detail", args=[record.slug])


def _add_publications(hidden, public, missing):
    publication_model = Document.publication.field.related_model
    host, record = hidden.hosts[publication_model], hidden.records[publication_model]
    public["publications:list"] += [f"{_page('publications:list')}?q={WORD}"]
    public["publications:detail"].append(_detail("publications", host))
    missing["publications:detail"] = [_detail("publications", record)]
    public["publications:citation"] = [
        reverse("publications:citation", args=[host.slug, each]) for each in ("bib", "ris", "json")
    ]
    missing["publications:citation"] = [reverse("publications:citation", args=[record.slug, "bib"])]


def _add_calendars(hidden, public, missing):
    host, record = hidden.hosts[Event], hidden.records[Event]
    for each in (host, record):
        Event.objects.filter(pk=each.pk).update(starts_on="2014-05-11", ends_on=None)
    public["events:calendar"] = [reverse("events:calendar")]
    public["events:event_calendar"] = [reverse("events:event_calendar", args=[host.slug])]
    missing["events:event_calendar"] = [reverse("events:event_calendar", args=[record.slug])]


def _add_files(hidden, public, missing):
    document, picture = hidden.records[Document], hidden.records[_picture_model(hidden)]
    slug, language = document.publication.slug, document.language
    missing["publications:download"] = [reverse("publications:download", args=[slug, language])]
    missing["publications:read"] = [reverse("publications:read", args=[slug, language])]
    missing["publications:page_image"] = [
        reverse("publications:page_image", args=[slug, language, 1, width]) for width in (240, 560)
    ]
    video = hidden.rows[VideoFile]
    missing["videos:file"] = [
        reverse("videos:file", args=[video.video.slug, video.kind, video.language])
    ]
    missing["files:picture"] = [reverse("files:picture", args=[picture.key])]
    missing["files:lead_picture"] = [
        reverse("files:lead_picture", args=[kind, hidden.hosts[model].slug, picture.width, "webp"])
        for kind, model in (("programs", Program), ("partnerships", Partnership), ("cities", City))
    ]


def _picture_model(hidden):
    return next(model for model in hidden.records if model.__name__ == "Picture")


def _add_sheets(section, host, record, public, missing):
    for name, form in (("page", []), ("bilingual", []), ("pdf", ["en"])):
        public.setdefault(f"fact_sheets:{name}", []).append(
            reverse(f"fact_sheets:{name}", args=[section, host.slug, *form])
        )
        missing.setdefault(f"fact_sheets:{name}", []).append(
            reverse(f"fact_sheets:{name}", args=[section, record.slug, *form])
        )
