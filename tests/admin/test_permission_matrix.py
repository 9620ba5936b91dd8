"""Every role x every model x every page of the admin: what is not granted is refused.

The tables below say what each group may; nothing here asks the permissions that the portal stores.
"""

import importlib

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User

from tests.breadth import share

from .records import CONTENT, address, make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ALL = frozenset({"view", "add", "change", "delete"})
WRITE, SEE, LOOK = ALL - {"delete"}, frozenset({"view", "change"}), frozenset({"view"})
TERMS = {"bilingual.term", "bilingual.termarea"}
VISITORS = ("icma_portal.contactmessage", "china_center.eventregistration")
CHILDREN = {
    apps.get_model(label, name)
    for label, names in importlib.import_module(
        "icma_portal.migrations.0002_groups"
    ).CHILDREN.items()
    for name in names
}
# What each role may do with content, and with the rest by name. What is not named is refused.
ROLES = {
    "": ({}, {}),
    "Translator": (SEE, {"terms": LOOK, "files.picture": LOOK}),
    "Editor": (
        WRITE,
        {"terms": WRITE, "files.picture": WRITE, **dict.fromkeys(VISITORS, SEE)},
    ),
    "Publisher": (
        ALL,
        {"terms": ALL, "files.picture": ALL, **dict.fromkeys(VISITORS, SEE | {"delete"})},
    ),
    "Data steward": (
        ALL,
        {"terms": WRITE, "files.picture": WRITE, **dict.fromkeys(VISITORS, SEE)},
    ),
    "Administrator": (
        ALL,
        {
            "terms": ALL,
            "files.picture": ALL,
            **dict.fromkeys(VISITORS, SEE | {"delete"}),
            "auth.user": ALL,
            "auth.group": LOOK,
            "accounts.auditentry": LOOK,
            "admin.logentry": LOOK,
        },
    ),
}
# Page → the right that it takes. What a POST does is asked of the pages that change something.
OF_A_MODEL = {"changelist": "view", "add": "add", "deleted": "view"}
OF_A_RECORD = {
    "change": "view",
    "history": "view",
    "delete": "delete",
    "revision": "view",
    "review": "view",
    "links": "view",
}
POSTED = {
    "add": ("add", {}),
    "change": ("change", {}),
    "delete": ("delete", {}),
    "review": ("change", {"step": "remark", "remark": ""}),
    "presence": ("change", {}),
}
MODELS = [
    model
    for model in admin.site._registry
    if model in CONTENT or model._meta.label_lower in {*ROLES["Administrator"][1], *TERMS}
]


def rights_of(role, model):
    content, others = ROLES[role]
    if model in CONTENT:
        is_row = model in CHILDREN and role == "Editor"
        return {*content, *(["delete"] if is_row else [])}
    label = model._meta.label_lower
    return others.get("terms" if label in TERMS else label, frozenset())


def pages_of(model, record):
    """Return (address, right) of what is looked at, and (address, right, data) of what is sent."""
    names = {url.name for url in admin.site._registry[model].urls}
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
    looks, sends = [], []
    for pages, args in ((OF_A_MODEL, []), (OF_A_RECORD, [record.pk])):
        for page, right in pages.items():
            if prefix + page in names:
                looks.append((address(model, page, *args), right))
    for page, (right, data) in POSTED.items():
        if prefix + page in names:
            args = [] if page in OF_A_MODEL else [record.pk]
            sends.append((address(model, page, *args), right, data))
    if prefix + "preview" in names:
        looks.append((address(model, "preview", record.pk, "en"), "view"))
    return looks, sends


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_granted_is_refused(client, role, record_property):
    user = User.objects.create_user(f"role {role}", is_staff=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    number, asked, wrong = list(ROLES).index(role), 0, []

    # A sixth of the models for each role, half of those to which it has no right: these are quick.
    mine, others = share(MODELS, number, of=6), share(MODELS, number, of=2)
    for model in MODELS:
        rights = rights_of(role, model)
        if model not in (mine if rights else others):
            continue
        record = make(model)
        looks, sends = pages_of(model, record)
        for page, right in looks:
            asked += 1
            status = client.get(page).status_code
            # 404: a record that has no page of its own, and so no preview.
            if (status in (200, 404)) != (right in rights):
                wrong.append((page, status, right))
        for page, right, data in sends:
            if right not in rights:
                asked += 1
                status = client.post(page, data).status_code
                if status != 403:
                    wrong.append((f"POST {page}", status, right))

    assert wrong == []
    assert asked > 40
    record_property("requests", asked)
    print(f"{role or 'no group'}: {asked} requests over {len(MODELS)} models")


def test_matrix_knows_every_model_of_the_staff_site():
    # Those with a table of their own: the desk and its files (test_translators), overruled terms,
    # tables of records (test_bulk).
    elsewhere = {
        "bulk.bulkimport",
        "bilingual.termoverrule",
        "bilingual.translationunit",
        "bilingual.translationimport",
    }
    known = {model._meta.label_lower for model in MODELS} | elsewhere
    assert {model._meta.label_lower for model in admin.site._registry} == known


@pytest.mark.parametrize("role", ["", "Translator"])
def test_side_doors_are_shut_as_well(client, role):
    """Autocompletion, popups, actions, replacing: in models that one may not see or change."""
    user = User.objects.create_user(f"role {role}", is_staff=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    topic = make(apps.get_model("programs.Topic"))
    query = {"app_label": "partnerships", "model_name": "membership", "field_name": "city"}

    searched = client.get("/admin/autocomplete/", query).status_code
    chosen = {"action": "delete_selected", "_selected_action": [topic.pk], "post": "yes"}
    client.post(address(type(topic), "changelist"), chosen)
    popup = client.get(address(type(topic), "add"), {"_popup": "1"}).status_code
    # Without a language a translator may replace no more than somebody without a group.
    replaced = [client.get("/admin/replace/"), client.post("/admin/replace/", {"find": "a"})]

    assert searched == (200 if role else 403)
    assert popup == 403
    assert [each.status_code for each in replaced] == [403, 403]
    assert type(topic).objects.filter(pk=topic.pk).exists()
