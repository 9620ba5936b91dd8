"""Lists refresh in place, the address stays true, and everything works without scripts as well."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
LOADED = "window.isStillTheSamePage = true"
SAME_PAGE = "window.isStillTheSamePage === true"


@pytest.fixture
def complaints():
    return []


@pytest.fixture
def page(browser, complaints):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


def open_list(page, address):
    page.goto(address)
    page.evaluate(LOADED)
    page.locator("#list").hover()
    # The page's policy forbids what Playwright's own waiting would evaluate.
    while not page.evaluate("!!window.htmx"):
        page.wait_for_timeout(20)


@pytest.mark.parametrize(
    ("language", "count"), [("en", "1 partnership"), ("zh-hans", "1组结对合作")]
)
def test_a_choice_refreshes_the_list_in_place(page, portal, complaints, language, count):
    open_list(page, f"{portal}/{language}/partnerships/")

    page.locator("#country-india").check()
    page.wait_for_url("**/partnerships/?country=india")

    expect(page.locator("#results")).to_have_text(count)
    expect(page.locator("#list-status")).to_have_text(count)
    expect(page.locator("#country-india")).to_be_focused()
    assert page.evaluate(SAME_PAGE)
    assert (
        page.locator("#languages a:not([aria-current])")
        .get_attribute("href")
        .endswith("/partnerships/?country=india")
    )
    assert complaints == []


def test_a_taken_away_chip_hands_the_focus_to_the_count(page, portal):
    open_list(page, f"{portal}/en/partnerships/?country=india")

    page.locator(".chip").first.click()
    page.wait_for_url("**/partnerships/")

    expect(page.locator("#results")).to_be_focused()
    expect(page.locator("#results")).to_have_text("8 partnerships")


def test_an_opened_facet_stays_open(page, portal):
    open_list(page, f"{portal}/en/partnerships/")
    page.locator("#facet-topic summary").click()

    page.locator("#country-india").check()
    page.wait_for_url("**country=india*")

    expect(page.locator("#list-status")).to_have_text("1 partnership")
    assert page.locator("#facet-topic").get_attribute("open") is not None


def test_the_back_button_shows_the_list_before(page, portal):
    open_list(page, f"{portal}/en/partnerships/")
    page.locator("#country-india").check()
    page.wait_for_url("**country=india*")
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_url("**view=map*")

    page.go_back()

    expect(page.locator("svg.map")).to_have_count(0)
    expect(page.locator("#results")).to_have_text("1 partnership")
    assert page.url.endswith("?country=india")


def test_words_are_looked_for_once(page, portal, complaints):
    open_list(page, f"{portal}/en/partnerships/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.locator("#filter-text").fill("boulder")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnerships/?q=boulder")

    expect(page.locator("#results")).to_have_text("1 partnership")
    assert len([each for each in asked if "q=boulder" in each]) == 1
    assert complaints == []


def test_the_same_choices_work_without_scripts(browser, portal):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal}/zh-hans/partnerships/?view=map")

    page.locator("#country-india").check()
    page.get_by_role("button", name="筛选").click()

    expect(page.locator("#results")).to_have_text("1组结对合作")
    assert "country=india" in page.url
    assert "view=map" in page.url
    assert page.locator("svg.map a.map-dot").count() >= 2
    context.close()


def test_readers_of_a_list_do_not_pay_for_its_script(page, portal):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{portal}/en/partnerships/")

    assert not [each for each in asked if "htmx" in each]
    assert len(asked) < 20


def test_a_citation_is_copied(browser, portal):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{portal}/en/partnerships/shimla-boulder/")

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("International City/County Management Association (ICMA).")
    assert "/en/partnerships/shimla-boulder/" in copied
    context.close()
