"""What an app declares to give a list out, and the table that one request makes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from .columns import Address, Column, Moment, Number

# Records fetched at a time: what a file of any length keeps in memory.
AT_A_TIME = 500

BASICS = (
    Number("id", _("Number"), _("Never changes, also when the name or the address does.")),
    Column("slug", _("Short name"), _("As in the address of the page.")),
    Address("address", _("Address")),
)
CHANGED = Moment("updated_at", _("Last change"))


class Format(NamedTuple):
    """A kind of file. ``write`` takes a Table and yields pieces of the file, bytes.

    ``title`` names the kind in a sentence; ``has_columns`` says whether columns can be chosen.
    """

    extension: str
    label: str
    content_type: str
    write: Callable
    title: str
    has_columns: bool = True


class Description(NamedTuple):
    """What a column is called by machines and by people, and what it holds."""

    name: str
    headers: list
    label: str
    holds: str
    about: str


class Place(NamedTuple):
    """Where a record lies: ``geometry(record)`` gives a GeoJSON geometry, None for unknown.

    ``needs`` names the column whose related rows the function reads.
    """

    geometry: Callable
    needs: str = ""


@dataclass(frozen=True)
class Export:
    """A list that can be taken out: its columns, and the formats that it comes in.

    ``name`` is also the namespace of its addresses, ``label`` what the list is called, and
    ``page_name`` the URL name of the page that shows it. ``title`` and ``summarized_by`` name the
    translated fields that feeds show.
    """

    name: str
    label: str
    page_name: str
    model: type
    own_columns: tuple
    formats: tuple
    title: str = "name"
    summarized_by: str = ""
    place: Place | None = None

    @property
    def columns(self):
        return (*BASICS, *self.own_columns, CHANGED)

    def format(self, extension):
        """Return the Format with this extension; None for one that the list does not come in."""
        return next((each for each in self.formats if each.extension == extension), None)

    def choose(self, names):
        """Return (the columns of these names, the names that do not exist).

        All columns when no name is given; the permanent number is always among them.
        """
        known = {each.name for each in self.columns}
        unknown = [name for name in names if name not in known]
        chosen = [each for each in self.columns if not names or each.name in {"id", *names}]
        return chosen, unknown

    def described(self, columns=None):
        """Return the Description of each of ``columns`` (of all by default), for people."""
        return [
            Description(each.name, each.headers, each.label_for(self.model), each.holds, each.about)
            for each in columns or self.columns
        ]


@dataclass(frozen=True)
class Table:
    """What one request asked for. ``filters`` are (label, value) pairs for people."""

    export: Export
    columns: list
    queryset: object
    user: object
    language: str
    address: str
    list_address: str
    filters: list
    made_at: datetime

    @property
    def headers(self):
        return [header for each in self.columns for header in each.headers]

    def count(self):
        return self.queryset.order_by().count()

    def records(self, order=(), needs=()):
        """Yield the records in pieces of AT_A_TIME; ``order`` replaces that of the list.

        ``needs`` names columns to prepare besides the chosen ones.
        """
        queryset = self.queryset.order_by(*order) if order else self.queryset
        for each in self.export.columns:
            if each in self.columns or each.name in needs:
                queryset = each.prepare(queryset, self.user)
        return queryset.iterator(chunk_size=AT_A_TIME)

    def row(self, record):
        """Return the cells of one record, in the order of ``headers``."""
        return [cell for each in self.columns for cell in each.cells(record, self.user)]

    def item(self, record):
        """Return one record for JSON."""
        return {each.name: each.item(record, self.user) for each in self.columns}
