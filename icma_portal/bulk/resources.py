"""Rows of a table over the forms of the admin: their rules, rights and versions hold here too.

The run over the rows, with a savepoint for each, is that of django-import-export.
"""

import logging

from django import forms
from django.conf import settings
from django.contrib.admin.utils import construct_change_message
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from import_export import resources
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult

from icma_portal.bilingual.languages import in_every_language
from icma_portal.publishing.admin import may_publish
from icma_portal.publishing.history.restoring import state_now
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.revisions.admin import WAITS
from icma_portal.publishing.revisions.states import (
    keep,
    named_outside_history,
    others_revision,
    put_again,
)
from icma_portal.publishing.versioned import ChangedMeanwhile
from icma_portal.web.admin import is_id

from .cells import KEY, VERSION, Relations, cell_of, told_columns, typed

logger = logging.getLogger(__name__)

# What becomes of a row.
NEW, CHANGED, ASIDE, SAME, REFUSED = "new", "changed", "aside", "same", "refused"
OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: SAME,
}
GONE = _("This record does not exist, or no longer does.")
TWICE = _("The file holds this record more than once.")
CHANGED_SINCE = _("Somebody has changed this record since the file was made. Export it again.")
NO_VERSION = _("Keep the number that was exported: it tells whether somebody changed the record.")
MAY_NOT = _("You may not change this record.")
# To change many public pages at once is an act of publishing.
IS_PUBLIC = _("This record is public, and you may not publish.")
MAY_NOT_ADD = _("You may not add records of this kind.")
NOT_HERE = _("This column is not changed by a table.")
UNEXPECTED = _("This row could not be stored, for a reason that was logged.")


class FormResource(resources.Resource):
    """The records of a ModelAdmin as rows; ``request`` tells who is at work."""

    class Meta:
        skip_diff = True
        store_instance = True
        instance_loader_class = BaseInstanceLoader

    def __init__(self, model_admin, request, tell=None):
        super().__init__()
        self.model_admin, self.request, self.tell = model_admin, request, tell or (lambda _at: None)
        self.model = model_admin.model
        self.fields = {KEY: Field(attribute="pk", column_name=KEY)}
        self.relations, self.told, self._form_to_add = Relations(), [], None

    # The run --------------------------------------------------------------------

    def before_import(self, dataset, **kwargs):
        keys = [each.strip() for each in dataset[KEY]]
        found = self.model_admin.get_queryset(self.request)
        self.records = found.in_bulk([int(each) for each in keys if is_id(each)])
        self.seen, self.columns = set(), [each for each in dataset.headers if each != KEY]

    def import_row(self, row, instance_loader, **kwargs):
        self.form, self.record, self.before, self.is_aside = None, None, {}, False
        result = super().import_row(row, instance_loader, **kwargs)
        self.told.append(self._told(row, result))
        self.tell(len(self.told))
        return result

    def get_or_init_instance(self, instance_loader, row):
        key = row[KEY].strip()
        if not key:
            if not self.model_admin.has_add_permission(self.request):
                raise ValidationError({KEY: MAY_NOT_ADD})
            return self.model(), True
        record = self.records.get(int(key)) if is_id(key) else None
        if record is None:
            raise ValidationError({KEY: GONE})
        self.record = record
        # The form will change the instance before it is known whether it is valid.
        self.was_public = getattr(record, "state", "") == Publishable.State.PUBLISHED
        if record.pk in self.seen:
            raise ValidationError({KEY: TWICE})
        self.seen.add(record.pk)
        return record, False

    def import_instance(self, instance, row, **kwargs):
        """Fill the form of a record with the cells that differ. Raise ValidationError."""
        differing = self._differing(instance, row)
        if not differing:
            return
        if instance.pk:
            self._require_current(instance, row)
        form_class = self._form_class(instance)
        self.form = self._bound(form_class, instance, row, differing)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return self.form is None and not import_validation_errors

    def save_instance(self, instance, is_create, row, **kwargs):
        try:
            if self._is_put_aside(instance, is_create):
                self._put_aside(instance)
            else:
                self._save(instance, is_create)
        except ChangedMeanwhile as error:
            raise ValidationError({VERSION: CHANGED_SINCE}) from error

    def save_m2m(self, instance, row, **kwargs):
        """The form has done it."""

    # One row --------------------------------------------------------------------

    def _differing(self, instance, row):
        """Return the columns that would be changed; all that hold something for a new record."""
        told = told_columns(self.model)
        if not instance.pk:
            return [each for each in self.columns if each not in told and row[each].strip()]
        self.before = {each: cell_of(instance, each) for each in self.columns if each != VERSION}
        differing = [each for each in self.before if row[each].strip() != self.before[each].strip()]
        wrong = [each for each in differing if each in told]
        if wrong:
            raise ValidationError(dict.fromkeys(wrong, NOT_HERE))
        return differing

    def _require_current(self, instance, row):
        if not self.model_admin.has_change_permission(self.request, instance):
            raise ValidationError({KEY: MAY_NOT})
        if (
            self.was_public
            and not settings.REVIEW_BY_ANOTHER
            and not may_publish(self.request.user)
        ):
            raise ValidationError({KEY: IS_PUBLIC})
        seen = row.get(VERSION, "").strip()
        if not is_id(seen):
            raise ValidationError({VERSION: NO_VERSION})
        if int(seen) != instance.version:
            raise ValidationError({VERSION: CHANGED_SINCE})

    def _form_class(self, instance):
        if instance.pk:
            return self.model_admin.get_form(self.request, instance, change=True)
        if self._form_to_add is None:
            self._form_to_add = self.model_admin.get_form(self.request, None, change=False)
        return self._form_to_add

    def _bound(self, form_class, instance, row, differing):
        """Return the valid form of a record with these cells. Raise ValidationError by column."""
        data, errors = {}, {}
        for name in differing:
            form_field = form_class.base_fields.get(name)
            if form_field is None:
                errors[name] = NOT_HERE
                continue
            field = self.model._meta.get_field(name)
            try:
                for suffix, value in typed(form_field, field, row[name], self.relations).items():
                    data[name + suffix] = value
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)
        form = form_class(data, instance=instance)
        if instance.pk:
            # What no cell changes stays as it is, whatever the browser would have sent of it.
            form.fields = {name: each for name, each in form.fields.items() if name in differing}
        else:
            self._keep_defaults(form, data)
        if not form.is_valid():
            raise ValidationError(dict(form.errors.as_data()))
        return form

    def _keep_defaults(self, form, data):
        """A column that the table does not have is as a new form shows it."""
        for name, field in form.fields.items():
            if name in data or f"{name}_0" in data:
                continue
            initial = form.get_initial_for_field(field, name)
            if isinstance(field, forms.MultiValueField):
                shown = field.widget.decompress(initial)
                data.update({f"{name}_{at}": value or "" for at, value in enumerate(shown)})
            elif initial is not None:
                data[name] = field.prepare_value(initial)

    def _is_put_aside(self, instance, is_create):
        """Return whether somebody else is to decide, as when the form were saved."""
        return settings.REVIEW_BY_ANOTHER and not is_create and self.was_public

    def _put_aside(self, instance):
        if waiting := others_revision(instance, self.request.user):
            raise ValidationError({KEY: ValidationError(WAITS, params={"name": waiting.made_by})})
        before = state_now(self.model, instance.pk)
        with transaction.atomic():
            self._save(instance, False)
            after = state_now(self.model, instance.pk)
            files = named_outside_history(after)
            transaction.set_rollback(True)
        put_again(files)
        keep(instance, before, after, self.request.user)
        self.is_aside = True

    def _save(self, instance, is_create):
        form = self.form
        record = self.model_admin.save_form(self.request, form, change=not is_create)
        self.model_admin.save_model(self.request, record, form, change=not is_create)
        form.save_m2m()
        message = construct_change_message(form, [], is_create)
        log = self.model_admin.log_addition if is_create else self.model_admin.log_change
        log(self.request, record, message)

    # What is told ---------------------------------------------------------------

    def _told(self, row, result):
        """Return what became of a row as plain data, with its words in every language."""
        record = result.instance if result.instance is not None else self.record
        outcome = ASIDE if self.is_aside else OUTCOMES.get(result.import_type, REFUSED)
        told = {"id": row[KEY].strip()[:20], "outcome": outcome, "errors": {}, "changes": []}
        told["record"] = in_every_language(lambda: str(record)) if record is not None else {}
        if outcome == REFUSED:
            told["errors"] = _errors_of(result)
            told["typed"] = {name: row[name] for name in told["errors"] if name in row}
        elif outcome in (NEW, CHANGED, ASIDE):
            told["changes"] = self._changes(row, outcome)
        return told

    def _changes(self, row, outcome):
        """Return [column, before, after] of what a row changes, as it is stored."""
        told = told_columns(self.model)
        names = [each for each in self.columns if each in self.form.fields and each not in told]
        if outcome == NEW:
            found = [(each, "", cell_of(self.form.instance, each)) for each in names]
        else:
            # Read from the database: what was put aside is not there.
            record = self.form.instance
            stored = record if outcome == ASIDE else self.model._base_manager.get(pk=record.pk)
            found = [(each, self.before[each], cell_of(stored, each)) for each in names]
        return [list(each) for each in found if each[1] != each[2]]


def _errors_of(result):
    """Return column → sentences of what a row is refused for, in every language."""
    error = result.validation_error
    if error is None:
        for each in result.errors:
            logger.error("A row of a table failed.", exc_info=each.error)
        return {"": [in_every_language(UNEXPECTED)]}
    found = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: [error]}
    return {
        "" if name == NON_FIELD_ERRORS else name: [_said(each) for each in reasons]
        for name, reasons in found.items()
    }


def _said(error):
    return in_every_language(lambda: error.messages[0])
