"""Which fields of this app exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(
    [
        models.ActorKind,
        models.Challenge,
        models.Country,
        models.CountryGroup,
        models.Organization,
        models.Topic,
    ]
)
class NameOptions(TranslationOptions):
    fields = ("name",)


@register([models.Program, models.ProgramPhase, models.Project])
class NameAndSummaryOptions(TranslationOptions):
    fields = ("name", "summary")


@register(
    [
        models.InitiativeFact,
        models.Objective,
        models.OrganizationFact,
        models.Paragraph,
        models.Principle,
        models.TimelineEntry,
    ]
)
class TextOptions(TranslationOptions):
    fields = ("text",)


@register(models.FocusArea)
class FocusAreaOptions(TranslationOptions):
    fields = ("name", "text")


@register(models.Person)
class PersonOptions(TranslationOptions):
    fields = ("name", "job_title")


@register([models.Section, models.Survey])
class TitleOptions(TranslationOptions):
    fields = ("title",)


@register(models.KeyFigure)
class KeyFigureOptions(TranslationOptions):
    fields = ("label", "population")


@register(models.Initiative)
class InitiativeOptions(TranslationOptions):
    fields = ("name", "owner_name")
