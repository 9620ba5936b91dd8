"""Replacing in the records that a person has ticked: one transaction, and one edit in the history.

A record that cannot be changed is left as it is, with its rows, and told: nothing is lost by that,
while to refuse all for the sake of one would make the person look through all of them again.
"""

from typing import NamedTuple

from django.apps import apps
from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from icma_portal.accounts import audit
from icma_portal.bilingual.glossary import overrule
from icma_portal.bilingual.glossary_forms import REASON
from icma_portal.bilingual.tracking import editing
from icma_portal.publishing.conflicts.admin import TRIES
from icma_portal.publishing.history.recording import begin, recording
from icma_portal.publishing.history.restoring import state_now
from icma_portal.publishing.models import Version
from icma_portal.publishing.revisions.states import keep
from icma_portal.publishing.versioned import ChangedMeanwhile
from icma_portal.search.following import deferring

CHANGED = gettext_lazy("This record has been changed since the preview.")


class Refusal(NamedTuple):
    """A record that was left as it was; without a heading, it is there no more."""

    heading: str
    address: str
    reasons: list


class Report(NamedTuple):
    """What was done: Plans that were carried out, Plans kept as revisions, and Refusals."""

    changed: list
    put_aside: list
    refused: list

    @property
    def count(self):
        return sum(plan.count for plan in (*self.changed, *self.put_aside))


def replace(planner, chosen, *, is_minor=False):
    """Carry out the Plans of the chosen records; return a Report.

    ``chosen``: key of a record → {key: version}, the record and its rows as the person saw them.
    """
    for attempt in range(TRIES):
        try:
            return _replace(planner, chosen, is_minor)
        except OperationalError:
            # A form and this one waited for each other: PostgreSQL ends one of them.
            if attempt == TRIES - 1:
                raise


def _replace(planner, chosen, is_minor):
    request, wanted = planner.request, planner.wanted
    report = Report([], [], [])
    edit = {"user": request.user, "origin": Version.Origin.REPLACE, "comment": str(wanted)}
    with transaction.atomic(), deferring(), editing(is_minor=is_minor), recording(**edit):
        stored = _locked(chosen)
        for key, seen in chosen.items():
            _replace_in_record(planner, key, seen, stored, report)
        if report.changed or report.put_aside:
            audit.record(
                audit.Event.REPLACED,
                request=request,
                target=str(wanted),
                records=[plan.key for plan in report.changed],
                put_aside=[plan.key for plan in report.put_aside],
                refused=len(report.refused),
            )
    return report


def _locked(chosen):
    """Lock all records and rows in one order; return their versions by key."""
    wanted = {}
    for seen in chosen.values():
        for key in seen:
            label, _dot, pk = key.rpartition(".")
            wanted.setdefault(label, set()).add(int(pk))
    stored = {}
    for label, pks in sorted(wanted.items()):
        rows = apps.get_model(label)._base_manager.select_for_update().filter(pk__in=pks)
        for pk, version in rows.order_by("pk").values_list("pk", "version"):
            stored[f"{label}.{pk}"] = version
    return stored


def _replace_in_record(planner, key, seen, stored, report):
    label, _dot, pk = key.rpartition(".")
    # As it stands now: a change before this one may have changed it as well.
    record = apps.get_model(label)._base_manager.filter(pk=pk).first()
    if record is None:
        report.refused.append(Refusal("", "", [_("Somebody else has deleted this record.")]))
        return
    plan = planner.plan(record, rows=seen)
    if any(stored.get(each) != version for each, version in seen.items()):
        reasons = [CHANGED]
    else:
        reasons = plan.reasons or _carried_out(planner, plan, report)
    if reasons:
        report.refused.append(Refusal(plan.heading, plan.address, reasons))


def _carried_out(planner, plan, report):
    """Carry out a Plan as a whole; return reasons against it, which leave all as it was."""
    if not plan.changes:
        return [_("There is nothing to replace any more.")]
    for change in plan.changes:
        # Outside of what may be taken back: how a row stood before its history began.
        begin(type(change.form.instance), [change.form.instance.pk])
    user = planner.request.user
    try:
        if plan.is_put_aside:
            _put_aside(plan, user)
            report.put_aside.append(plan)
            return []
        with transaction.atomic():
            _save(plan, user)
    except IntegrityError:
        return [_("A record of today stands in the way, with the same values.")]
    except ChangedMeanwhile:
        # What another record of this very edit has brought about.
        return [CHANGED]
    plan.model_admin.log_change(planner.request, plan.record, str(planner.wanted))
    report.changed.append(plan)
    return []


def _put_aside(plan, user):
    """Keep the change as a prepared revision; what is public stays as it is."""
    model, pk = type(plan.record), plan.record.pk
    before = state_now(model, pk)
    with transaction.atomic():
        _save(plan, user)
        after = state_now(model, pk)
        transaction.set_rollback(True)
    keep(plan.record, before, after, user)


def _save(plan, user):
    for change in plan.changes:
        form = change.form
        form.instance.save()
        for name, finding in form.overruled:
            overrule(form.instance, name, finding, form.cleaned_data[REASON], user)
