"""Which rows are edited within which records: the inlines of the admin say it."""

from functools import lru_cache

from django.contrib import admin
from django.forms.models import _get_foreign_key


@lru_cache(maxsize=1)
def _parent_fields():
    """Return model → its foreign key to the record on whose page it is edited."""
    found = {}
    for model, model_admin in admin.site._registry.items():
        for inline in model_admin.inlines:
            key = _get_foreign_key(model, inline.model, fk_name=inline.fk_name)
            found.setdefault(inline.model, key)
    return found


def parent_field(model):
    """Return the foreign key of ``model`` to the record that it belongs to, or None."""
    return _parent_fields().get(model)


def child_fields(model):
    """Return the foreign keys of the models whose rows belong to records of ``model``."""
    return [key for key in _parent_fields().values() if key.related_model is model]
