"""The tasks of readers by keyboard alone, with the focus measured at every stop."""

import io

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from tests.breadth import IS_LONG, share
from tests.site.pages import LANGUAGES, PAGES, address

from . import tasks
from .focus import faults, has_focus, reach, step, walk
from .states import states

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 256}
LARGE = {"width": 1280, "height": 900}
# Everything that a key should reach. What is in a closed group or hidden is not to be reached.
REACHABLE = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter(each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility()).length"""
LEAST_PIXELS = 40
ERROR_PAGES = {"no such page", "invalid address"}


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport=LARGE, reduced_motion="reduce", accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context):
    page = context.new_page()
    yield page
    page.close()


def press_enter(page, target):
    """Reach an element by keyboard and press Enter; the answer is a page of its own."""
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def open_facet(page, name):
    """Open a closed group of choices by its title."""
    if not tasks.facet(page, name).evaluate("each => each.open"):
        reach(page, tasks.facet(page, name).locator("summary"))
        page.keyboard.press("Enter")


def type_into(page, field, text):
    reach(page, page.locator(field))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partnership_is_found_by_filter_with_the_keyboard(page, portal, language):
    page.goto(f"{portal}/{language}/partnerships/")

    open_facet(page, "country")
    reach(page, tasks.choice(page, "country", "india"))
    page.keyboard.press("Space")
    reach(page, tasks.submit(page, "input[name=country]"))
    page.keyboard.press("Enter")
    page.wait_for_url("**country=india**")
    path = f"/{language}/partnerships/shimla-boulder/"
    reach(page, tasks.link(page, path))
    page.keyboard.press("Enter")

    page.wait_for_url(portal + path)


@pytest.mark.parametrize(("language", "other"), [LANGUAGES, LANGUAGES[::-1]])
def test_the_language_is_switched_with_the_keyboard_and_the_filters_stay(
    page, portal, language, other
):
    page.goto(f"{portal}/{language}/partnerships/?country=india")

    press_enter(page, page.get_by_role("link", name=tasks.LANGUAGE_NAMES[other], exact=True))

    page.wait_for_url(f"{portal}/{other}/partnerships/?country=india")
    assert tasks.choice(page, "country", "india").is_checked()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_sheet_is_downloaded_with_the_keyboard(page, portal, language):
    page.goto(f"{portal}/{language}/partnerships/shimla-boulder/")

    reach(page, tasks.download(page, language))
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    assert download.value.suggested_filename.endswith(".pdf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_leads_to_its_errors_and_is_sent_with_the_keyboard(page, portal, language):
    page.goto(f"{portal}/{language}/contact/")
    for name, text in {**tasks.MESSAGE, "email": "nonsense"}.items():
        type_into(page, f"#id_{name}", text)

    press_enter(page, tasks.submit(page, "#id_email"))

    expect(tasks.summary(page)).to_be_focused()
    assert "id_email" in tasks.summary(page).locator("a").get_attribute("href")
    step(page)
    page.keyboard.press("Enter")
    assert has_focus(page.locator("#id_email"))
    assert tasks.error_of(page, "#id_email").inner_text()

    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(tasks.MESSAGE["email"])
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.wait_for_url(f"{portal}/{language}/contact/thanks/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "partnerships/?view=map"])
def test_a_dot_of_the_map_is_seen_in_focus_and_opened_with_the_keyboard(
    page, portal, path, language
):
    page.goto(f"{portal}/{language}/{path}")
    dot = page.locator("svg.map a.map-dot").first
    target = dot.get_attribute("href", timeout=2000)

    while not has_focus(dot):
        assert step(page) is not None
    focused = picture_around(page, dot)
    assert dot.evaluate("each => each.getAttribute('aria-label') || each.textContent.trim()")
    dot.evaluate("each => each.blur()")
    plain = picture_around(page, dot)
    dot.evaluate("each => each.focus()")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")

    assert changed_pixels(focused, plain) >= LEAST_PIXELS


def picture_around(page, target):
    """Return the picture of an element with ten pixels around it; it must lie in the window."""
    box = target.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= LARGE["height"]
    clip = {"x": max(box["x"] - 10, 0), "y": max(box["y"] - 10, 0)}
    clip |= {"width": box["width"] + 20, "height": box["height"] + 20}
    return Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("L")


def changed_pixels(one, other):
    return sum(ImageChops.difference(one, other).point(lambda value: value > 30).histogram()[1:])


@pytest.mark.parametrize(
    ("language", "window", "scheme"), [("en", LARGE, "light"), ("zh-hans", SMALL, "dark")]
)
def test_every_stop_of_the_focus_is_seen_on_every_page(page, portal, language, window, scheme):
    page.set_viewport_size(window)
    page.emulate_media(color_scheme=scheme)
    found, stops = [], 0
    # A quarter of the pages in each language; all of them in a long run.
    names = share(PAGES, LANGUAGES.index(language), 4)
    cases = {name: address(name, language) for name in names}
    cases |= {each.name: each.path for each in states(language) if each.name in ERROR_PAGES}
    for name, path in cases.items():
        page.goto(portal + path)
        walked = walk(page)
        positions = [stop["position"] for stop in walked]
        expected = page.evaluate(REACHABLE)
        found += [(name, *fault) for stop in walked for fault in faults(stop)]
        if positions != sorted(set(positions)) or len(positions) != expected:
            found.append((name, f"{len(positions)} stops for {expected} elements", positions))
        stops += len(walked)
    print(f"{stops} stops of the focus on {len(cases)} pages", *found, sep="\n")

    assert found == []
    assert stops > (1000 if IS_LONG else 250)
    assert len(cases) == len(names) + len(ERROR_PAGES)
