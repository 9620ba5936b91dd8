"""What a list shows of each record, made once for all readers of a language."""

from types import SimpleNamespace
from typing import NamedTuple

from django.template.loader import get_template
from django.utils.translation import get_language

from icma_portal.web.kept import Store
from icma_portal.web.tables_read import tables_read

# So many are kept of a list and language, at about 1.5 kB each.
MOST_KEPT = 2_000


class Card(NamedTuple):
    """The HTML of a record in a list, and what the notice above the page must know of it."""

    html: str
    shows_other_language: bool
    shows_stale_text: bool


def cards_of(keys, records_of, template, model, name, user, kept):
    """Return the Cards of the records of ``model`` with these keys, in their order.

    ``records_of(keys)`` fetches records; ``template`` shows one under ``name``. They are stored
    in ``kept``, a Snapshot of nobody with rights of their own.
    """
    kind = ("cards", template, get_language())
    store = kept.get(kind, lambda: Store(MOST_KEPT, model._meta.db_table))
    # What is shown is held apart: another thread may empty the store meanwhile.
    shown = {key: card for key in keys if (card := store.things.get(key))}
    if missing := [key for key in keys if key not in shown]:
        with tables_read() as tables:
            made = {each.pk: _card(each, template, name, user) for each in records_of(missing)}
        store.add(made, tables)
        shown.update(made)
    return [shown[key] for key in keys if key in shown]


def note_cards(request, cards):
    """Remember for the page's notice whether any of its Cards is in the other language or stale."""
    for name in ("shows_other_language", "shows_stale_text"):
        if any(getattr(each, name) for each in cards):
            setattr(request, name, True)


def _card(record, template, name, user):
    noticed = SimpleNamespace(user=user, shows_other_language=False, shows_stale_text=False)
    context = {name: record, "heading": 3, "user": user, "request": noticed}
    html = get_template(template).render(context)
    return Card(html, noticed.shows_other_language, noticed.shows_stale_text)
