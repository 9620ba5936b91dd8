"""Which fields of this app exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.City)
class CityOptions(TranslationOptions):
    fields = ("name", "administrative_area")


@register(models.Partnership)
class PartnershipOptions(TranslationOptions):
    fields = ("name", "summary")


@register(models.Assessment)
class AssessmentOptions(TranslationOptions):
    fields = ("name",)


@register(
    [
        models.AssessmentFact,
        models.Benefit,
        models.CityInterest,
        models.Exchange,
        models.Outcome,
        models.PartnershipFact,
    ]
)
class TextOptions(TranslationOptions):
    fields = ("text",)


@register(models.ContactPoint)
class ContactPointOptions(TranslationOptions):
    fields = ("office",)
