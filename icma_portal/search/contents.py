"""What a record says to search, read from the record and from what hangs on it."""

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.translation import override

from icma_portal.bilingual import formats
from icma_portal.bilingual.languages import ENGLISH, LANGUAGES, column
from icma_portal.bilingual.partial_dates import YEAR_LENGTH, PartialDate
from icma_portal.bilingual.reader import is_blank, is_rich
from icma_portal.bilingual.registry import translated_fields
from icma_portal.publishing.models import Publishable

# Raised when other tokens are made of the same texts, so that all entries are written anew.
VERSION = 2
MAX_ADDRESS, MAX_TITLE, MAX_VALUE = 400, 300, 120
# Under this name a row carries the rows that its relations lead to: ``reading`` attaches them.
RELATED = "_search_related"
# So many labels and dates are kept as texts.
MOST_KEPT = 10_000
ALWAYS = datetime.datetime(1, 1, 2, tzinfo=datetime.UTC)

# Asked for every row of every record.
translated_names = cache(translated_fields)


@dataclass
class Content:
    """All that the index keeps of one record. Texts are (language, text); "" is no language."""

    kind: str
    titles: dict = field(default_factory=dict)
    names: list = field(default_factory=list)
    has_sounds: bool = False
    keywords: list = field(default_factory=list)
    lead: list = field(default_factory=list)
    body: list = field(default_factory=list)
    passages: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    date: str = ""
    address: str = ""
    visible_from: datetime.datetime | None = None
    visible_until: datetime.datetime | None = None
    changes_at: datetime.datetime | None = None

    def digest(self):
        """Return the SHA-256 of all this, as the present rules of tokens take it."""
        text = json.dumps([VERSION, vars(self)], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def content_of(record, declared, now=None):
    """Return the Content of a record of ``reading.records_of``, as the public may see it."""
    walk = Walk(record, declared, now or timezone.now())
    visible_from, visible_until = walk.window()
    content = Content(
        kind=declared.kind,
        titles={lang: text[:MAX_TITLE] for lang, text in texts_of(record, declared.title)},
        names=[name for path in declared.names for name in names_in(getattr(record, path))],
        has_sounds=declared.has_sounds,
        keywords=walk.texts(declared.keywords),
        lead=walk.texts(declared.lead),
        body=walk.texts(declared.body),
        values=walk.values(),
        date=(getattr(record, declared.date) or "") if declared.date else "",
        address=address_of(record),
        visible_from=visible_from,
        visible_until=visible_until,
    )
    if declared.passages:
        rows = {each: walk.rows(each) for each in declared.passage_relations}
        content.passages = [tuple(each) for each in declared.passages(record, rows)]
    content.changes_at = min(walk.moments, default=None)
    return content


class Walk:
    """Reads paths from one record, and remembers when the schedule next changes what they give."""

    def __init__(self, record, declared, now):
        self.record, self.declared, self.now = record, declared, now
        self.moments = []
        self._rows = {"": [record]}

    def rows(self, prefix):
        """Return what a path of relations leads to, without what the public may not see."""
        if prefix not in self._rows:
            base, _separator, step = prefix.rpartition("__")
            found = [each for row in self.rows(base) for each in related(row, step)]
            self._rows[prefix] = [each for each in found if self._is_shown(each, prefix)]
        return self._rows[prefix]

    def texts(self, paths):
        """Return the (language, text) that the paths lead to, each once, in their order."""
        found = {}
        for path in paths:
            prefix, _separator, name = path.rpartition("__")
            for row in self.rows(prefix):
                found.update(dict.fromkeys(texts_of(row, name)))
        return list(found)

    def values(self):
        """Return facet → the values of the record, in order."""
        return {
            facet: sorted({value for path in paths for value in self._values(facet, path)})
            for facet, paths in self.declared.facets.items()
        }

    def window(self):
        """Return (from, until): from when until when the record is public; from None for never."""
        rows = [self.record]
        for relation in self.declared.within:
            related_rows = [each for row in [self.record] for each in row_at(row, relation)]
            rows += related_rows or [None]
        windows = [window_of(row, self.now) for row in rows]
        if any(begin is None for begin, _end in windows):
            return None, None
        ends = [end for _begin, end in windows if end]
        return max(begin for begin, _end in windows), min(ends, default=None)

    def _values(self, facet, path):
        prefix, _separator, name = path.rpartition("__")
        for row in self.rows(prefix):
            value = getattr(row, name)
            if isinstance(value, PartialDate):
                value = value[:YEAR_LENGTH]
            if value not in (None, ""):
                yield str(value)[:MAX_VALUE]

    def _is_shown(self, row, prefix):
        if getattr(row, "is_internal", False) or not getattr(row, "is_public", True):
            return False
        if isinstance(row, Publishable):
            return row == self.record or self._is_public(row)
        if owner := getattr(row, "belongs_to", ""):
            return self._is_shown(getattr(row, owner), f"{prefix}__{owner}")
        # A row that only links shows nothing while what it links to is hidden.
        links = () if translated_names(type(row)) else self._links(type(row), prefix)
        return all(self._is_public(each) for name in links for each in related(row, name))

    def _links(self, model, prefix):
        for other in self.declared.prefixes:
            base, _separator, step = other.rpartition("__")
            if base == prefix:
                relation = model._meta.get_field(step)
                if relation.many_to_one and issubclass(relation.related_model, Publishable):
                    yield step

    def _is_public(self, row):
        begin, end = window_of(row, self.now)
        if begin and begin > self.now:
            self.moments.append(begin)
            return False
        if begin and end:
            self.moments += [end] if end > self.now else []
            return end > self.now
        return begin is not None


def window_of(row, now):
    """Return (from, until) of one row by its own state; from None when it is never public."""
    if row is None:
        return None, None
    if not isinstance(row, Publishable):
        return ALWAYS, None
    if row.state != Publishable.State.PUBLISHED or row.published_at is None:
        return None, None
    is_due = row.published_at <= now and (row.expires_at is None or row.expires_at > now)
    # Other reasons than the schedule: people who have not agreed to be named.
    if is_due and not row.is_published:
        return None, None
    return row.published_at, row.expires_at


def related(row, step):
    """Return the rows that one relation of ``row`` leads to, by their ids, as they were read."""
    return row.__dict__[RELATED][step]


def row_at(row, path):
    rows = [row]
    for step in path.split("__"):
        rows = [each for row in rows for each in related(row, step)]
    return rows


def texts_of(row, name):
    """Return the (language, text) of a field as pages show it, in both languages."""
    if name in translated_names(type(row)):
        return _translations(row, name)
    value = getattr(row, name)
    if value in (None, ""):
        return []
    stored = row._meta.get_field(name)
    if stored.choices:
        return _labels(stored, value)
    if isinstance(value, PartialDate):
        return _dates(value)
    if isinstance(value, Decimal):
        return [(each, formats.rounded_number(value.normalize(), each)) for each in LANGUAGES]
    return [("", str(value))]


def names_in(text):
    """Return the names of a field that holds several, separated by semicolons."""
    return [each.strip() for each in (text or "").replace("；", ";").split(";") if each.strip()]


def address_of(record):
    """Return the path of the record's page without the language that it begins with."""
    with override(ENGLISH):
        return record.get_absolute_url().removeprefix(f"/{ENGLISH}")[:MAX_ADDRESS]


def _translations(row, name):
    found = []
    for language in LANGUAGES:
        column_name = column(name, language)
        text = getattr(row, column_name)
        if not is_blank(text):
            stored = row._meta.get_field(column_name)
            found.append((language, stored.plain_text(text) if is_rich(stored) else text))
    return found


@lru_cache(maxsize=MOST_KEPT)
def _labels(field, value):
    """Return the (language, label) of a value that is one of a field's choices."""
    label, found = dict(field.flatchoices).get(value, value), []
    for language in LANGUAGES:
        with override(language):
            found.append((language, str(label)))
    return tuple(found)


@lru_cache(maxsize=MOST_KEPT)
def _dates(value):
    """Return the (language, text) of a PartialDate, also as it is stored."""
    shown = ((each, formats.partial_date(value, each)) for each in LANGUAGES)
    return (*shown, ("", str(value)))
