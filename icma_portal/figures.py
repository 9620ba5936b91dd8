"""The page of figures: what ICMA states, and what the portal counts from its own records."""

from functools import partial
from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from icma_portal.bilingual.marking import marked_text_of, note_labels
from icma_portal.charts.bars import bar_chart
from icma_portal.search.lists.selection import Selection
from icma_portal.web.kept import snapshot_of
from icma_portal.web.page_cache.declaring import same_for_all
from partnerships.filters import PartnershipFilterSet
from partnerships.models import Partnership
from programs.models import KeyFigure
from publications.filters import PublicationFilterSet
from publications.models import Document, DownloadCount, Publication

MOST_DOWNLOADED = 10


@same_for_all()
@require_safe
def figures(request):
    stated = KeyFigure.objects.visible_to(request.user).select_related("survey", "program")
    context = {
        "stated": stated.prefetch_related("sources"),
        "partnership_charts": charts_of(
            request, Partnership, PartnershipFilterSet, "partnerships:list", partnership_titles()
        ),
        "publication_charts": charts_of(
            request, Publication, PublicationFilterSet, "publications:list", publication_titles()
        ),
        "download_chart": download_chart(request),
    }
    return render(request, "figures.html", context)


def partnership_titles():
    """Return facet → title of its chart."""
    return {
        "country": _("Partnerships by country or region"),
        "topic": _("Partnerships by topic"),
        "year": _("Partnerships by year of the start"),
    }


def publication_titles():
    return {
        "kind": _("Publications by kind"),
        "topic": _("Publications by topic"),
        "year": _("Publications by year"),
    }


def charts_of(request, model, filterset_class, url_name, titles):
    """Return a BarChart for each facet of ``titles``, counted as the list counts it.

    Each bar leads to the list of what it counts.
    """
    user = request.user
    records = partial(model.objects.visible_to, user)
    everything = Selection(filterset_class, QueryDict(), records, user, snapshot_of(request))
    facets = {each.name: each for each in everything.facets()}
    charts = []
    for name, title in titles.items():
        options = facets[name].options
        note_labels(request, (each.label for each in options))
        rows = (
            (each.label, each.count, f"{reverse(url_name)}?{urlencode({name: each.value})}")
            for each in options
        )
        charts.append(bar_chart(title, rows))
    return charts


def download_chart(request):
    """Return a BarChart of the publications downloaded most; each bar leads to its page."""
    publications = Publication.objects.visible_to(request.user)
    documents = Document.objects.visible_to(request.user).filter(publication__in=publications)
    totals = dict(DownloadCount.objects.of(documents).by_publication()[:MOST_DOWNLOADED])
    shown = publications.in_bulk(totals)
    rows = [
        (marked_text_of(shown[pk], "title"), total, shown[pk].get_absolute_url())
        for pk, total in totals.items()
    ]
    note_labels(request, (label for label, _total, _address in rows))
    return bar_chart(_("Publications downloaded most"), rows)
