"""Taking translations in from a file: row by row, with the reason for each that is refused.

A dry run is the run itself, taken back at its end: so it cannot promise what the run does not keep.
"""

from collections import Counter
from functools import partial

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from icma_portal.publishing.history.recording import recording
from icma_portal.publishing.models import Version
from icma_portal.web.admin import is_id

from ...glossary import load_terms
from ...languages import in_every_language
from ...models import TranslationImport, TranslationUnit
from ..forms import label_of
from ..rights import may_write
from ..writing import ChangedSince, current_texts, write
from .rows import Row

# What becomes of a row.
STORED, SAME, EMPTY, REFUSED = "stored", "same", "empty", "refused"


class AlreadyTaken(Exception):
    """The file was taken in before."""


def preview(rows, user):
    """Return what taking ``rows`` in would give, as a list of results; nothing is stored."""
    with transaction.atomic():
        results = _results(rows, user)
        transaction.set_rollback(True)
    return results


@transaction.atomic
def take_in(pk, user):
    """Store what the TranslationImport ``pk`` holds and may be stored; return it with its results.

    Raises AlreadyTaken the second time.
    """
    found = TranslationImport.objects.select_for_update().get(pk=pk)
    if found.taken_at:
        raise AlreadyTaken
    found.results = _results(found.rows, user)
    found.taken_at = timezone.now()
    found.save()
    return found


def _results(rows, user):
    rows = [Row(*row) for row in rows]
    repeated = {unit for unit, number in Counter(row.unit for row in rows).items() if number > 1}
    keys = [int(row.unit) for row in rows if is_id(row.unit)]
    units = TranslationUnit.objects.select_related("content_type").in_bulk(keys)
    terms = load_terms()
    with recording(user=user, origin=Version.Origin.IMPORT):
        return [
            _result(
                row, units.get(int(row.unit)) if is_id(row.unit) else None, user, terms, repeated
            )
            for row in rows
        ]


def _result(row, unit, user, terms, repeated):
    """Return what became of one row, as plain data."""
    record = unit.record if unit else None
    if record is None:
        return _told(row, REFUSED, [_("This text does not exist, or no longer does.")])
    old = current_texts(unit, record)[1]
    told = {
        "record": in_every_language(partial(str, record)),
        "field": in_every_language(partial(label_of, unit)),
        "old": old,
    }
    if row.unit in repeated:
        return _told(row, REFUSED, [_("The file holds this text more than once.")], **told)
    if not may_write(user, type(record), unit.target_language):
        text = _("You may not write these records in this language.")
        return _told(row, REFUSED, [text], **told)
    if not row.translation.strip():
        return _told(row, EMPTY, [], **told)
    if _lines(row.translation) == _lines(old) and unit.state != TranslationUnit.State.STALE:
        return _told(row, SAME, [], **told)
    return _stored(row, unit, user, terms, told)


def _stored(row, unit, user, terms, told):
    if _lines(row.translation) == _lines(told["old"]):
        text = _(
            "The source has changed and the translation is the old one. "
            "If it is still right, say so at the desk."
        )
        return _told(row, REFUSED, [text], **told)
    try:
        unit, reminders = write(unit, row.translation, user=user, seen=row.version, terms=terms)
    except ChangedSince as change:
        return _told(row, REFUSED, [_changed(row, change.unit)], **told)
    except ValidationError as error:
        return _told(row, REFUSED, _sentences(error), **told)
    change = [{"changed": {"fields": [str(label_of(unit))]}}]
    LogEntry.objects.log_actions(user.pk, [unit.record], CHANGE, change, single_object=True)
    return _told(row, STORED, [each.message for each in reminders], **told)


def _sentences(error):
    """Return a function for each message of a ValidationError, to be told in any language."""
    return [partial(_only_message, each) for each in error.error_list]


def _only_message(error):
    return error.messages[0]


def _changed(row, unit):
    """Return which of the two texts is another one since the file was made."""
    if row.version.partition("-")[0] != unit.source_digest:
        return _("The source has changed since the file was made. Export it again.")
    return _("The translation was changed by somebody else since the file was made.")


def _told(row, outcome, reasons, **more):
    """Return a result as plain data; what words it has are kept in every language."""
    return {
        "unit": row.unit,
        "outcome": outcome,
        "reasons": [in_every_language(each) for each in reasons],
        "new": row.translation,
        **more,
    }


def _lines(text):
    """Return ``text`` with one kind of line ends, for a comparison."""
    return "\n".join(text.strip().splitlines())
