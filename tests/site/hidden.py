"""Records that nobody may see, tied to public ones by every relation that the models have.

Each holds CANARY in its slug, its texts and its files; nothing of it may be in any answer.
"""

from django.db import IntegrityError, transaction

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields
from icma_portal.files.models import Picture
from icma_portal.publishing.models import Publishable
from programs.models import Country
from publications.models import Document, Publication
from tests.admin.records import CONTENT, make
from tests.factories import make_document, make_pages, make_picture

CANARY = "leakcanary"
# A word beside it, to look for: what is looked for stands in every answer.
WORD = "xylophonist"
# A code that no country has; it alone would tell of it.
NO_COUNTRY = "QZ"
PUBLISHABLE = [*(model for model in CONTENT if issubclass(model, Publishable)), Picture]
ROWS = [model for model in CONTENT if not issubclass(model, Publishable)]


class Hidden:
    """Hidden records by model, and public hosts of the same models that point at them.

    The hosts are made first, so that what the public counts can be noted before ``hide()``.
    """

    def __init__(self):
        self.hosts, self.records, self.rows, self.impossible = {}, {}, {}, []
        for model in PUBLISHABLE:
            self.hosts[model] = self._host(model)

    def _host(self, model):
        if model is Document:
            return make_pages(make_document(self.hosts[Publication]))
        return make(model, state="published", **self._required(model, self.hosts))

    def _required(self, model, others):
        """Return the values of the relations that may not be empty, where there is another side."""
        return {
            field.name: others[field.related_model]
            for field in model._meta.concrete_fields
            if field.related_model in others and not field.null and not field.unique
        }

    def hide(self):
        """Make the hidden records as drafts, and tie them to the hosts both ways."""
        for model in PUBLISHABLE:
            self.records[model] = self._hidden(model)
        for model in ROWS:
            self._make_row(model, self.hosts, self.records)
            if row := self._make_row(model, {**self.rows, **self.records}, self.hosts):
                self.rows[model] = row
        for model in PUBLISHABLE:
            self._tie(self.hosts[model], {**self.rows, **self.records})
            self._tie(self.records[model], self.hosts)

    def _hidden(self, model):
        values = {"state": "draft", **texts_of(model), **self._required(model, self.hosts)}
        if model is Document:
            document = make_document(language="zh-hans", **values)
            return make_pages(document, text=CANARY)
        if model is Picture:
            return make_picture(**values)
        if model is Country:
            values["iso_code"] = NO_COUNTRY
        if any(field.name == "slug" for field in model._meta.concrete_fields):
            values["slug"] = f"{CANARY}-{model._meta.model_name}"
        return make(model, **values)

    def _tie(self, record, others):
        """Point every relation of the record that may be empty at the other side."""
        for field in record._meta.concrete_fields:
            other = others.get(field.related_model)
            if other and field.null and field.editable and other != record:
                setattr(record, field.name, other)
        record.save()
        for field in record._meta.many_to_many:
            other = others.get(field.related_model)
            if other and other != record and field.remote_field.through._meta.auto_created:
                getattr(record, field.name).add(other)

    def _make_row(self, model, parents, others):
        """Make a row whose first relation leads to a parent, and each later one to the other side.

        Return it, or None for a model without such a relation.
        """
        keys = [field for field in model._meta.concrete_fields if field.related_model in parents]
        if not keys:
            return None
        values = {key.name: {**parents, **others}[key.related_model] for key in keys}
        values[keys[0].name] = parents[keys[0].related_model]
        texts = texts_of(model) if others is self.hosts else {}
        try:
            with transaction.atomic():
                return make(model, **{**texts, **values})
        except IntegrityError:
            self.impossible.append(model)
            return None

    def become(self, **values):
        """Bring all hidden records into a state."""
        for model, record in self.records.items():
            model.objects.filter(pk=record.pk).update(**values)


def texts_of(model):
    """Return a text with the canary for each translated column of a model."""
    names = [column for field in translated_fields(model) for column in columns(field)]
    return dict.fromkeys(names, f"{CANARY} {WORD} {model._meta.model_name}")
