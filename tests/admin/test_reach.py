"""Nothing that the portal stores is out of reach of its staff."""

from collections import defaultdict

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.contrib.auth.models import Group, User
from django.forms import ModelChoiceField

from china_center.models import Goal
from icma_portal.bilingual.models import translated_fields
from icma_portal.web.admin import SafeChangeListMixin
from partnerships.models import Partnership

from .records import CONTENT, OURS, REGISTERED

# Worked out by the portal itself; goals stand in the order of their numbers.
COMPUTED = {Partnership: {"countries"}, Goal: {"sort_as_en", "sort_as_zh"}}


@pytest.fixture
def forms(rf, admin_user):
    """The form classes of each model, from its own page and from those of its parents."""
    request = rf.get("/admin/")
    request.user = admin_user
    found = defaultdict(list)
    for model, model_admin in admin.site._registry.items():
        found[model].append(model_admin.get_form(request))
        for inline in model_admin.get_inline_instances(request):
            found[inline.model].append(inline.get_formset(request).form)
    return found


def test_every_model_has_a_page_or_an_inline(forms):
    missing = [model for model in OURS if model not in forms]

    assert missing == []
    assert len(OURS) == 70


def test_accounts_and_the_log_are_registered_with_the_safe_lists():
    assert {User, Group, LogEntry} <= set(REGISTERED)
    unsafe = [
        model
        for model, model_admin in admin.site._registry.items()
        if not isinstance(model_admin, SafeChangeListMixin)
    ]
    assert unsafe == []


def test_every_editable_field_is_in_a_form(forms):
    missing, visited = [], 0
    for model in CONTENT:
        offered = {name for form in forms[model] for name in form.base_fields}
        offered |= parents_of(model, forms)
        for field in editable_fields(model):
            visited += 1
            if field.name not in offered:
                missing.append(f"{model.__name__}.{field.name}")

    assert missing == []
    assert visited > 400


def editable_fields(model):
    """The fields that staff fill in; members of a relation with data of its own are inlines."""
    many = model._meta.many_to_many
    plain = [field for field in many if field.remote_field.through._meta.auto_created]
    skipped = {*translated_fields(model), *COMPUTED.get(model, ()), model._meta.pk.name}
    fields = [*model._meta.concrete_fields, *plain]
    return [field for field in fields if field.editable and field.name not in skipped]


def parents_of(model, forms):
    """The foreign key to the page that an inline stands on is implied."""
    return {
        inline.fk_name or field.name
        for model_admin in admin.site._registry.values()
        for inline in model_admin.inlines
        if inline.model is model
        for field in model._meta.fields
        if field.is_relation and field.related_model is model_admin.model
    }


def test_no_form_shows_the_column_without_a_language(forms):
    visited, wrong = 0, []
    for model, classes in forms.items():
        for name in translated_fields(model):
            visited += 1
            wrong += [f"{model.__name__}.{name}" for form in classes if name in form.base_fields]

    assert wrong == []
    assert visited > 60


def test_relations_to_content_are_searched_not_listed(forms):
    visited, wrong = 0, []
    for model in CONTENT:
        for form in forms[model]:
            for name, field in form.base_fields.items():
                is_relation = isinstance(field, ModelChoiceField)
                if not is_relation or field.queryset.model not in CONTENT:
                    continue
                visited += 1
                widget = getattr(field.widget, "widget", field.widget)
                if not isinstance(widget, (AutocompleteSelect, AutocompleteSelectMultiple)):
                    wrong.append(f"{model.__name__}.{name}")

    assert wrong == []
    assert visited > 120
