"""Published translations that leave the glossary without a reason."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.glossary.records import TranslationCheck
from icma_portal.bilingual.registry import translated_fields

from .checks import Finding, is_publishable, register_check


@register_check(
    "terms",
    _("Translations that leave the glossary"),
    _(
        "Use the approved rendering, or say in the form why this text needs another one. What only "
        "should be considered is shown at the form, not here."
    ),
    lambda model: is_publishable(model) and bool(translated_fields(model)),
)
def leaving_the_glossary(model):
    check = TranslationCheck(model)
    for record in model._default_manager.published():
        for name in translated_fields(model):
            label = capfirst(model._meta.get_field(name).verbose_name)
            for finding in check.open_errors(record, name):
                yield Finding(record, f"{label}: {finding.message()}")
