"""Suggestions under the search box: by keyboard, announced, and silent while words are composed."""

import pytest

from . import axe

pytestmark = pytest.mark.browser
FIELD = "#site-search"
LIST = ".site-header [role=listbox]"
OPTIONS = f"{LIST} [role=option]"
STATUS = ".site-header [role=status]"
WAIT = 400


@pytest.fixture
def page(browser, portal):
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def asked(page):
    """The addresses that were asked for suggestions."""
    found = []
    page.on("request", lambda each: "suggestions" in each.url and found.append(each.url))
    return found


def open_box(page, portal, language):
    page.goto(f"{portal}/{language}/about/")
    page.locator(FIELD).focus()


@pytest.mark.parametrize(
    ("language", "typed", "name", "address"),
    [
        ("en", "du", "Durban", "/en/cities/durban/"),
        ("zh-hans", "德", "德班", "/zh-hans/cities/durban/"),
    ],
)
def test_a_city_is_reached_by_its_beginning_with_the_keyboard(
    page, portal, language, typed, name, address
):
    open_box(page, portal, language)
    page.keyboard.type(typed)
    page.locator(OPTIONS).first.wait_for()
    titles = page.locator(f"{OPTIONS} span:first-child").all_inner_texts()
    assert page.locator(FIELD).get_attribute("aria-expanded") == "true"
    assert str(len(titles)) in page.locator(STATUS).first.inner_text()

    for _press in range(titles.index(name) + 1):
        page.keyboard.press("ArrowDown")
    selected = page.locator(f"{OPTIONS}[aria-selected=true]")
    assert selected.locator("span").first.inner_text() == name
    assert page.locator(FIELD).get_attribute("aria-activedescendant") == selected.get_attribute(
        "id"
    )
    page.keyboard.press("Enter")

    page.wait_for_url(portal + address)


def test_one_latin_letter_asks_nothing_and_escape_closes(page, portal, asked):
    open_box(page, portal, "en")
    page.keyboard.type("d")
    page.wait_for_timeout(WAIT)
    assert asked == []

    page.keyboard.type("u")
    page.locator(OPTIONS).first.wait_for()
    assert len(asked) == 1
    page.keyboard.press("Escape")

    assert page.locator(LIST).is_hidden()
    assert page.locator(FIELD).input_value() == "du"
    assert page.locator(FIELD).get_attribute("aria-expanded") == "false"


def test_nothing_is_asked_while_an_input_method_is_composing(page, portal, asked):
    open_box(page, portal, "zh-hans")
    session = page.context.new_cdp_session(page)
    for text in ("d", "de", "deb", "deban"):
        session.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": 0, "selectionEnd": len(text)},
        )
    page.wait_for_timeout(WAIT)
    assert page.locator(FIELD).input_value() == "deban"
    assert asked == []

    session.send("Input.insertText", {"text": "德班"})
    page.locator(OPTIONS).first.wait_for()

    assert len(asked) == 1


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_open_suggestions_break_no_rule_of_accessibility(page, portal, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    open_box(page, portal, "en")
    page.keyboard.type("du")
    page.locator(OPTIONS).first.wait_for()
    page.keyboard.press("ArrowDown")
    axe.load(page)

    assert axe.violations(page) == []
    width_of_page = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width_of_page) == 0
