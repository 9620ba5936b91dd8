"""Pages below the parity gate: served with the notice, and kept from search engines."""

import pytest
from django.utils import translation

from china_center.models import Center
from icma_portal.bilingual.languages import HTML_TAGS, LANGUAGES, column, columns, other_language
from icma_portal.publishing.parity import fields_of_gate
from icma_portal.publishing.views import VisibleDetailView
from icma_portal.sitemaps import MODELS, record_addresses
from icma_portal.urls import urlpatterns
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db
NOINDEX = '<meta name="robots" content="noindex">'
NOTICE = 'class="fallback-notice"'
CASES = [
    (model, field, language)
    for model in MODELS
    for field in fields_of_gate(model)
    for language in LANGUAGES
]


def record_with(model, field):
    """Return a published record that has a text in ``field`` in both languages."""
    filled = {f"{name}__isnull": False for name in columns(field)}
    return model.objects.published().filter(**filled).order_by("pk")[0]


def path_of(record, language):
    with translation.override(language):
        return record.get_absolute_url()


def alternates(page):
    """Return what the head's links to other languages name."""
    marked = page.split('<link rel="alternate" hreflang="')[1:]
    return [each.partition('"')[0] for each in marked]


def expected_alternates(language):
    return [HTML_TAGS[language], "x-default"] if language == "en" else [HTML_TAGS[language]]


def test_every_model_with_a_page_is_in_the_sitemap():
    shown = {view.model for view in VisibleDetailView.__subclasses__()}

    assert urlpatterns
    assert {*shown, Center} == set(MODELS)
    assert len(CASES) == 38


@pytest.mark.one_database
@pytest.mark.parametrize(("model", "field", "language"), CASES)
def test_a_page_below_the_gate_is_served_and_kept_from_search_engines(
    client, model, field, language
):
    record, other = record_with(model, field), other_language(language)
    model.objects.filter(pk=record.pk).update(**{column(field, language): None})
    record.refresh_from_db()

    path, other_path = path_of(record, language), path_of(record, other)
    below, above = client.get(path), client.get(other_path)
    page, other_page = below.text, above.text

    assert (below.status_code, above.status_code) == (200, 200)
    assert (page.count(NOINDEX), other_page.count(NOINDEX)) == (1, 0)
    assert (page.count(NOTICE), other_page.count(NOTICE)) == (1, 0)
    assert f'<link rel="canonical" href="https://portal.example{path}">' in page
    assert alternates(page) == alternates(other_page) == expected_alternates(other)
    assert f'<a href="{path}"' in other_page
    assert record_addresses(record) == {other: f"https://portal.example{other_path}"}


def test_a_page_above_the_gate_and_a_list_may_be_found(client):
    for address in ("/zh-hans/cities/durban/", "/zh-hans/partnerships/", "/en/china-center/"):
        page = client.get(address).text

        assert NOINDEX not in page
        assert alternates(page) == ["en", "x-default", "zh-Hans"]


def test_lists_and_their_search_keep_what_is_below_the_gate(client):
    make_partnership(name_en="Zebra Lakes", name_zh_hans=None)

    for address in ("/zh-hans/partnerships/", "/en/partnerships/"):
        found = client.get(address, {"q": "zebra lakes"}).text

        assert "Zebra Lakes</" in found
        assert NOINDEX not in found
