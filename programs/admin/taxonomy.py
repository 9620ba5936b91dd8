"""Topics and sources: what nearly every other record refers to."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from icma_portal.bilingual.admin import BilingualAdmin
from icma_portal.publishing.admin import PublishableAdmin

from ..models import Source, Topic


@admin.register(Topic)
class TopicAdmin(PublishableAdmin):
    fields = ["name", "slug", "parent", "order"]
    list_display = ["english_text", "chinese_text", "parent", "state"]
    list_filter = ["state"]
    list_select_related = ["parent"]
    ordering = ["order", "sort_key_en", "pk"]
    search_fields = ["name", "slug"]


@admin.register(Source)
class SourceAdmin(BilingualAdmin):
    """A source has one title, in its own language."""

    fieldsets = [
        (None, {"fields": ["title", "slug", "language", "publisher"]}),
        (_("Address"), {"fields": ["url", "is_mirror"]}),
        (_("Notes"), {"fields": ["note"]}),
    ]
    list_display = ["title", "publisher", "language"]
    list_filter = ["language", "is_mirror"]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title", "publisher", "slug", "url"]
