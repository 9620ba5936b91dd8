"""The list with facets, once for every kind of record."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from icma_portal.bilingual.marking import note_labels
from icma_portal.bilingual.models import sort_key_column

from .letters import LetterIndex

PAGE_SIZE = 20
# How a list can be shown. The first is what a list shows unless it is asked for another.
LAYOUTS = {"list": _("List"), "map": _("Map"), "timeline": _("Timeline"), "table": _("Table")}


class Chip(NamedTuple):
    """A chosen filter and the query string that takes it away."""

    label: str
    query: str


class FacetedListView(FilterView):
    """Subclasses give ``model``, ``filterset_class``, a template and perhaps ``for_card()``.

    A filter value that does not exist gives status 400, an empty list and the reason. A long
    list by name has an A–Z index; a letter narrows the list, not the counts of the facets.
    """

    paginate_by = PAGE_SIZE
    template_name_suffix = "_list"
    newest_first = None
    layouts = ("list", "table")

    @classmethod
    def page_parameters(cls):
        """Return the parameters that the page knows, for the page cache."""
        return {"page", "view", "sort", "letter", *cls.filterset_class.base_filters}

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user)

    def get_filterset_kwargs(self, filterset_class):
        kwargs = super().get_filterset_kwargs(filterset_class)
        # Unbound would mean "not valid" without any parameter.
        kwargs["data"] = self.request.GET
        return kwargs

    def get(self, request, *args, **kwargs):
        self.filterset = self.get_filterset(self.get_filterset_class())
        is_valid = self.filterset.is_valid()
        matches = self.filterset.qs if is_valid else self.filterset.queryset.none()
        self.letters = self.get_letters()
        self.object_list = self.for_card(self.narrowed(matches))
        context = self.get_context_data(filter=self.filterset, object_list=self.object_list)
        if self.layout == "map":
            # The map knows no pages: it shows all that fits the filters.
            context["on_map"] = self.for_card(matches.order_by(*self.get_ordering()))
        return self.render_to_response(context, status=200 if is_valid else 400)

    @property
    def layout(self):
        """How the list is shown: one of ``layouts``; the first for what it does not know."""
        asked = self.request.GET.get("view", "")
        return asked if asked in self.layouts else self.layouts[0]

    def narrowed(self, matches):
        """Keep what stands under the letter asked for, in the order asked for."""
        if not self.is_by_date:
            # Only the counts of letters need the initials.
            matches = LetterIndex({}, self.request.GET).narrow(matches)
        return matches.order_by(*self.get_ordering())

    def get_letters(self):
        """Return the LetterIndex of a list by name; None for one by date."""
        return None if self.is_by_date else LetterIndex(self.filterset.initials(), self.request.GET)

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        # Facets and letters have counted already; asking again would be a query more.
        paginator.count = self.letters.count if self.letters else self.filterset.count()
        return paginator

    def for_card(self, queryset):
        """Fetch what the list shows of each record."""
        return queryset.for_card()

    def get_ordering(self):
        by_name = (sort_key_column(), "pk")
        return (self.newest_first, *by_name) if self.is_by_date else by_name

    @property
    def is_by_date(self):
        """Whether the newest come first, instead of the order by name."""
        return bool(self.newest_first) and self.request.GET.get("sort") == "newest"

    def get_context_data(self, **kwargs):
        facets = self.filterset.facets()
        note_labels(self.request, (each.label for facet in facets for each in facet.options))
        return super().get_context_data(
            facets=facets,
            chips=self.get_chips(facets),
            sorts=self.get_sorts(),
            layout=self.layout,
            layouts=[(each, LAYOUTS[each], each == self.layout) for each in self.layouts],
            whole_list=self.whole_list(),
            letters=self.letters,
            text=self.request.GET.get("q", "")[:200],
            **kwargs,
        )

    def get_chips(self, facets):
        """Return a Chip for each chosen value and for the text."""
        chips = []
        text = self.request.GET.get("q", "").strip()
        if text and self.filterset.is_valid():
            chips.append(Chip(f"“{text}”", query_without(self.request.GET, "q", text)))
        for facet in facets:
            for option in facet.selected:
                query = query_without(self.request.GET, facet.name, option.value)
                chips.append(Chip(option.label, query))
        return chips

    def whole_list(self):
        """Return the query string of the list without filters, shown in the same way."""
        query = self.request.GET.copy()
        for name in set(query) - {"view", "sort"}:
            query.pop(name)
        return query.urlencode()

    def get_sorts(self):
        """Return (value, label, is_current) of the orders that the list offers."""
        if not self.newest_first:
            return []
        current = "newest" if self.is_by_date else "name"
        sorts = [("name", _("Name")), ("newest", _("Newest first"))]
        return [(value, label, value == current) for value, label in sorts]


def query_without(query, name, value):
    """Return a query string without one value, and without the page number."""
    query = query.copy()
    query.setlist(name, [each for each in query.getlist(name) if each.strip() != value])
    query.pop("page", None)
    return query.urlencode()
