"""Small windows, zoom and wider spacing: nothing is cut off or needs sideways scrolling."""

import pytest

from tests.breadth import share
from tests.site.pages import LANGUAGES, PAGES, address

from .states import State, states

pytestmark = pytest.mark.browser
# 1280 by 1024 pixels at a zoom of 400 % leave 320 by 256.
WINDOWS = {"320 pixels": (320, 900), "400 % zoom": (320, 256)}
SPACED_WINDOWS = {"spaced, 320 pixels": (320, 900), "spaced, 1280 pixels": (1280, 900)}
# The values of success criterion 1.4.12.
SPACING = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-block-end: 2em !important; }"""
# How far the page goes beyond the window, and what is cut off: by a box that hides what it cannot
# hold, or by the edge of the window. What is only for the ear, or scrolls, is not cut off.
CUT_OFF = """() => {
    const isForTheEar = each => each.closest(".visually-hidden, .trap, .skip-link")
    const scrolls = each => {
        for (let box = each; box; box = box.parentElement)
            if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true
        return false
    }
    const shown = [...document.querySelectorAll("body *")].filter(each => each.checkVisibility()
        && !isForTheEar(each) && each.textContent.trim())
    const hiding = shown.filter(each => {
        const {overflowX, overflowY} = getComputedStyle(each)
        return /hidden|clip/.test(overflowX) && each.scrollWidth > each.clientWidth + 1
            || /hidden|clip/.test(overflowY) && each.scrollHeight > each.clientHeight + 1
    })
    const texts = shown.flatMap(each => [...each.childNodes]).filter(node =>
        node.nodeType === Node.TEXT_NODE && node.data.trim() && !scrolls(node.parentElement))
    const beyond = texts.filter(node => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return [...range.getClientRects()].some(({left, right, width}) =>
            width && (right > document.documentElement.clientWidth + 1 || left < -1))
    })
    return {
        excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        hiding: hiding.map(each => each.outerHTML.slice(0, 120)),
        beyond: beyond.map(node => node.data.trim().slice(0, 40)),
        texts: texts.length,
    }
}"""
NOTHING_CUT = {"excess": 0, "hiding": [], "beyond": []}


@pytest.fixture(scope="module")
def page(browser):
    """The site's policy forbids the style that a reader's own tools would bring in."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def measures(page, windows):
    """Return (window, what is cut off) for each window in which something is; count the texts."""
    found, texts = [], 0
    for name, (width, height) in windows.items():
        page.set_viewport_size({"width": width, "height": height})
        measured = page.evaluate(CUT_OFF)
        texts += measured.pop("texts")
        if measured != NOTHING_CUT:
            found.append((name, measured))
    return found, texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off_in_small_windows_and_with_wider_spacing(
    page, portal, half_translated, language
):
    cases = [State(name, address(name, language)) for name in PAGES] + states(language)
    # A quarter in each language; all of them in a long run.
    cases = share(cases, LANGUAGES.index(language), 4)
    found, texts = [], 0
    for case in cases:
        page.goto(portal + case.path)
        case.act(page)
        for windows in (WINDOWS, SPACED_WINDOWS):
            if windows is SPACED_WINDOWS:
                page.add_style_tag(content=SPACING)
            cut, counted = measures(page, windows)
            found += [(case.name, *each) for each in cut]
            texts += counted
    print(f"{texts} texts on {len(cases)} pages", *found, sep="\n")

    assert found == []
    assert texts > 2_500


def test_text_that_is_cut_off_is_found(page):
    page.set_content(
        '<p style="inline-size: 2000px">wide</p>'
        '<p style="block-size: 8px; overflow: hidden">cut</p>'
        '<p style="margin-inline-start: -50px">out</p>'
    )

    [(_window, measured)], _texts = measures(page, {"320 pixels": (320, 900)})

    assert measured["excess"] > 0
    assert [each.endswith(">cut</p>") for each in measured["hiding"]] == [True]
    assert measured["beyond"] == ["out"]
