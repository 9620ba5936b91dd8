"""The style guide shows every component, so that none is forgotten when the design changes."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import translation

from icma_portal.styleguide import SAMPLES, color_tokens, styleguide

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# Not shown for themselves, with the reason.
ELSEWHERE = {
    "share_tags": "stands in the head of the page itself",
    "feed_link": "stands in the head of a list",
    "footer": "stands below the page itself",
    "form_sieve": "nobody sees it",
    "sources": "stands at the foot of the page itself, made by the citations above",
    "facet": "within the facets",
    "choice": "within the facets",
    "navigation_item": "within the navigation",
    "figure_value": "within the figure",
    "cut": "needs more records than a page shows",
    "cover": "needs a file whose first page has been drawn",
    "lead_picture": "needs a record with a picture, and the portal ships none",
}


def test_every_component_has_a_sample():
    components = {each.stem for each in (settings.BASE_DIR / "templates/components").glob("*.html")}

    assert {each.component for each in SAMPLES} | set(ELSEWHERE) == components
    assert len(components) > 30


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_shows_each_sample_in_both_languages(rf, language):
    request = rf.get("/en/programs/")
    request.user = AnonymousUser()
    request.resolver_match = resolve("/en/programs/")
    with translation.override(language):
        page = styleguide(request).content.decode()

    assert page.count('class="sample"') == len(SAMPLES)
    assert page.count('<div lang="en">') == page.count('<div lang="zh-Hans">') == len(SAMPLES)
    assert len(color_tokens()) > 20


def test_it_is_for_development_only():
    with pytest.raises(NoReverseMatch):
        reverse("styleguide")
