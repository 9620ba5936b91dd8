"""What the search box of the desk finds: texts that hold the words, and all texts of a record
that is called so.
"""

from django.db.models import Q

from ..admin import title_field
from ..languages import columns
from ..models import translated_fields


def units_with(words, models):
    """Return the condition on TranslationUnits; ``models`` by the key of their content type.

    Every word must stand in the field, each in either language. No words, no condition.
    """
    found = Q()
    for kind, model in models.items() if words else ():
        for field in translated_fields(model):
            found |= Q(content_type=kind, field=field, object_id__in=having(model, field, words))
        if title := title_field(model):
            found |= Q(content_type=kind, object_id__in=having(model, title, words))
    return found


def having(model, field, words):
    """Return the keys of the records of ``model`` whose ``field`` holds every one of the words."""
    records = model._base_manager.order_by()
    for word in words:
        either = Q()
        for name in columns(field):
            either |= Q(**{f"{name}__icontains": word})
        records = records.filter(either)
    return records.values("pk")
