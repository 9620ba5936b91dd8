"""What may be missing in a record of any kind, read from its model alone."""

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.languages import columns
from icma_portal.bilingual.registry import translated_fields
from icma_portal.files.models import Picture

from .checks import Finding, is_publishable, register_check


def has_field(model, name):
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


@register_check(
    "summary",
    _("Published without a summary"),
    _("Lists, search and feeds show the summary; without it they show a name only."),
    lambda model: is_publishable(model) and "summary" in translated_fields(model),
)
def without_summary(model):
    english, chinese = columns("summary")
    blank = (Q(**{english: None}) | Q(**{english: ""})) & (
        Q(**{chinese: None}) | Q(**{chinese: ""})
    )
    return model._base_manager.filter(blank, pk__in=_public(model))


@register_check(
    "source",
    _("Published without a source"),
    _("Every fact of the portal says where it comes from."),
    lambda model: is_publishable(model) and has_field(model, "sources"),
)
def without_source(model):
    return model._base_manager.filter(sources=None, pk__in=_public(model))


@register_check(
    "alt",
    _("Pictures without a description in both languages"),
    _("The description is all that some readers get of a picture."),
    lambda model: model is Picture,
)
def without_description(model):
    missing = Q()
    for name in columns("alt"):
        missing |= Q(**{name: None}) | Q(**{name: ""})
    return model._base_manager.filter(missing, is_decorative=False)


@register_check(
    "rules",
    _("Records that the rules of today would refuse"),
    _("Dates that contradict each other, for instance. Open the record and save it to see where."),
    is_publishable,
)
def against_the_rules(model):
    for record in model._base_manager.filter(pk__in=_public(model)):
        try:
            record.clean()
        except ValidationError as error:
            yield Finding(record, " ".join(error.messages))


def _public(model):
    return model._default_manager.published().values("pk")
