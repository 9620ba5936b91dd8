"""The list with facets, once for every kind of record."""

from typing import NamedTuple

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from icma_portal.bilingual.marking import note_labels
from icma_portal.bilingual.models import sort_key_column
from icma_portal.web.frames import framed, is_bare, notices
from icma_portal.web.kept import snapshot_of

from .filters import MAX_TEXT
from .letters import LetterIndex, asked_letter
from .lists.cards import cards_of, note_cards
from .lists.selection import Selection

PAGE_SIZE = 20
# How a list can be shown. The first is what a list shows unless it is asked for another.
LAYOUTS = {"list": _("List"), "map": _("Map"), "timeline": _("Timeline"), "table": _("Table")}


# A map with more dots and lines than these shows nothing.
MOST_ON_MAP = 200


class _Keys:
    """A list of which only the length is known, and the parts that are asked for."""

    def __init__(self, length, keys):
        self.length, self.keys = length, keys

    def __len__(self):
        return self.length

    def __getitem__(self, part):
        return self.keys(part.start, part.stop)


class Chip(NamedTuple):
    """A chosen filter and the query string that takes it away."""

    label: str
    query: str


class Way(NamedTuple):
    """A layout or order of the list, and the query string that leads to it."""

    value: str
    label: str
    is_current: bool
    query: str


class FacetedListView(FilterView):
    """Subclasses give ``model``, ``filterset_class``, a template and a ``question``.

    ``question`` is the Question for records with ``pks``, and with what the list shows of them.
    ``card_template`` shows one record of a list, under the name of its model. A filter value that
    does not exist gives status 400, an empty list and the reason. A long list by name has an A–Z
    index; a letter narrows the list, not the counts of the facets.
    """

    paginate_by = PAGE_SIZE
    template_name_suffix = "_list"
    question = None
    card_template = None
    newest_first = None
    layouts = ("list", "table")

    @classmethod
    def page_parameters(cls):
        """Return the parameters that the page knows, for the page cache."""
        return {"page", "view", "sort", "letter", *cls.filterset_class.base_filters}

    def get_queryset(self):
        return self.model._default_manager.visible_to(self.request.user)

    def get_template_names(self):
        opts = self.model._meta
        return [f"{opts.app_label}/{opts.model_name}{self.template_name_suffix}.html"]

    def get_filterset_kwargs(self, filterset_class):
        kwargs = super().get_filterset_kwargs(filterset_class)
        # Unbound would mean "not valid" without any parameter.
        kwargs["data"] = self.request.GET
        return kwargs

    def get(self, request, *args, **kwargs):
        values = self.get_context_data()
        if self.has_frame:
            names = self.get_template_names()
            response = HttpResponse(framed(names, values, request, self.kept, self.frame_key))
            # As a TemplateResponse has it.
            response.context_data = values
            return response
        return self.render_to_response(values, status=200 if self.picked.is_valid else 400)

    @property
    def has_frame(self):
        """Whether the page is one of those that differ by their query alone."""
        return is_bare(self.request) and self.layout == "list" and self.picked.is_valid

    @property
    def frame_key(self):
        return (self.request.path, self.is_by_date, *notices(self.request))

    @cached_property
    def kept(self):
        return snapshot_of(self.request)

    @cached_property
    def picked(self):
        return Selection(
            self.filterset_class,
            self.request.GET,
            self.get_queryset,
            self.request.user,
            self.kept,
        )

    @cached_property
    def letters(self):
        """The LetterIndex of a list by name; None for one by date."""
        return None if self.is_by_date else self.picked.letters()

    @property
    def layout(self):
        """How the list is shown: one of ``layouts``; the first for what it does not know."""
        asked = self.request.GET.get("view", "")
        return asked if asked in self.layouts else self.layouts[0]

    def narrowed(self, matches):
        """Keep what stands under the letter asked for, in the order asked for."""
        if not self.is_by_date:
            # Only the counts of letters need the initials.
            matches = LetterIndex({}, asked_letter(self.request.GET)).narrow(matches)
        return matches.order_by(*self.get_ordering())

    def get_page(self):
        """Return the page of the list that is asked for, as keys; Http404 where there is none."""
        # Facets and letters have counted already.
        total = self.letters.count if self.letters else len(self.picked.fitting)
        return self.paginate_queryset(_Keys(total, self.keys), self.paginate_by)[1]

    def keys(self, start, stop):
        by_letter = not self.is_by_date
        return self.picked.page(self.get_ordering(), start, stop, by_letter=by_letter)

    def records_of(self, keys):
        """Return the records with these keys, in their order, with what the list shows of them."""
        found = {each.pk: each for each in self.question.records(self.request.user, pks=keys)}
        return [found[key] for key in keys if key in found]

    def get_ordering(self):
        by_name = (sort_key_column(), "pk")
        return (self.newest_first, *by_name) if self.is_by_date else by_name

    @property
    def is_by_date(self):
        """Whether the newest come first, instead of the order by name."""
        return bool(self.newest_first) and self.request.GET.get("sort") == "newest"

    def get_context_data(self, **kwargs):
        page, facets = self.get_page(), self.picked.facets()
        note_labels(self.request, (each.label for facet in facets for each in facet.options))
        return {
            "view": self,
            "page_obj": page,
            "paginator": page.paginator,
            "facets": facets,
            "chips": self.get_chips(facets),
            "sorts": self.get_sorts(),
            "layout": self.layout,
            "layouts": self.get_layouts(),
            "whole_list": self.whole_list(),
            "letters": self.letters,
            "text": self.picked.text[:MAX_TEXT],
            **self.get_shown(page),
            **kwargs,
        }

    def get_shown(self, page):
        """Return what the layout shows: cards, the places of all that fits, or the records."""
        keys = list(page.object_list)
        # A list has its cards; the records are fetched for who asks for them.
        shown = {"object_list": SimpleLazyObject(lambda: self.records_of(keys))}
        if not self.picked.is_valid:
            shown["errors"] = self.get_errors()
        if self.layout == "map":
            # The map knows no pages and no letters.
            everything = self.picked.page(self.get_ordering(), 0, MOST_ON_MAP, by_letter=False)
            shown["on_map"] = self.records_of(everything)
            shown["is_map_full"] = len(self.picked.fitting) > MOST_ON_MAP
        if self.layout in ("list", "map"):
            shown["cards"] = self.get_cards(keys)
        return shown

    def get_cards(self, keys):
        """Return the HTML of the records in the list, and note what the page's notice must say."""
        name = self.context_object_name or self.model._meta.model_name
        cards = cards_of(
            keys,
            self.records_of,
            self.card_template,
            self.model,
            name,
            self.request.user,
            self.kept,
        )
        note_cards(self.request, cards)
        return [each.html for each in cards]

    def get_errors(self):
        """Return the form that says which of the filters do not exist."""
        return self.get_filterset(self.filterset_class).form

    def get_chips(self, facets):
        """Return a Chip for each chosen value and for the text."""
        chips = []
        text = self.picked.text
        if text and self.picked.is_valid:
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

    def get_layouts(self):
        """Return the Way to each layout of the list."""
        query = self.request.GET
        return [
            Way(each, LAYOUTS[each], each == self.layout, query_with(query, view=each, page=None))
            for each in self.layouts
        ]

    def get_sorts(self):
        """Return the Way to each order that the list offers."""
        if not self.newest_first:
            return []
        current, query = "newest" if self.is_by_date else "name", self.request.GET
        sorts = [("name", _("Name")), ("newest", _("Newest first"))]
        return [
            Way(
                value,
                label,
                value == current,
                in_order(query, value),
            )
            for value, label in sorts
        ]


def query_with(query, **changes):
    """Return a query string with other values of some names; None takes a name away."""
    kept = [(name, values) for name, values in query.lists() if name not in changes]
    new = [(name, [value]) for name, value in changes.items() if value is not None]
    return urlencode([*kept, *new], doseq=True)


def in_order(query, value):
    """Return the query string that leads to the first page of a list in another order."""
    return query_with(query, sort=value, page=None, letter=None)


def query_without(query, name, value):
    """Return a query string without one value, and without the page number."""
    query = query.copy()
    query.setlist(name, [each for each in query.getlist(name) if each.strip() != value])
    query.pop("page", None)
    return query.urlencode()
