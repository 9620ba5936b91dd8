"""Columns of related records. What the reader may not see is not named."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import LANGUAGES, column
from icma_portal.publishing.templatetags.publishing import is_visible_to

from .columns import Column, both_texts, by_language, texts_schema

# Between the values of a cell that holds several.
SEPARATOR = "; "
REFERENCE = texts_schema(id={"type": "integer"}, slug={"type": "string"})


def reference(record):
    """Return a related record for JSON: its permanent id, its slug and its names."""
    names = by_language(both_texts(record, record.sort_field))
    return {"id": record.pk, "slug": record.slug, **names}


def joined(values):
    """Return several values as the text of one cell; a missing one keeps its place."""
    texts = ["" if value is None else str(value) for value in values]
    return SEPARATOR.join(texts) if any(texts) else None


class RelatedColumn(Column):
    @property
    def headers(self):
        return [self.name, *(column(self.name, language) for language in LANGUAGES)]


@dataclass(frozen=True)
class One(RelatedColumn):
    """A record that a foreign key points to.

    ``owner`` names the attribute of that record which decides whether it may be seen, for records
    without a state of their own.
    """

    owner: str = ""

    holds = _("Short name in addresses (slug), and the name in English and in Chinese")

    def prepare(self, queryset, user):
        paths = [self.name, f"{self.name}__{self.owner}"] if self.owner else [self.name]
        return queryset.select_related(*paths)

    def read(self, record, user):
        found = getattr(record, self.name)
        judged = getattr(found, self.owner) if found and self.owner else found
        return found if is_visible_to(judged, user) else None

    def cells(self, record, user):
        found = self.read(record, user)
        if found is None:
            return [None] * len(self.headers)
        return [found.slug, *both_texts(found, found.sort_field)]

    def item(self, record, user):
        found = self.read(record, user)
        return found and reference(found)

    def schema(self):
        return {"anyOf": [REFERENCE, {"type": "null"}]}


@dataclass(frozen=True)
class Many(RelatedColumn):
    """The visible records of a relation to many, in English order. ``model`` is theirs."""

    model: type = None

    holds = _(
        "Short names (slugs), and the names in English and in Chinese, separated by semicolons"
    )

    @property
    def attribute(self):
        return f"exported_{self.name}"

    def prepare(self, queryset, user):
        visible = self.model._default_manager.visible_to(user).order_by("sort_key_en", "pk")
        return queryset.prefetch_related(Prefetch(self.name, visible, to_attr=self.attribute))

    def read(self, record, user):
        return getattr(record, self.attribute)

    def cells(self, record, user):
        rows = [(each.slug, *both_texts(each, each.sort_field)) for each in self.read(record, user)]
        return [joined(cells) for cells in zip(*rows, strict=True)] or [None] * len(self.headers)

    def item(self, record, user):
        return [reference(each) for each in self.read(record, user)]

    def schema(self):
        return {"type": "array", "items": REFERENCE}


@dataclass(frozen=True)
class Rows(Column):
    """Rows that belong to the record, each with columns of its own.

    ``rows(user)`` gives the queryset of those that ``user`` may see, in their order.
    """

    rows: Callable = None
    columns: tuple = ()

    holds = _("Several rows: in a table, their values are separated by semicolons, in one order")

    @property
    def attribute(self):
        return f"exported_{self.name}"

    @property
    def headers(self):
        return [f"{self.name}_{header}" for each in self.columns for header in each.headers]

    def prepare(self, queryset, user):
        rows = self.rows(user)
        for each in self.columns:
            rows = each.prepare(rows, user)
        return queryset.prefetch_related(Prefetch(self.name, rows, to_attr=self.attribute))

    def read(self, record, user):
        return getattr(record, self.attribute)

    def cells(self, record, user):
        rows = [
            [cell for each in self.columns for cell in each.cells(row, user)]
            for row in self.read(record, user)
        ]
        return [joined(cells) for cells in zip(*rows, strict=True)] or [None] * len(self.headers)

    def item(self, record, user):
        return [
            {each.name: each.item(row, user) for each in self.columns}
            for row in self.read(record, user)
        ]

    def schema(self):
        properties = {each.name: each.schema() for each in self.columns}
        return {
            "type": "array",
            "items": {
                "type": "object",
                "properties": properties,
                "required": list(properties),
                "additionalProperties": False,
            },
        }
