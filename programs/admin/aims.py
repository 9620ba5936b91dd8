"""What programs aim at and what they rest on."""

from django.contrib import admin

from icma_portal.bilingual.admin import BilingualAdmin

from ..models import ActorKind, Challenge, FocusArea, Objective, Principle
from .facts import SOURCES


@admin.register(Challenge)
class ChallengeAdmin(BilingualAdmin):
    fieldsets = [(None, {"fields": ["name", "slug", "kind"]}), SOURCES]
    list_display = ["english_text", "chinese_text", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "slug"]


@admin.register(ActorKind)
class ActorKindAdmin(BilingualAdmin):
    fields = ["name", "slug"]
    list_display = ["english_text", "chinese_text"]
    search_fields = ["name", "slug"]


@admin.register(Objective)
class ObjectiveAdmin(BilingualAdmin):
    fieldsets = [
        (None, {"fields": ["text", "slug", "phase", ("kind", "order")]}),
        (None, {"fields": ["initiative", "topics"]}),
        SOURCES,
    ]
    list_display = ["english_text", "chinese_text", "phase", "kind"]
    list_filter = ["kind", "phase"]
    list_select_related = ["phase"]
    search_fields = ["text", "slug"]


@admin.register(FocusArea)
class FocusAreaAdmin(BilingualAdmin):
    fieldsets = [
        (None, {"fields": ["name", "slug", "program", "text", "order", "topics"]}),
        SOURCES,
    ]
    list_display = ["english_text", "chinese_text", "program", "order"]
    list_filter = ["program"]
    list_select_related = ["program"]
    search_fields = ["name", "slug"]


@admin.register(Principle)
class PrincipleAdmin(BilingualAdmin):
    fieldsets = [
        (None, {"fields": ["text", "slug", "program", ("kind", "order"), "actors"]}),
        SOURCES,
    ]
    list_display = ["english_text", "chinese_text", "program", "kind"]
    list_filter = ["kind", "program"]
    list_select_related = ["program"]
    search_fields = ["text", "slug"]
