"""Admin forms and lists for records in two languages: English left, Chinese right, no tabs.

Admins and inlines declare translated fields by their base names (``name``); the base column
itself is never in a form, for it holds whichever language was saved last.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Q
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from icma_portal.publishing.conflicts.admin import ConflictAdminMixin
from icma_portal.publishing.conflicts.forms import VersionedFormMixin
from icma_portal.publishing.history.admin import HistoryAdminMixin
from icma_portal.search.declarations import searched_models
from icma_portal.search.following import deferring
from icma_portal.search.searching import matching
from icma_portal.web.admin import SafeChangeListMixin, SearchedRelationsMixin

from .glossary_forms import GlossaryAdminMixin, GlossaryCheckMixin
from .languages import CHINESE, ENGLISH, HTML_TAGS, LANGUAGES, column, columns
from .models import SortedModel, sort_key_column, translated_fields
from .reader import is_blank, plain_text, read
from .slugs import free_slug
from .translation_forms import TranslationAdminMixin, TranslatorRightsMixin
from .truncation import PREVIEW_LENGTH, truncate
from .typed_dates import DateFormField, SplitDateTimeFormField

SEARCH_PREFIXES = "^=@"
TEXT_COLUMNS = ("english_text", "chinese_text")
SORT_AS = ("sort_as_en", "sort_as_zh")
SLUG_HELP = _(
    "Part of the address. Left empty, it is made from the English name, else from the "
    "pinyin of the Chinese one."
)
# Translators: the label of an input, such as “Name [English]”.
LABELS = {ENGLISH: _("%(field)s [English]"), CHINESE: _("%(field)s [Chinese]")}
HEADINGS = {ENGLISH: "English", CHINESE: "中文"}
MISSING = {ENGLISH: _("English missing"), CHINESE: _("Chinese missing")}


def title_field(model):
    """Return the translated field that names a record of ``model``, or None."""
    required = required_fields(model)
    sort_field = getattr(model, "sort_field", None)
    return sort_field if sort_field in required else next(iter(required), None)


def required_fields(model):
    """Return the translated fields that need a text in at least one language."""
    return [name for name in translated_fields(model) if not model._meta.get_field(name).blank]


def expand_row(model, row):
    """Return a row of a fieldset with the columns of both languages for each translated field."""
    translated = translated_fields(model)
    names = [row] if isinstance(row, str) else row
    expanded = []
    for name in names:
        expanded += columns(name) if name in translated else [name]
    return expanded[0] if len(expanded) == 1 else tuple(expanded)


def expand_lookup(model, lookup):
    """Return a search field (``^city__name``) as a list of columns in both languages."""
    path = lookup.lstrip(SEARCH_PREFIXES)
    prefix = lookup[: len(lookup) - len(path)]
    *relations, field = path.split("__")
    for relation in relations:
        try:
            model = model._meta.get_field(relation).related_model
        except FieldDoesNotExist:
            return [lookup]
    if model is None or field not in translated_fields(model):
        return [lookup]
    return [prefix + "__".join([*relations, each]) for each in columns(field)]


class BilingualForm(VersionedFormMixin, GlossaryCheckMixin, forms.ModelForm):
    """Asks for one language at least, and fills an empty slug."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        cleaned = super().clean()
        self._require_one_language()
        self._fill_slug()
        return cleaned

    def _require_one_language(self):
        for name in required_fields(self._meta.model):
            both = columns(name)
            shown = [each for each in both if each in self.fields]
            if not shown or any(each in self.errors for each in shown):
                continue
            if all(is_blank(self._text(each)) for each in both):
                label = self._meta.model._meta.get_field(name).verbose_name
                message = gettext("Give the %(field)s in at least one language.")
                self.add_error(shown[0], message % {"field": label})

    def _text(self, name):
        """Return what was typed; for a column that may not be written, what is stored."""
        return self.cleaned_data.get(name, getattr(self.instance, name))

    def _fill_slug(self):
        if "slug" not in self.fields or "slug" in self.errors or self.cleaned_data.get("slug"):
            return
        title = title_field(self._meta.model)
        names = columns(title) if title else ["title"]
        texts = [self.cleaned_data.get(name) or "" for name in names]
        self.cleaned_data["slug"] = free_slug(self._meta.model, texts, self.instance.pk)


class BilingualFieldsMixin(GlossaryAdminMixin, TranslatorRightsMixin, SearchedRelationsMixin):
    """What admins and inlines have in common: the fields of a form in two languages."""

    form = BilingualForm
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.DateField: {"form_class": DateFormField},
        models.DateTimeField: {"form_class": SplitDateTimeFormField},
    }

    def get_fieldsets(self, request, obj=None):
        expanded = []
        for name, options in super().get_fieldsets(request, obj):
            rows = [expand_row(self.model, row) for row in options["fields"]]
            expanded.append((name, {**options, "fields": rows}))
        return expanded

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or ()), *translated_fields(self.model)]

    def get_prepopulated_fields(self, request, obj=None):
        """Let the browser suggest a slug from the English name of a new record."""
        title = title_field(self.model)
        if title is None or not self._shows_slug(request, obj):
            return {}
        return {"slug": [column(title, ENGLISH)]}

    def _shows_slug(self, request, obj):
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        return "slug" in fields and "slug" not in self.get_readonly_fields(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if isinstance(db_field, TranslationField):
            label = capfirst(db_field.translated_field.verbose_name)
            field.label = LABELS[db_field.language] % {"field": label}
            field.widget.attrs["lang"] = HTML_TAGS[db_field.language]
        elif db_field.name == "slug":
            field.help_text = SLUG_HELP
        return field


class BilingualChangeList(ChangeList):
    def _get_default_ordering(self):
        # The stock list marks the column of Meta.ordering, in any language the English one.
        return self.model_admin.get_ordering(None) or super()._get_default_ordering()


class BilingualAdmin(
    ConflictAdminMixin,
    HistoryAdminMixin,
    TranslationAdminMixin,
    BilingualFieldsMixin,
    SafeChangeListMixin,
    admin.ModelAdmin,
):
    """An admin whose lists show, find and sort the texts of both languages."""

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        title = title_field(model)
        if title:
            for name, language in zip(TEXT_COLUMNS, LANGUAGES, strict=True):
                setattr(self, name, text_column(model, title, language))

    def get_fieldsets(self, request, obj=None):
        """Put what overrules the automatic order last, in a part of its own."""
        fieldsets = super().get_fieldsets(request, obj)
        if not issubclass(self.model, SortedModel):
            return fieldsets
        rest = [
            (name, {**options, "fields": [row for row in options["fields"] if row not in SORT_AS]})
            for name, options in fieldsets
        ]
        return [*rest, (_("Sorting"), {"fields": [SORT_AS], "classes": ["collapse"]})]

    def get_changelist(self, request, **kwargs):
        return BilingualChangeList

    def get_list_display_links(self, request, list_display):
        links = [name for name in TEXT_COLUMNS if name in list_display]
        return links or super().get_list_display_links(request, list_display)

    def get_search_fields(self, request):
        fields = super().get_search_fields(request)
        return [each for field in fields for each in expand_lookup(self.model, field)]

    def get_search_results(self, request, queryset, search_term):
        """Find by the index what readers find, and besides what the columns of the list hold."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        by_index = matching(self.model, search_term) if self.model in searched_models() else None
        if by_index is None:
            return found, may_repeat
        in_columns = found.order_by().values("pk")
        return queryset.filter(Q(pk__in=by_index) | Q(pk__in=in_columns)), False

    def changeform_view(self, request, *args, **kwargs):
        """Write the entries of all that a form changes once, in its own transaction."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic(), deferring():
            return super().changeform_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        """Write the entries of all that an action changes at its end, in its own transaction."""
        if request.method != "POST":
            return super().changelist_view(request, *args, **kwargs)
        with transaction.atomic(), deferring():
            return super().changelist_view(request, *args, **kwargs)

    def get_ordering(self, request):
        """Return the declared order, else by name, in the order of the interface's language."""
        by_name = ["sort_key_en", "pk"] if issubclass(self.model, SortedModel) else []
        ordering = super().get_ordering(request) or by_name
        return [sort_key_column() if name == "sort_key_en" else name for name in ordering]


class BilingualStackedInline(BilingualFieldsMixin, admin.StackedInline):
    extra = 0


class BilingualTabularInline(BilingualFieldsMixin, admin.TabularInline):
    extra = 0


def text_column(model, field, language):
    """Return the column of a change list that shows ``field`` in ``language`` or its absence."""
    is_sorted = issubclass(model, SortedModel) and field == model.sort_field
    ordering = sort_key_column(language) if is_sorted else column(field, language)

    @admin.display(description=HEADINGS[language], ordering=ordering)
    def text_in_language(record):
        reading = read(record, field, language)
        if reading.is_fallback or not reading.text:
            return format_html('<span class="badge badge-missing">{}</span>', MISSING[language])
        text = truncate(plain_text(record, field, reading), language, PREVIEW_LENGTH)
        return format_html('<span lang="{}">{}</span>', HTML_TAGS[language], text)

    return text_in_language
