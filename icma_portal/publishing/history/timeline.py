"""The history of one record as a list of edits, newest first."""

from itertools import groupby, pairwise
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q

from icma_portal.bilingual.truncation import PREVIEW_LENGTH

from ..models import Version
from .comparing import Names, differences
from .snapshots import recorded_fields, value_of

EDITS_OF_A_PAGE = 20


class Event(NamedTuple):
    """What became of one record or row in an edit."""

    version: Version
    kind: str
    title: str
    is_own: bool
    differences: list


class Edit(NamedTuple):
    """All that one saving did: ``version`` stands for it in addresses."""

    version: Version
    events: list


def versions_of(model, pk):
    """Return the versions of a record and of the rows within it, newest first."""
    content_type = ContentType.objects.get_for_model(model)
    own = Q(content_type=content_type, object_id=pk)
    rows = Q(root_type=content_type, root_id=pk)
    return Version.objects.filter(own | rows).order_by("-pk")


def edits_of(model, pk, page=1):
    """Return (Edits of the page, whether there are older ones)."""
    light = list(versions_of(model, pk).values_list("pk", "edit"))
    groups = [[each for each, _edit in rows] for _key, rows in groupby(light, lambda row: row[1])]
    first = (page - 1) * EDITS_OF_A_PAGE
    shown = groups[first : first + EDITS_OF_A_PAGE]
    keys = [each for group in shown for each in group]
    versions = Version.objects.select_related("user", "content_type").in_bulk(keys)
    before, names = _predecessors(versions.values()), Names()
    edits = [_edit([versions[each] for each in group], before, names, model) for group in shown]
    return edits, len(groups) > first + EDITS_OF_A_PAGE


def title_of(model, pk, data):
    """Return what a record was called that perhaps is no longer there."""
    record = model(pk=pk)
    for field in recorded_fields(model):
        if field.name in data:
            setattr(record, field.attname, value_of(field, data[field.name]))
    try:
        return str(record)[: 2 * PREVIEW_LENGTH]
    except (ObjectDoesNotExist, AttributeError, LookupError, ValueError):
        # What its name is made of has been deleted as well.
        return f"{model._meta.verbose_name} {pk}"


def _edit(versions, before, names, model):
    events = [_event(each, before.get(each.pk), names, model) for each in versions]
    events.sort(key=lambda event: (not event.is_own, event.version.pk))
    return Edit(versions[0], events)


def _event(version, last, names, model):
    own_model = version.content_type.model_class()
    old = last.data if last else None
    data = version.data or old or {}
    parts = differences(own_model, old, version.data, names) if version.data else []
    return Event(
        version,
        own_model._meta.verbose_name,
        title_of(own_model, version.object_id, data),
        own_model is model,
        parts,
    )


def _predecessors(versions):
    """Return key of a version → the one before it of the same record, in one query."""
    versions = list(versions)
    objects = {}
    for each in versions:
        objects.setdefault(each.content_type_id, set()).add(each.object_id)
    wanted = Q(pk=None)
    for content_type, pks in objects.items():
        wanted |= Q(content_type=content_type, object_id__in=pks)
    order = list(
        Version.objects.filter(wanted)
        .order_by("content_type", "object_id", "pk")
        .values_list("content_type", "object_id", "pk")
    )
    earlier = {}
    for here, following in pairwise(order):
        if here[:2] == following[:2]:
            earlier[following[2]] = here[2]
    needed = {each.pk: earlier[each.pk] for each in versions if each.pk in earlier}
    found = Version.objects.in_bulk(set(needed.values()))
    return {pk: found[other] for pk, other in needed.items()}
