"""Every role x every kind of content x every field: who may write what stands in a form."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import RequestFactory

from icma_portal.bilingual.languages import CHINESE, column
from icma_portal.bilingual.models import LanguageProfile, translated_fields

from .records import CONTENT
from .test_permission_matrix import ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KINDS = [admin.site._registry[model] for model in CONTENT if model in admin.site._registry]
PUBLISHING = {"Publisher", "Administrator"}


def request_of(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def fields_for(model_admin, user):
    """Return the names of the fields that a form lets ``user`` write, rows of inlines included."""
    request = request_of(user)
    names = {(model_admin.model, name) for name in model_admin.get_form(request).base_fields}
    for inline in model_admin.get_inline_instances(request):
        form = inline.get_formset(request).form
        names |= {(inline.model, name) for name in form.base_fields}
    return names


@pytest.mark.parametrize("role", ROLES)
def test_form_offers_the_fields_of_the_role_and_no_more(role, record_property):
    user = User.objects.create_user(f"role {role}", is_staff=True)
    everything = User.objects.create_superuser("everything")
    if role:
        user.groups.add(Group.objects.get(name=role))
    if role == "Translator":
        LanguageProfile.objects.create(user=user, writes_chinese=True)
    asked = 0

    for model_admin in KINDS:
        may = model_admin.has_change_permission(request_of(user))
        assert may == bool(role), model_admin
        if not may:
            continue
        offered, all_fields = fields_for(model_admin, user), fields_for(model_admin, everything)
        asked += len(all_fields)
        if role == "Translator":
            texts = {
                (model, column(name, CHINESE))
                for model in {model for model, _name in all_fields}
                for name in translated_fields(model)
            }
            assert offered == all_fields & texts, model_admin
        else:
            assert offered == all_fields, model_admin

    assert asked > 500 or not role
    record_property("fields", asked)
    print(f"{role or 'no group'}: {asked} fields over {len(KINDS)} kinds")


@pytest.mark.parametrize("role", [role for role in ROLES if role])
def test_state_is_offered_by_the_right_to_publish(role):
    user = User.objects.create_user(f"role {role}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    seen = 0

    for model_admin in KINDS:
        form = model_admin.get_form(request_of(user))
        if "state" not in form.base_fields or not hasattr(form, "may_publish"):
            continue
        seen += 1
        states = {value for value, _label in form().fields["state"].choices}
        assert ("published" in states) == (role in PUBLISHING), model_admin
        assert "draft" in states

    # Who writes texts in a language only has no state in any form.
    assert seen > 10 or role == "Translator"
