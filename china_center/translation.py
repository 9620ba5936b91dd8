"""Which fields of this app exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Center)
class CenterOptions(TranslationOptions):
    fields = ("name", "seat_text", "mission", "return_benefit", "governance")


@register(models.Goal)
class GoalOptions(TranslationOptions):
    fields = ("name", "text")


@register(models.Event)
class EventOptions(TranslationOptions):
    fields = ("name", "series_name", "venue", "theme")


@register(models.Session)
class SessionOptions(TranslationOptions):
    fields = ("title",)


@register(models.Agreement)
class AgreementOptions(TranslationOptions):
    fields = ("name", "purpose", "condition")


@register(models.Approval)
class ApprovalOptions(TranslationOptions):
    fields = ("authority",)


@register(models.Accreditation)
class AccreditationOptions(TranslationOptions):
    fields = ("name", "scope")


@register(models.TrainingProgram)
class TrainingProgramOptions(TranslationOptions):
    fields = ("name", "curriculum")


@register(models.CorporatePartner)
class CorporatePartnerOptions(TranslationOptions):
    fields = ("privileges",)


@register([models.Audience, models.TrainingBase])
class NameOptions(TranslationOptions):
    fields = ("name",)


@register(models.NetworkMembership)
class NetworkMembershipOptions(TranslationOptions):
    fields = ("selection", "project_title")


@register(
    [models.Commitment, models.EventFact, models.Highlight, models.PledgeAim, models.StudyTour]
)
class TextOptions(TranslationOptions):
    fields = ("text",)
