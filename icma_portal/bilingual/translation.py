"""Which fields of this app exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import TermArea


@register(TermArea)
class TermAreaOptions(TranslationOptions):
    fields = ("name",)
