"""The model by whose records the desk groups translations (which one, an app says).

The ground knows no domain word: the way from a record to its group is found along the relations.
"""

from collections import deque
from functools import lru_cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from ..models import translated_fields

# Further away, a relation says nothing any more about where a record belongs.
LONGEST_WAY = 3

_labels = []


def register_group_model(label):
    """Let the desk group by the records of this model (``app.Model``); for ``AppConfig.ready``."""
    _labels[:] = [label]
    way_to_group.cache_clear()


def group_model():
    """Return the model that the desk groups by, or None."""
    return apps.get_model(_labels[0]) if _labels else None


def models_of_desk():
    """Return the models that have translated fields, in the order of the apps."""
    return [model for model in apps.get_models() if translated_fields(model)]


@lru_cache(maxsize=200)
def way_to_group(model):
    """Return the lookup from ``model`` to its group (``section__program``), the shortest one.

    ``pk`` for the group itself; None where no chain of forward relations leads there.
    """
    target = group_model()
    if model is target:
        return "pk"
    seen, waiting = {model}, deque([(model, ())])
    while waiting:
        current, way = waiting.popleft()
        for field in relations(current) if len(way) < LONGEST_WAY else ():
            if field.related_model is target:
                return "__".join([*way, field.name])
            if field.related_model not in seen:
                seen.add(field.related_model)
                waiting.append((field.related_model, (*way, field.name)))
    return None


def relations(model):
    """Return the forward relations of ``model`` to one known model each."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [field for field in fields if field.remote_field and field.related_model]


def units_in_group(pk):
    """Return the Q that keeps the TranslationUnits of records that belong to the group ``pk``."""
    condition = Q(pk__in=[])
    for model in models_of_desk():
        way = way_to_group(model)
        if way:
            records = model._base_manager.filter(**{way: pk}).order_by().values("pk")
            content_type = ContentType.objects.get_for_model(model)
            condition |= Q(content_type=content_type, object_id__in=records)
    return condition
