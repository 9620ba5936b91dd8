"""One record of the content files: its fields, and writing them to the database.

A record names fields as the models do, translated ones with their suffix. A foreign key is
the target's slug, a many-to-many field a list of slugs, a reverse foreign key a list of
child rows. Everything here is driven by the models; it knows no domain word.
"""

import hashlib
import json
from decimal import Decimal
from difflib import SequenceMatcher

from django.core.exceptions import FieldDoesNotExist, ValidationError

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.models import translated_fields
from icma_portal.bilingual.upkeep import give, take

# Set by the models themselves, so they say nothing about an editor's work.
AUTOMATIC = {
    "version",
    "created_at",
    "updated_at",
    "published_at",
    "sort_key_en",
    "sort_key_zh",
    "stale_columns",
}
# Columns that came later: left out while they are empty, so that digests made before still hold.
LATER = {"sort_as_en", "sort_as_zh"}


class RecordError(ValueError):
    """A record that cannot be loaded; the text is the reason."""


def write(instance, values):
    """Set ``values`` on ``instance``, validate and save it with its relations and children.

    Raises RecordError with field and reason for an unknown field, a reference to nothing,
    or a value that the model refuses.
    """
    plain, many, children = sort_by_kind(type(instance), values)
    for field, value in plain.items():
        _set(instance, field, value)
    try:
        instance.full_clean(exclude=_base_columns(type(instance)))
    except ValidationError as error:
        raise RecordError(_reasons(error)) from error
    instance.save()
    for field, slugs in many.items():
        getattr(instance, field.name).set([resolve(field.related_model, slug) for slug in slugs])
    for relation, rows in children.items():
        _replace_children(instance, relation, rows)


def sort_by_kind(model, values):
    """Return ``values`` as three dicts: plain fields, many-to-many fields, child relations."""
    plain, many, children = {}, {}, {}
    for name, value in values.items():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            raise RecordError(f"{model.__name__} has no field {name!r}") from None
        if name in translated_fields(model):
            raise RecordError(f"{name!r} needs a language suffix")
        if field.one_to_many:
            children[field] = value
        elif field.many_to_many:
            many[field] = value
        else:
            plain[field] = value
    return plain, many, children


def resolve(model, slug):
    """Return the record of ``model`` with this slug; raise RecordError where there is none."""
    try:
        return model._default_manager.get(slug=slug)
    except model.DoesNotExist:
        raise RecordError(f"no {model._meta.label} with the key {slug!r}") from None


def row_digest(instance, values):
    """Return the SHA-256 of the row as it stands now, with the relations that ``values`` name."""
    text = json.dumps(_snapshot(instance, values), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _set(instance, field, value):
    if field.is_relation:
        value = None if value is None else resolve(field.related_model, value)
    elif isinstance(value, float):
        # As it is written: the binary float has digits that nobody wrote.
        value = str(value)
    setattr(instance, field.name, value)


def _base_columns(model):
    """Names that validation skips: their columns follow from the suffixed ones."""
    return translated_fields(model)


def _replace_children(instance, relation, rows):
    """Delete the children and make ``rows`` in their place.

    What is kept about their translations goes over to the row that says the same, or that
    stands where another one stood.
    """
    manager = getattr(instance, relation.get_accessor_name())
    model, old = relation.related_model, list(manager.order_by("pk"))
    copies, old_texts = take(model, [each.pk for each in old]), [_texts(each) for each in old]
    old_pks = [each.pk for each in old]
    manager.all().delete()
    new = []
    for number, row in enumerate(rows, start=1):
        child = model(**{relation.field.name: instance})
        try:
            write(child, row)
        except RecordError as error:
            raise RecordError(f"{relation.name} {number}: {error}") from error
        new.append(child)
    pairs = _pairs(old_texts, [_texts(each) for each in new])
    give(model, copies, {old_pks[here]: new[there].pk for here, there in pairs})


def _texts(record):
    return tuple(getattr(record, name) for name in columns(*translated_fields(type(record))))


def _pairs(old, new):
    """Yield (position in old, position in new) of rows that are the same or stand for another."""
    for _tag, start, end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        yield from zip(range(start, end), range(new_start, new_end), strict=False)


def _snapshot(instance, values):
    model = type(instance)
    base = set(translated_fields(model))
    data = {
        field.attname: _plain(getattr(instance, field.attname))
        for field in model._meta.concrete_fields
        if field.name not in base | AUTOMATIC and not field.primary_key
    }
    for name in LATER:
        if not data.get(name):
            data.pop(name, None)
    for field in _relations(model, values):
        if field.one_to_many:
            data[field.name] = _child_snapshots(instance, field, values[field.name])
            continue
        related = getattr(instance, field.name).order_by("pk")
        data[field.name] = list(related.values_list("slug", flat=True))
    return data


def _relations(model, values):
    """Return the relations among ``values``; a name that the model no longer has is passed over."""
    known = {field.name: field for field in model._meta.get_fields()}
    fields = (known.get(name) for name in values)
    return [field for field in fields if field and (field.one_to_many or field.many_to_many)]


def _child_snapshots(instance, relation, rows):
    """Return the snapshots of all children, with the relations that any of ``rows`` names."""
    keys = {}
    for row in rows:
        keys.update(row)
    children = getattr(instance, relation.get_accessor_name()).order_by("pk")
    return [_snapshot(child, keys) for child in children]


def _plain(value):
    """Give a Decimal one spelling, whatever digits the database pads it with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _reasons(error):
    if not hasattr(error, "message_dict"):
        return "; ".join(error.messages)
    return "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
