"""The texts that a program's page is made of."""

from django.contrib import admin

from icma_portal.bilingual.admin import BilingualAdmin

from ..models import Paragraph, Section
from .facts import FactInline


class ParagraphInline(FactInline):
    model = Paragraph


@admin.register(Section)
class SectionAdmin(BilingualAdmin):
    fields = ["title", "slug", "program", "phase", "order"]
    inlines = [ParagraphInline]
    list_display = ["english_text", "chinese_text", "program", "order"]
    list_filter = ["program"]
    list_select_related = ["program"]
    ordering = ["program", "order", "pk"]
    search_fields = ["title", "slug"]
