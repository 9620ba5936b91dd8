"""Every page of the admin opens, in both languages, with rows and without."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.urls import reverse

from icma_portal.bilingual.models import TranslationImport, TranslationUnit
from icma_portal.bulk.models import BulkImport
from icma_portal.web.admin import ReadOnlyAdmin

from .records import REGISTERED, address, make_with_children

FOREIGN = re.compile(r"""(?:src|href|action|srcset)=["'](?:https?:)?//|url\(["']?(?:https?:)?//""")
INLINE_CODE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:src=|application/json))")
# Made by the portal itself; their forms have tests of their own.
MADE = (TranslationUnit, TranslationImport, BulkImport)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def empty_tables(monkeypatch):
    get_queryset = ModelAdmin.get_queryset
    monkeypatch.setattr(
        ModelAdmin, "get_queryset", lambda self, request: get_queryset(self, request).none()
    )


def assert_own(response):
    """Every address is the portal's own, and no code or style stands in the page."""
    text = response.text
    assert FOREIGN.findall(text) == []
    assert INLINE_CODE.findall(text) == []


@pytest.mark.one_database
@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label_lower)
def test_list_and_forms_open(swept_interface, model):
    model_admin = admin.site.get_model_admin(model)
    record = None
    is_bare = model._meta.app_label in ("admin", "auth", "icma_portal") or model in MADE
    if is_bare or isinstance(model_admin, ReadOnlyAdmin):
        pages = [address(model, "changelist")]
    else:
        record, _children = make_with_children(model)
        pages = [
            address(model, "changelist"),
            address(model, "change", record.pk),
            address(model, "history", record.pk),
            address(model, "delete", record.pk),
        ]
    if type(model_admin).has_add_permission is ModelAdmin.has_add_permission:
        pages.append(address(model, "add"))

    for page in pages:
        response = swept_interface.get(page)
        assert (page, response.status_code) == (page, 200)
        assert f'<html lang="{swept_interface.language}"' in response.text
        assert_own(response)


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label_lower)
def test_list_opens_without_rows(swept_interface, empty_tables, model):
    response = swept_interface.get(address(model, "changelist"))

    assert response.status_code == 200
    assert response.context["cl"].result_count == 0


def test_all_pages_were_visited():
    assert len(REGISTERED) == 53


@pytest.mark.parametrize(
    ("language", "title", "see_site"),
    [("en", "ICMA international portal", "View site"), ("zh-hans", None, "查看站点")],
)
def test_header_offers_both_languages(admin_client, language, title, see_site):
    admin_client.cookies["django_language"] = language

    response = admin_client.get(reverse("admin:index") + "?a=1")

    text = response.text
    assert see_site in text
    assert title is None or f"<title>Content and accounts | {title}</title>" in text
    assert f'action="{reverse("set_language")}"' in text
    assert '<input type="hidden" name="next" value="/admin/?a=1">' in text
    current = {"en": "en", "zh-hans": "zh-Hans"}[language]
    assert f'value="{language}" lang="{current}" aria-current="true"' in text


def test_choice_of_a_language_returns_to_the_page(admin_client):
    page = reverse("admin:programs_country_changelist")

    response = admin_client.post(reverse("set_language"), {"language": "zh-hans", "next": page})

    assert (response.status_code, response.headers["Location"]) == (302, page)
    assert '<html lang="zh-hans"' in admin_client.get(page).text


def test_login_page_is_own_and_offers_both_languages(client):
    response = client.get(reverse("admin:login"))

    assert_own(response)
    assert "简体中文" in response.text


@pytest.mark.parametrize("page", ["logout", "password_change"])
def test_account_pages_are_own(admin_client, page):
    method = admin_client.post if page == "logout" else admin_client.get

    response = method(reverse(f"admin:{page}"))

    assert response.status_code == 200
    assert_own(response)
