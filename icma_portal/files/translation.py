"""Which fields of this app exist in both languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import Picture


@register(Picture)
class PictureOptions(TranslationOptions):
    fields = ("alt", "credit")
