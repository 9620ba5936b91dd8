"""Rows that somebody else has deleted while they stood in an open form."""

from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from ..history.parents import parent_field
from ..history.timeline import title_of
from ..models import Version
from .forms import versions_in


class GoneRow(NamedTuple):
    """A row that was deleted meanwhile: what it was called, by whom, and its name in the form."""

    key: str
    title: str
    version: Version | None


def without_gone_rows(model_admin, request):
    """Make new rows of the posted ones that are gone; return these as GoneRows.

    With any of them the form must come back: its writer is to know before the row is added anew.
    """
    seen = versions_in(request.POST)
    gone = _gone(seen)
    if not gone:
        return []
    data = request.POST.copy()
    found = []
    for inline in model_admin.get_inline_instances(request, None):
        found += _rewrite(data, inline, gone)
    request.POST = data
    return found


def _gone(seen):
    """Return model → keys of the rows that are no longer there."""
    by_model = {}
    for key in seen:
        label, _dot, pk = key.rpartition(".")
        if pk.isdecimal() and label.count(".") == 1:
            by_model.setdefault(label, set()).add(int(pk))
    found = {}
    for label, pks in by_model.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        there = set(model._base_manager.filter(pk__in=pks).values_list("pk", flat=True))
        found[model] = pks - there
    return {model: pks for model, pks in found.items() if pks}


def _rewrite(data, inline, gone):
    """Sort the posted rows of one inline: those that are gone stand among the new ones."""
    pks = gone.get(inline.model, set())
    key = inline.fk_name or parent_field(inline.model).name
    prefix = inline.model._meta.get_field(key).remote_field.get_accessor_name(inline.model)
    total, initial = (_number(data.get(f"{prefix}-{word}_FORMS")) for word in ("TOTAL", "INITIAL"))
    rows = [_row(data, f"{prefix}-{number}-") for number in range(total)]
    stays = [row for row in rows[:initial] if _number(row.get("id")) not in pks]
    lost = [row for row in rows[:initial] if _number(row.get("id")) in pks]
    if not lost:
        return []
    # Whoever wanted to delete it as well has nothing to be told.
    kept = [row for row in lost if "DELETE" not in row]
    new = [{**row, "id": ""} for row in kept]
    _write(data, prefix, [*stays, *new, *rows[initial:]], len(stays))
    return [_told(inline.model, _number(row["id"])) for row in kept]


def _row(data, start):
    return {
        name.removeprefix(start): data.getlist(name)
        if len(data.getlist(name)) > 1
        else data.get(name)
        for name in data
        if name.startswith(start)
    }


def _write(data, prefix, rows, initial):
    for name in [name for name in data if name.startswith(f"{prefix}-")]:
        if name.removeprefix(f"{prefix}-").split("-")[0].isdecimal():
            del data[name]
    for number, row in enumerate(rows):
        for name, value in row.items():
            data.setlist(f"{prefix}-{number}-{name}", value if isinstance(value, list) else [value])
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = len(rows), initial


def _told(model, pk):
    versions = Version.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=pk
    ).order_by("-pk")
    last = versions.exclude(data=None).first()
    title = title_of(model, pk, last.data) if last else str(model._meta.verbose_name)
    key = f"{model._meta.label_lower}.{pk}"
    return GoneRow(key, f"{model._meta.verbose_name}: {title}", versions.first())


def _number(text):
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 19 else 0
