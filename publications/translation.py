"""Which fields of this app exist in both languages. Files are not among them: a file is a
row with a language of its own."""

from modeltranslation.translator import TranslationOptions, register

from . import models


@register(models.Series)
class SeriesOptions(TranslationOptions):
    fields = ("name",)


@register(models.Publication)
class PublicationOptions(TranslationOptions):
    fields = ("title", "summary")


@register(models.Video)
class VideoOptions(TranslationOptions):
    fields = ("title",)
