"""The translation desk in the admin: its list and the form with both texts side by side.

Imported by the roof's admin.
"""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from icma_portal.web.admin import SafeChangeListMixin, search_words

from ..admin import title_field
from ..languages import HTML_TAGS, LANGUAGES
from ..models import TranslationImport, TranslationUnit
from ..truncation import brief, language_of
from .coverage import coverage
from .exchange.export import FORMAT, export
from .filters import (
    AgeFilter,
    EditedByFilter,
    GroupFilter,
    KindFilter,
    LanguageFilter,
    StateFilter,
    visible_types,
)
from .forms import label_of
from .grouping import group_model
from .search import units_with
from .side_by_side import SideBySide


def group_caption():
    model = group_model()
    return capfirst(model._meta.verbose_name_plural) if model else _("Groups")


def exports_of(changelist):
    """Return (address, format, language) of the files that the list can be had as."""
    address = reverse("admin:bilingual_translationunit_export")
    languages = [changelist.params.get("into")] if changelist.params.get("into") else LANGUAGES
    labels = dict(TranslationUnit.Language.choices)
    return [
        (
            address + changelist.get_query_string({"into": language, FORMAT: code}, ["p"]),
            label,
            labels[language],
        )
        for language in languages
        if language in labels
        for code, label in TranslationImport.Format.choices
    ]


def name_of(record):
    """Return how the desk calls a record: how its naming text begins, without a query."""
    title = title_field(type(record))
    return brief(record, title) if title else str(record)


@admin.register(TranslationUnit)
class TranslationUnitAdmin(SafeChangeListMixin, admin.ModelAdmin):
    list_display = ["shown_record", "kind", "text", "shown_state", "since", "words", "edited_by"]
    list_filter = [
        StateFilter,
        LanguageFilter,
        KindFilter,
        GroupFilter,
        AgeFilter,
        EditedByFilter,
    ]
    list_select_related = ["content_type", "edited_by"]
    list_per_page = 50
    # The box is shown only where this is not empty; ``get_search_results`` says what it finds.
    search_fields = ["field"]
    search_help_text = _("Words of a text in either language, or the name of a record.")
    ordering = ["state_since", "pk"]
    actions = None
    change_list_template = "admin/bilingual/translationunit/list.html"

    def get_urls(self):
        coverage_page = path(
            "coverage/",
            self.admin_site.admin_view(self.coverage_view),
            name="bilingual_translationunit_coverage",
        )
        export_file = path(
            "export/",
            self.admin_site.admin_view(self.export_view),
            name="bilingual_translationunit_export",
        )
        return [coverage_page, export_file, *super().get_urls()]

    def export_view(self, request):
        """Give the list, under its filters, as a file for work elsewhere."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return export(self, request)

    def coverage_view(self, request):
        """Show the share of the texts that stands in each language."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        total, kinds, groups = coverage(request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Coverage"),
            "total": total,
            "tables": [
                {"caption": _("All texts"), "parameter": "", "tallies": [total]},
                {"caption": _("By kind of record"), "parameter": "kind", "tallies": kinds},
                {"caption": group_caption(), "parameter": "group", "tallies": groups},
            ],
        }
        return TemplateResponse(request, "admin/bilingual/translationunit/coverage.html", context)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        units = super().get_queryset(request).filter(content_type__in=visible_types(request.user))
        return units.prefetch_related("record")

    def get_search_results(self, request, queryset, search_term):
        words = search_words(search_term)
        return queryset.filter(units_with(words, visible_types(request.user))), False

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            still = shown["cl"].queryset.order_by().filter(state__in=TranslationUnit.OPEN)
            shown["words_to_translate"] = still.aggregate(sum=Sum("source_words"))["sum"] or 0
            shown["title"] = _("Translation desk")
            shown["exports"] = exports_of(shown["cl"])
        return response

    def change_view(self, request, object_id, form_url="", extra_context=None):
        unit = self.get_object(request, unquote(object_id))
        if unit is None or unit.record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, unit):
            raise PermissionDenied
        return SideBySide(self, request, unit).response()

    @admin.display(description=_("record"))
    def shown_record(self, unit):
        if unit.record is None:
            return "—"
        name = name_of(unit.record)
        return format_html('<span lang="{}">{}</span>', HTML_TAGS[language_of(name)], name)

    @admin.display(description=pgettext_lazy("kind of record", "kind"))
    def kind(self, unit):
        return capfirst(unit.content_type.model_class()._meta.verbose_name)

    @admin.display(description=_("field"), ordering="field")
    def text(self, unit):
        return label_of(unit)

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, unit):
        return format_html(
            '<span class="badge badge-{}">{}</span>', unit.state, unit.get_state_display()
        )

    @admin.display(description=_("since"), ordering="state_since")
    def since(self, unit):
        return unit.state_since.date()

    @admin.display(description=_("words"), ordering="source_words")
    def words(self, unit):
        return unit.source_words
