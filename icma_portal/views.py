"""The roof: home, about, and the ways in."""

import datetime

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from icma_portal.asking.questions import Question
from icma_portal.bilingual.languages import portal_language
from icma_portal.publishing.shelf import Related
from icma_portal.web.kept import snapshot_of
from icma_portal.web.page_cache.declaring import same_for_all
from partnerships.models import Partnership
from programs.models import Country, KeyFigure, Paragraph, Program, Section
from publications.models import Publication


def all_visible(model, *before, most=None):
    """Return the Related of the home page: all records of a model."""
    return Related(lambda: model, model.objects.visible_to, *before, most=most)


PARTNERSHIPS = all_visible(Partnership)
LATEST = all_visible(Publication, "-published_at", most=6)
# These sections of programs make the “about” page.
ABOUT_SECTIONS = ("about-global-programs", "our-global-reach", "the-citylinks-model")

# The statement says this day. Renew it when docs/accessibility.md has been gone through again.
ACCESSIBILITY_CHECKED_ON = datetime.date(2026, 11, 26)


@require_safe
def root(request):
    """Send to the reader's language: by cookie, then Accept-Language, then English."""
    language = portal_language(get_language_from_request(request))
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@same_for_all()
@require_safe
def home(request):
    user = request.user
    context = {
        "figures": figures_of_home.records(user),
        # The purposes that the page names are those of the whole field of work.
        "root": program_at_the_top.record(user),
        "partnerships": PARTNERSHIPS.shelf(request),
        "latest": LATEST.shelf(request),
        "counts": snapshot_of(request).get("counts of home", lambda: counts(user)),
    }
    return render(request, "home.html", context)


@Question
def figures_of_home(user):
    """Return the figures of the home page."""
    figures = KeyFigure.objects.visible_to(user).filter(is_on_home_page=True)
    return figures.prefetch_related("sources")


@Question
def program_at_the_top(user):
    """Return the program that is within no other, with its sources."""
    programs = Program.objects.visible_to(user).filter(parent=None)
    return programs.prefetch_related("sources")[:1]


def counts(user):
    """Return how many records of a kind ``user`` may see."""
    models = {"partnerships": Partnership, "publications": Publication, "countries": Country}
    return {name: model.objects.visible_to(user).count() for name, model in models.items()}


@same_for_all()
@require_safe
def about(request):
    shown = Paragraph.objects.filter(is_internal=False).prefetch_related("sources")
    programs = Program.objects.visible_to(request.user)
    sections = Section.objects.filter(slug__in=ABOUT_SECTIONS, program__in=programs)
    sections = sections.select_related("program").prefetch_related(Prefetch("paragraphs", shown))
    return render(request, "about.html", {"sections": sections.order_by("program", "order")})


@same_for_all()
@require_safe
def accessibility(request):
    return render(request, "accessibility.html", {"checked_on": ACCESSIBILITY_CHECKED_ON})


@same_for_all()
@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {settings.SITE_ADDRESS}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
