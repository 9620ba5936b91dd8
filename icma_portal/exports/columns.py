"""Columns of an export: each gives cells of tables, JSON, its schema and its description.

A column reads one thing of a record. Texts come in both languages or not at all: what stands in
the other language is never passed off as a translation. Codes stand beside their labels.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES, column
from icma_portal.bilingual.reader import plain_text, read
from icma_portal.web.language_links import path_in

NULLABLE_TEXT = {"type": ["string", "null"]}
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def both_texts(record, field):
    """Return the words of a translated field in each language; None where there are none."""
    readings = (read(record, field, language) for language in LANGUAGES)
    return [
        plain_text(record, field, each) if each.text and not each.is_fallback else None
        for each in readings
    ]


def by_language(texts):
    """Return language tag → text, for JSON."""
    return dict(zip(HTML_TAGS.values(), texts, strict=True))


@cache
def choice_labels(choices):
    """Return code → its labels in each language, for a TextChoices class."""
    labels = {}
    for language in LANGUAGES:
        with translation.override(language):
            for code, label in choices.choices:
                labels.setdefault(code, []).append(str(label))
    return labels


def texts_schema(**more):
    """Return the schema of an object with a text, or none, in each language."""
    properties = {**more, **dict.fromkeys(HTML_TAGS.values(), NULLABLE_TEXT)}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@dataclass(frozen=True)
class Column:
    """A value that is given as it is: a text without translation, such as a slug or an ISO code.

    ``name`` is that of the record's attribute. ``label`` is needed where the model has no field
    of that name; ``about`` says more to those who use the data.
    """

    name: str
    label: str = ""
    about: str = ""

    holds = _("Text")

    def prepare(self, queryset, user):
        """Return ``queryset`` so that reading this column makes no query for each record."""
        return queryset

    def label_for(self, model):
        return self.label or capfirst(model._meta.get_field(self.name).verbose_name)

    @property
    def headers(self):
        """The names of the columns that it fills in a table."""
        return [self.name]

    def read(self, record, user):
        """Return what the column finds on the record; None for nothing."""
        return getattr(record, self.name)

    def cells(self, record, user):
        """Return one Python value for each of ``headers``."""
        value = self.read(record, user)
        return [None if value == "" else value]

    def item(self, record, user):
        """Return the value for JSON."""
        return self.cells(record, user)[0]

    def schema(self):
        """Return the JSON Schema of ``item()``."""
        return NULLABLE_TEXT


class Number(Column):
    holds = _("Number")

    def schema(self):
        return {"type": ["number", "null"]}


class YesNo(Column):
    holds = _("true, false, or nothing where unknown")

    def schema(self):
        return {"type": ["boolean", "null"]}


class Day(Column):
    holds = _("Date in ISO 8601, as precise as it is known: 2014, 2014-05 or 2014-05-11")

    def schema(self):
        return {"type": ["string", "null"], "pattern": PARTIAL_DATE}


class Moment(Column):
    holds = _("Moment in ISO 8601 (UTC)")

    def item(self, record, user):
        moment = self.read(record, user)
        return moment and moment.isoformat()

    def schema(self):
        return {"type": ["string", "null"], "format": "date-time"}


class Words(Column):
    """A translated field, in both languages."""

    holds = _("Text in English and in Chinese; nothing where it is not translated")

    @property
    def headers(self):
        return [column(self.name, language) for language in LANGUAGES]

    def cells(self, record, user):
        return both_texts(record, self.name)

    def item(self, record, user):
        return by_language(self.cells(record, user))

    def schema(self):
        return texts_schema()


class Address(Column):
    """Where the record's page is, in each language."""

    holds = _("Address of the page in English and in Chinese")

    @property
    def headers(self):
        return [column(self.name, language) for language in LANGUAGES]

    def cells(self, record, user):
        path = record.get_absolute_url()
        return [settings.SITE_ADDRESS + path_in(path, language) for language in LANGUAGES]

    def item(self, record, user):
        return by_language(self.cells(record, user))

    def schema(self):
        address = {"type": "string", "format": "uri"}
        properties = dict.fromkeys(HTML_TAGS.values(), address)
        return {**texts_schema(), "properties": properties}


@dataclass(frozen=True)
class Choice(Column):
    """A code of a TextChoices class (``choices``), with its label in both languages."""

    choices: type = None

    holds = _("Code, and its label in English and in Chinese")

    @property
    def headers(self):
        return [self.name, *(column(self.name, language) for language in LANGUAGES)]

    def cells(self, record, user):
        code = self.read(record, user)
        if not code:
            return [None] * len(self.headers)
        # A code that is no longer among the choices is given all the same.
        labels = choice_labels(self.choices).get(str(code), [None] * len(LANGUAGES))
        return [str(code), *labels]

    def item(self, record, user):
        code, *labels = self.cells(record, user)
        return {"code": code, **by_language(labels)} if code else None

    def schema(self):
        code = {"type": "string", "enum": list(self.choices.values)}
        return {"anyOf": [texts_schema(code=code), {"type": "null"}]}
