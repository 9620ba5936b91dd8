"""A list of partnerships with facets, and a page for each, as Wagtail's tutorial writes them."""

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count
from wagtail.models import Page


class PartnershipPage(Page):
    kind = models.CharField(max_length=20, db_index=True)
    phase = models.CharField(max_length=40, db_index=True)
    country = models.CharField(max_length=40, db_index=True)
    topic = models.CharField(max_length=60, db_index=True)
    starts_on = models.CharField(max_length=10)
    summary = models.TextField()


class ListPage(Page):
    def get_context(self, request):
        context = super().get_context(request)
        pages = PartnershipPage.objects.child_of(self).live()
        chosen = {name: request.GET.getlist(name) for name in ("kind", "phase", "country", "topic")}
        context["facets"] = [
            (name, narrowed(pages, chosen, name).order_by().values_list(name).annotate(Count("pk")))
            for name in chosen
        ]
        found = narrowed(pages, chosen).order_by("title")
        context["page_obj"] = Paginator(found, 20).get_page(request.GET.get("page"))
        return context


def narrowed(pages, chosen, leave_out=None):
    for name, values in chosen.items():
        if values and name != leave_out:
            pages = pages.filter(**{f"{name}__in": values})
    return pages
