"""axe-core: no page breaks a rule of WCAG 2.0–2.2 A and AA, or a best practice, in any state.

A quarter of the pages in each language, each in one width and scheme; ``make test-long`` looks at
all of them in all.
"""

from itertools import product

import pytest

from tests.breadth import IS_LONG, share
from tests.site.pages import LANGUAGES, NOT_PAGES, PAGES, address, url_names

from . import axe
from .states import State, states

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
VIEWS = list(product(WIDTHS, SCHEMES))
VIEWS_OF_A_PAGE = len(VIEWS) if IS_LONG else 1
HEIGHT = 900
FAULTY = """<!DOCTYPE html><html><head><title>Faults</title></head><body><main><h1>Faults</h1>
<img src="data:,"><p style="color:#bbb;background:#fff">Too pale</p><input>
<a href="#a" style="font-size:6px">a</a><a href="#b" style="font-size:6px">b</a>
</main></body></html>"""


@pytest.fixture(scope="module")
def page(browser):
    """One page for all: what costs time is to open it."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def faults(page, portal, state, views):
    """Open a page once and return what axe-core finds in each view: (state, view, violation)."""
    page.set_viewport_size({"width": views[0][0], "height": HEIGHT})
    response = page.goto(portal + state.path)
    assert response.status == state.status, state
    state.act(page)
    axe.load(page)
    found = []
    for width, scheme in views:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        found += [(state.name, width, scheme, *each) for each in axe.violations(page)]
    return found


def part_of(cases, language):
    """Return a quarter of the cases, others in the other language; all of them in a long run."""
    return share(cases, LANGUAGES.index(language), 4)


def views_of(number, language):
    """Return the views of the page of a number; both languages have another width and scheme."""
    return share(VIEWS, number + 3 * LANGUAGES.index(language), len(VIEWS))


def sweep(page, portal, cases, language):
    """Return (what was found, how many views of pages were looked at) and print the latter."""
    found, visited = [], 0
    for number, case in enumerate(cases):
        views = views_of(number, language)
        found += faults(page, portal, case, views)
        visited += len(views)
    print(f"axe-core looked at {visited} views of {len(cases)} pages: {len(found)} violations")
    print(*found, sep="\n")
    return found, visited


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_rule_of_accessibility(page, portal, language):
    cases = [State(name, address(name, language)) for name in part_of(PAGES, language)]

    found, visited = sweep(page, portal, cases, language)

    assert found == []
    assert visited == len(cases) * VIEWS_OF_A_PAGE
    assert len(PAGES) == len(set(url_names()) - NOT_PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_state_of_a_page_breaks_a_rule_of_accessibility(page, portal, half_translated, language):
    every = states(language)
    cases = part_of(every, language)

    found, visited = sweep(page, portal, cases, language)

    assert found == []
    assert visited == len(cases) * VIEWS_OF_A_PAGE
    assert len(every) == 15


def test_the_views_of_a_page_differ_between_the_languages_and_make_the_whole():
    english, chinese = (
        [views_of(number, language) for number in range(6)] for language in LANGUAGES
    )

    for one, other in zip(english, chinese, strict=True):
        assert len(one) == len(other) == VIEWS_OF_A_PAGE
        assert IS_LONG or not {*one[0]} & {*other[0]}
    assert {view for views in english for view in views} == set(VIEWS)


def test_faults_are_found(page):
    page.goto("about:blank")
    page.set_content(FAULTY)
    axe.load(page)

    rules = {rule for rule, _selector, _explanation in axe.violations(page)}

    assert rules == {"color-contrast", "html-has-lang", "image-alt", "label", "target-size"}
