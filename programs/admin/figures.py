"""Numbers told to the public, surveys and the timeline."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from icma_portal.publishing.admin import PublishableAdmin

from ..models import KeyFigure, Survey, TimelineEntry
from .facts import SOURCES, SOURCES_AND_NOTE


@admin.register(Survey)
class SurveyAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": ["title", "slug", "sponsor", "conducted_on"]}),
        SOURCES_AND_NOTE,
    ]
    list_display = ["english_text", "chinese_text", "sponsor", "conducted_on", "state"]
    list_filter = ["state"]
    list_select_related = ["sponsor"]
    search_fields = ["title", "slug"]


@admin.register(KeyFigure)
class KeyFigureAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": [("qualifier", "value", "unit"), "label", "slug"]}),
        (_("Origin"), {"fields": ["as_of", "program", "survey", "population"]}),
        (_("Place on the pages"), {"fields": [("is_on_home_page", "order")]}),
        SOURCES_AND_NOTE,
    ]
    list_display = ["english_text", "chinese_text", "value", "as_of", "is_on_home_page", "state"]
    list_filter = ["state", "is_on_home_page", "unit", "program"]
    search_fields = ["label", "slug"]


@admin.register(TimelineEntry)
class TimelineEntryAdmin(PublishableAdmin):
    fieldsets = [
        (None, {"fields": [("date_qualifier", "date"), "text", "slug", "program"]}),
        SOURCES,
    ]
    list_display = ["english_text", "chinese_text", "date", "program", "state"]
    list_filter = ["state", "program"]
    list_select_related = ["program"]
    search_fields = ["text", "slug", "date"]
