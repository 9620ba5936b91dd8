"""Taking a table in: the run over its rows, with what became of each.

A dry run is the run itself, taken back at its end: so it cannot promise what the run does not keep.
"""

import tablib
from django.db import transaction
from django.utils import timezone

from icma_portal.publishing.history.recording import recording
from icma_portal.publishing.models import Version
from icma_portal.search.following import deferring

from .models import BulkImport
from .resources import FormResource


class AlreadyTaken(Exception):
    """The table was taken in before."""


class OtherOutcome(Exception):
    """Something would become of a row that was not shown; nothing was stored."""


def preview(found, model_admin, request, tell=None):
    """Return what taking a BulkImport in would give, a result for each row; nothing is stored."""
    with recording(user=request.user, origin=Version.Origin.IMPORT), deferring():
        results = _run(found, model_admin, request, tell)
        transaction.set_rollback(True)
    return results


def take_in(pk, model_admin, request, tell=None):
    """Store the rows of the BulkImport ``pk`` that its comparison has shown as changes.

    All of it is one edit in one transaction. Raises AlreadyTaken the second time. Raises
    OtherOutcome when something has changed since the comparison: that is made anew, for another
    look.
    """
    try:
        with recording(user=request.user, origin=Version.Origin.IMPORT), deferring():
            found = BulkImport.objects.select_for_update().get(pk=pk)
            if found.taken_at:
                raise AlreadyTaken
            results = _run(found, model_admin, request, tell)
            if _promised(results) != _promised(found.results):
                raise OtherOutcome
            found.results, found.taken_at = results, timezone.now()
            found.save(update_fields=["results", "taken_at"])
    except OtherOutcome:
        BulkImport.objects.filter(pk=pk, taken_at=None).update(results=results)
        raise
    return found


def _run(found, model_admin, request, tell):
    dataset = tablib.Dataset(*found.rows, headers=found.headers)
    resource = FormResource(model_admin, request, tell)
    # What goes wrong beside the rows is no result: it is raised.
    resource.import_data(dataset, use_transactions=True, raise_errors=False)
    return resource.told


def _promised(results):
    """Return what a comparison says of its rows: outcome and changes of each."""
    return [(each["outcome"], each["id"], each["changes"]) for each in results]
