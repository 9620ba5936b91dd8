"""Filters of lists: a text and facets, the same for pages, feeds and exports."""

from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.marking import marked_text_of
from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.partial_dates import YEAR_LENGTH

from .searching import matching

MAX_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1900, 2100


class FacetFilter(django_filters.MultipleChoiceFilter):
    """A filter whose values are counted beside the results.

    ``labels(user)`` gives value → label and so what may be chosen; with ``among``, of these values
    at least. ``paths`` lead from the
    record to the value; with ``rows(user)``, a queryset of related rows that the user may
    see, they lead from the row, and ``owner`` from the row to the record. ``is_many`` says
    that a record may have several values.
    """

    def __init__(self, *, paths, labels, rows=None, owner="pk", is_many=False, **kwargs):
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)
        self.paths = paths
        self.labels = labels
        self.rows = rows
        self.owner = owner
        self.is_many = is_many

    @property
    def is_own_column(self):
        """Whether the value stands in the record's own row or in one that it points to."""
        return self.rows is None and not self.is_many

    def filter(self, qs, value):
        if not value:
            return qs
        condition = reduce(or_, (self.condition(path, value) for path in self.paths))
        if self.rows is None:
            return qs.filter(pk__in=self.model._default_manager.filter(condition).values("pk"))
        rows = self.rows(self.parent.user).filter(condition)
        return qs.filter(pk__in=rows.values(self.owner))

    def condition(self, path, values):
        """Return the Q for any of ``values`` at ``path``."""
        return Q(**{f"{path}__in": values})

    def value_of(self, raw):
        """Return the facet's value for what stands in the database."""
        return raw


class YearFilter(FacetFilter):
    """The year of a partial date. Years are bounded, so that no number can overflow."""

    def __init__(self, **kwargs):
        super().__init__(labels=year_labels, **kwargs)

    def condition(self, path, values):
        return reduce(or_, (Q(**{f"{path}__startswith": year}) for year in values))

    def value_of(self, raw):
        return raw[:YEAR_LENGTH] if raw else None


def year_labels(user, among=None):
    """Return the labels of all years that may be asked for, the latest first."""
    return {str(year): str(year) for year in range(LAST_YEAR, FIRST_YEAR - 1, -1)}


def choice_labels(choices):
    """Return a ``labels`` function for a TextChoices class."""
    return lambda user, among=None: dict(choices.choices)


def record_labels(model, field="name"):
    """Return a ``labels`` function: slug → text of the visible records, in reading order."""

    def labels(user, among=None):
        records = model._default_manager.all()
        if among is not None:
            records = records.filter(slug__in=among)
        if hasattr(records, "visible_to"):
            records = records.visible_to(user)
        language = get_language()
        ordered = records.order_by(sort_key_column(language), "pk")
        return {record.slug: marked_text_of(record, field, language) for record in ordered}

    return labels


class FacetedFilterSet(django_filters.FilterSet):
    """A text filter by the search index, and facets: what may be asked of a list.

    Its records in SQL (``qs``) are for files; pages count and show by ``lists.selection``.
    The model's declaration (``search.py`` of its app) says what the text is looked for in.
    """

    q = django_filters.CharFilter(
        label=_("Text"), method="filter_text", max_length=MAX_TEXT, strip=True
    )

    def __init__(self, data=None, queryset=None, *, request=None, user=None, **kwargs):
        super().__init__(data, queryset, request=request, **kwargs)
        self.user = user if user is not None else request.user
        for facet in self.facet_filters():
            facet.all_labels = facet.labels(self.user)
            facet.extra["choices"] = list(facet.all_labels.items())

    @classmethod
    def facets_by_name(cls):
        """Return name → FacetFilter, in the order in which the list shows them."""
        return {
            name: each for name, each in cls.base_filters.items() if isinstance(each, FacetFilter)
        }

    def facet_filters(self):
        return [each for each in self.filters.values() if isinstance(each, FacetFilter)]

    def filter_text(self, queryset, name, value):
        # Drafts are among them; the queryset holds what may be seen.
        found = matching(self._meta.model, value)
        return queryset if found is None else queryset.filter(pk__in=found)

    def chosen(self):
        """Return facet name → chosen values; empty when the form is not valid."""
        if not self.is_valid():
            return {}
        cleaned = self.form.cleaned_data
        return {each.field_name: cleaned[each.field_name] for each in self.facet_filters()}
