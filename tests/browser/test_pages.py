"""What only a browser can tell: widths, foreign requests, broken policies, and use by keyboard."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.breadth import IS_LONG
from tools.portal_pages import addresses, expected_status

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1280)
EXCESS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def context(browser):
    """One for all, so that style sheets and scripts are fetched once."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context):
    page = context.new_page()
    yield page
    page.close()


def looked_at():
    """Return the pages in turn in one language and the other; all in both in a long run."""
    pages = addresses()
    return pages if IS_LONG else [each for n, each in enumerate(pages) if n % 2 == n // 2 % 2]


@pytest.mark.parametrize(("template", "language", "path"), looked_at())
def test_page_fits_every_width_and_asks_nobody_else(page, portal, template, language, path):
    hosts, complaints = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    response = page.goto(portal + path)
    excess = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        excess[width] = page.evaluate(EXCESS)

    expected = expected_status(template)
    # The browser itself reports a page that answers 404.
    complaints = [each for each in complaints if expected == 200 or "404" not in each]
    assert response.status == expected
    assert excess == dict.fromkeys(WIDTHS, 0)
    assert hosts == {urlsplit(portal).netloc}
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_partnership_is_found_by_filter_and_its_fact_sheet_downloaded(page, portal, language):
    page.goto(f"{portal}/{language}/partnerships/")
    page.locator("details", has=page.locator("input[type=checkbox][name=country]")).evaluate_all(
        "all => all.forEach(each => { each.open = true })"
    )
    page.locator("input[type=checkbox][name=country][value=india]").check()
    page.locator("main form:has(input[type=checkbox]) button[type=submit]").first.click()
    page.wait_for_url("**country=india*")

    expect(page.locator("main article, main li.card, main .card").first).to_be_visible()

    page.locator('main a[href*="/partnerships/shimla-boulder/"]').first.click()
    with page.expect_download() as download:
        page.locator(f'a[href$="/download/{language}/"]').first.click()

    assert download.value.suggested_filename.endswith(".pdf")


def test_the_language_switch_keeps_the_filters(page, portal):
    page.goto(f"{portal}/en/partnerships/?country=india")
    page.get_by_role("link", name="简体中文").click()

    page.wait_for_url(f"{portal}/zh-hans/partnerships/?country=india")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_the_first_key_leads_past_the_navigation(page, portal):
    page.goto(f"{portal}/en/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**#content")


def test_contact_form_tells_its_errors_and_then_thanks(page, portal):
    page.goto(f"{portal}/zh-hans/contact/")
    page.locator("#id_name").fill("王芳")
    page.locator("#id_email").fill("wang@example.org")
    page.locator("#id_subject").fill("咨询")
    page.locator("#id_message").fill("您好")
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    page.locator("#id_email").fill("nonsense")
    page.locator("main form button[type=submit]").click()

    expect(page.locator('[aria-invalid="true"]')).to_have_count(1)
    assert page.locator("#id_name").input_value() == "王芳"

    page.locator("#id_email").fill("wang@example.org")
    page.locator("main form button[type=submit]").click()

    page.wait_for_url(f"{portal}/zh-hans/contact/thanks/")
