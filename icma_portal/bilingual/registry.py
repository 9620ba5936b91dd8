"""Which fields of which models exist in both languages."""

from modeltranslation.translator import NotRegistered, translator


def translated_fields(model):
    """Return the names of the model's translated fields, in the order of their declaration."""
    try:
        registered = translator.get_options_for_model(model).fields
    except NotRegistered:
        return []
    # The registration keeps them in no order of its own.
    return [field.name for field in model._meta.fields if field.name in registered]
