"""What replacing would do to one record and its rows, checked by the forms of the admin."""

from typing import NamedTuple

from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from icma_portal.bilingual.glossary_forms import REASON, reminder
from icma_portal.bilingual.languages import HTML_TAGS, portal_language
from icma_portal.bilingual.truncation import PREVIEW_LENGTH, truncate
from icma_portal.publishing.admin import may_publish
from icma_portal.publishing.conflicts.forms import key_of
from icma_portal.publishing.history.comparing import label_of
from icma_portal.publishing.history.parents import parent_field
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.revisions.states import open_revision

from .targets import inline_for, language_of
from .texts import replace_in

# So many texts of one record are shown; all are replaced.
SHOWN = 40


class Passage(NamedTuple):
    """A field with what is replaced in it, as the page shows it."""

    label: str
    language: str
    # Of the row that holds the text; "" for the record itself.
    row: str
    replaced: object


class Change(NamedTuple):
    """A record or row as it would be: a bound form, and the version that it was read as."""

    form: object
    key: str
    version: int


class Plan:
    """All that replacing does to a record and its rows: the whole of it, or nothing."""

    def __init__(self, record):
        self.record, self.model_admin = record, admin.site.get_model_admin(type(record))
        # As it is called now: the form that is bound to it changes it in memory.
        self.key, self.title, self.heading = key_of(record), str(record), heading_of(record)
        self.seen = {self.key: record.version}
        self.changes, self.passages, self.reasons, self.reminders = [], [], [], []
        self.revision = open_revision(record)
        self.is_public = is_public(record)
        self.is_put_aside = is_put_aside(record)
        self.asks_reason = False

    @property
    def count(self):
        return sum(each.replaced.count for each in self.passages)

    @property
    def shown(self):
        """Return the passages that the page shows."""
        return self.passages[:SHOWN]

    @property
    def new_heading(self):
        """Return how the record is called once the plan was carried out."""
        return heading_of(self.record)

    @property
    def address(self):
        return self._address("change")

    @property
    def history_address(self):
        return self._address("history")

    @property
    def revision_address(self):
        return self._address("revision")

    def _address(self, page):
        options = self.record._meta
        name = f"admin:{options.app_label}_{options.model_name}_{page}"
        return reverse(name, args=[self.record.pk])


class Planner:
    """Makes Plans for the person of a request; what it needs for all of them is kept."""

    def __init__(self, request, wanted, targets, reason=""):
        self.request, self.wanted, self.reason = request, wanted, reason
        self.targets, self._inline_forms = targets, {}

    def plan(self, record, rows=None):
        """Return the Plan of ``record`` as it stands; with ``rows``, only of rows with these keys.

        The reasons that the plan holds forbid it.
        """
        plan = Plan(record)
        for target in self.targets:
            if target.root is not type(record):
                continue
            for each in self._texts_of(target, record):
                if rows is None or key_of(each) in rows:
                    self._add(plan, each, target)
        plan.reasons += [*self._rights_missing(plan), *self._faults(plan)]
        return plan

    def _texts_of(self, target, record):
        if target.model is target.root:
            return [record]
        rows = target.model._base_manager.filter(**{target.key: record.pk})
        return rows.order_by("pk")

    def _add(self, plan, each, target):
        """Add to ``plan`` what is replaced in one record or row, if anything is."""
        row = "" if each is plan.record else heading_of(each)
        texts = {}
        for name in target.columns:
            field = each._meta.get_field(name)
            stored = getattr(each, name)
            replaced = replace_in(field, stored, self.wanted) if stored else None
            if replaced is not None and replaced.count:
                texts[name] = replaced.text
                language = HTML_TAGS.get(language_of(field), "")
                plan.passages.append(Passage(label_of(field), language, row, replaced))
        if texts:
            plan.seen[key_of(each)] = each.version
            plan.changes.append(Change(self._form(plan, each, texts), key_of(each), each.version))

    def _form(self, plan, each, texts):
        """Return the form of the admin for these columns only, filled in; None without one."""
        names = list(texts)
        if each is plan.record:
            form_class = plan.model_admin.get_form(self.request, each, change=True, fields=names)
        else:
            form_class = self._inline_form(plan, type(each), names)
        if form_class is None:
            return None
        data = {**texts, REASON: self.reason} if self.reason else texts
        form = form_class(data, instance=each)
        if not set(names) <= set(form.fields):
            return None
        for name in names:
            # White space at the ends is no business of a replacement.
            form.fields[name].strip = False
        return form

    def _inline_form(self, plan, model, names):
        """Return the form class for a row within the record of ``plan``, made once; or None."""
        key = (plan.key, model, *names)
        if key not in self._inline_forms:
            inline = inline_for(self.request, plan.record, model)
            formset = inline and inline.get_formset(self.request, plan.record, fields=names)
            self._inline_forms[key] = formset.form if formset else None
        return self._inline_forms[key]

    def _rights_missing(self, plan):
        is_allowed = plan.model_admin.has_change_permission(self.request, plan.record)
        if not is_allowed or any(change.form is None for change in plan.changes):
            yield _("You may not change these texts.")
        elif plan.is_put_aside:
            if plan.revision is not None:
                yield _("A prepared revision waits already: decide on it first.")
        elif plan.is_public and not may_publish(self.request.user):
            yield _("Readers see these texts: only those who publish may replace in them.")

    def _faults(self, plan):
        """Return what the forms say, and keep what the glossary only reminds of."""
        for change in plan.changes:
            if change.form is None:
                continue
            if not change.form.is_valid():
                yield from _sentences(change.form)
                plan.asks_reason |= REASON in change.form.fields and not self.reason
            model = type(change.form.instance)
            plan.reminders += [reminder(model, *each) for each in change.form.reminders]


def heading_of(record):
    """Return the kind and the name of a record; of a row that is a whole text, its beginning."""
    name = truncate(str(record), portal_language(get_language()), PREVIEW_LENGTH)
    # Translators: “City: Durban”, the kind and the name of a record.
    text = _("%(kind)s: %(record)s")
    return text % {"kind": capfirst(record._meta.verbose_name), "record": name}


def is_public(record):
    """Return whether readers see a record at once: published, or of a kind without a state."""
    if isinstance(record, Publishable):
        return record.state == Publishable.State.PUBLISHED
    parent = parent_field(type(record))
    return parent is None or is_public(getattr(record, parent.name))


def is_put_aside(record):
    """Return whether a change of ``record`` waits for somebody else, by the rule of four eyes."""
    return settings.REVIEW_BY_ANOTHER and isinstance(record, Publishable) and is_public(record)


def _sentences(form):
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            # Translators: “Summary: …”, the name of a field and what is wrong with it.
            text = _("%(field)s: %(error)s")
            yield text % {"field": label, "error": error} if label else error
