"""Links within texts that lead nowhere on this site."""

import re

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from icma_portal.asking.statements import rows_of
from icma_portal.bilingual.languages import LANGUAGES, columns
from icma_portal.bilingual.reader import is_rich
from icma_portal.bilingual.registry import translated_fields
from icma_portal.search.models import SearchEntry
from icma_portal.search.sources import is_public

from .checks import Finding, is_publishable, register_check

HREF = re.compile(r'href="(/[^"#?]*)')
PREFIX = re.compile(rf"/({'|'.join(LANGUAGES)})(?=/)")


def rich_columns(model):
    """Return the columns of ``model`` that hold rich text."""
    names = [each for name in translated_fields(model) for each in columns(name)]
    return [name for name in names if is_rich(model._meta.get_field(name))]


def texts_with_links(record):
    """Return the rich texts of a record as they are stored; "" for those that it lacks."""
    return [getattr(record, name) or "" for name in rich_columns(type(record))]


@register_check(
    "links",
    gettext_lazy("Links within the site that lead nowhere"),
    gettext_lazy("The page was renamed, taken back or deleted: mend the link or take it out."),
    lambda model: is_publishable(model) and bool(rich_columns(model)),
)
def broken_links(model):
    public = None
    for record in model._default_manager.published():
        found = {path for text in texts_with_links(record) for path in HREF.findall(text)}
        if not found:
            continue
        public = public_addresses() if public is None else public
        broken = sorted(path for path in found if not leads_somewhere(path, public))
        if broken:
            yield Finding(record, _("Leads nowhere: %(links)s") % {"links": ", ".join(broken)})


def public_addresses():
    """Return the addresses, without their language, of all that the public can find."""
    condition = is_public()
    table = SearchEntry._meta.db_table
    sql = f"SELECT e.address FROM {table} e WHERE {condition.sql}"  # noqa: S608 (our own constants)
    return {address for (address,) in rows_of(sql, condition.parameters)}


def leads_somewhere(path, public):
    """Return whether ``path`` is the page of something public, or a page that always is there."""
    bare = PREFIX.sub("", path)
    if bare in public:
        return True
    try:
        match = resolve(path)
    except Resolver404:
        return False
    # A page of one record that search does not know is a page of none.
    return not (set(match.kwargs) & {"slug", "pk", "key"})
