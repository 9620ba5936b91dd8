"""The filters of the desk's list."""

from collections import Counter
from datetime import timedelta
from operator import itemgetter

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from icma_portal.web.admin import is_id

from ..formats import bracketed
from ..languages import LANGUAGES
from ..models import TranslationUnit, sort_key_column
from .grouping import group_model, models_of_desk, units_in_group
from .rights import may_see

State = TranslationUnit.State
OPEN, ALL = "open", "all"


def visible_types(user):
    """Return the content types of the models whose texts ``user`` may see, by their key."""
    models = [model for model in models_of_desk() if may_see(user, model)]
    found = ContentType.objects.get_for_models(*models)
    return {content_type.pk: model for model, content_type in found.items()}


def kind_labels(types):
    """Return what the desk calls the kinds of ``visible_types()``, by their key.

    Kinds of one name (facts) are told apart by the record that they belong to.
    """
    names = {pk: capfirst(model._meta.verbose_name) for pk, model in types.items()}
    seen = Counter(names.values())
    return {
        pk: bracketed(name, owner_name(types[pk])) if seen[name] > 1 else name
        for pk, name in names.items()
    }


def owner_name(model):
    """Return the name of the model that the first relation of ``model`` points to."""
    relations = (each for each in model._meta.fields if each.many_to_one)
    owner = next(relations, None)
    return owner.related_model._meta.verbose_name if owner else model._meta.app_config.verbose_name


class ChosenByIdFilter(admin.SimpleListFilter):
    """A choice among records; an id that is none of them finds nothing."""

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if not is_id(self.value()):
            return queryset.none()
        return self.chosen(queryset, int(self.value()))


class KindFilter(ChosenByIdFilter):
    title = pgettext_lazy("kind of record", "kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        labels = kind_labels(visible_types(request.user))
        return sorted(((str(pk), label) for pk, label in labels.items()), key=itemgetter(1))

    def chosen(self, queryset, pk):
        return queryset.filter(content_type_id=pk)


class GroupFilter(ChosenByIdFilter):
    """The records that belong to one record of the model that the desk groups by."""

    parameter_name = "group"

    def __init__(self, *args):
        model = group_model()
        self.title = model._meta.verbose_name if model else lazystr("")
        super().__init__(*args)

    def lookups(self, request, model_admin):
        model = group_model()
        if model is None or not may_see(request.user, model):
            return []
        ordering = sort_key_column() if hasattr(model, "sort_key_en") else "pk"
        return [(str(each.pk), str(each)) for each in model._base_manager.order_by(ordering)]

    def chosen(self, queryset, pk):
        return queryset.filter(units_in_group(pk))


class StateFilter(admin.SimpleListFilter):
    """What is open comes first: it is what translators open the desk for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(ALL, _("All")), *State.choices]

    def value(self):
        return super().value() or OPEN

    def choices(self, changelist):
        pairs = [(None, _("Missing or out of date")), *self.lookup_choices]
        for value, label in pairs:
            yield {
                "selected": self.value() == (value or OPEN),
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value} if value else {},
                    [] if value else [self.parameter_name],
                ),
                "display": label,
            }

    def queryset(self, request, queryset):
        if self.value() == ALL:
            return queryset
        states = TranslationUnit.OPEN if self.value() == OPEN else [self.value()]
        return queryset.filter(state__in=states)


class LanguageFilter(admin.SimpleListFilter):
    # Translators: heading of a filter: “By …”.
    title = _("language of the translation")
    parameter_name = "into"

    def lookups(self, request, model_admin):
        labels = dict(TranslationUnit.Language.choices)
        return [(language, labels[language]) for language in LANGUAGES]

    def queryset(self, request, queryset):
        return queryset.filter(target_language=self.value()) if self.value() else queryset


class AgeFilter(admin.SimpleListFilter):
    """How long a translation has been in its state."""

    # Translators: heading of a filter: “By …”.
    title = _("time in this state")
    parameter_name = "age"
    SPANS = {
        "1": (_("for less than a day"), 0, 1),
        "7": (_("for 1 to 7 days"), 1, 7),
        "30": (_("for 7 to 30 days"), 7, 30),
        "90": (_("for 30 to 90 days"), 30, 90),
        "older": (_("for more than 90 days"), 90, None),
    }

    def lookups(self, request, model_admin):
        return [(value, span[0]) for value, span in self.SPANS.items()]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        if self.value() not in self.SPANS:
            return queryset.none()
        _label, least, most = self.SPANS[self.value()]
        now = timezone.now()
        found = queryset.filter(state_since__lte=now - timedelta(days=least))
        return found.filter(state_since__gt=now - timedelta(days=most)) if most else found


class EditedByFilter(ChosenByIdFilter):
    title = _("edited by")
    parameter_name = "editor"

    def lookups(self, request, model_admin):
        editors = TranslationUnit.objects.exclude(edited_by=None).order_by().values("edited_by")
        users = get_user_model().objects.filter(pk__in=editors).order_by("username")
        return [(str(user.pk), user.get_username()) for user in users]

    def chosen(self, queryset, pk):
        return queryset.filter(edited_by_id=pk)
