"""The tasks of readers by mouse, in a browser that runs no script."""

import pytest
from playwright.sync_api import expect

from tests.site.pages import LANGUAGES

from . import tasks

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context):
    page = context.new_page()
    page.set_default_timeout(8000)
    yield page
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_partnership_is_found_by_filter_without_scripts(page, portal, language):
    page.goto(f"{portal}/{language}/partnerships/")

    if not tasks.choice(page, "country", "india").is_visible():
        tasks.facet(page, "country").locator("summary").click()
    tasks.choice(page, "country", "india").check()
    tasks.submit(page, "input[name=country]").click()
    page.wait_for_url("**country=india**")
    path = f"/{language}/partnerships/shimla-boulder/"
    tasks.link(page, path).first.click()

    page.wait_for_url(portal + path)


@pytest.mark.parametrize(("language", "other"), [LANGUAGES, LANGUAGES[::-1]])
def test_the_language_is_switched_without_scripts_and_the_filters_stay(
    page, portal, language, other
):
    page.goto(f"{portal}/{language}/partnerships/?country=india")

    page.get_by_role("link", name=tasks.LANGUAGE_NAMES[other], exact=True).click()

    page.wait_for_url(f"{portal}/{other}/partnerships/?country=india")
    expect(tasks.choice(page, "country", "india")).to_be_checked()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_sheet_is_downloaded_without_scripts(page, portal, language):
    page.goto(f"{portal}/{language}/partnerships/shimla-boulder/")

    with page.expect_download() as download:
        tasks.download(page, language).first.click()

    assert download.value.suggested_filename.endswith(".pdf")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_tells_its_errors_and_is_sent_without_scripts(page, portal, language):
    page.goto(f"{portal}/{language}/contact/")
    for name, text in {**tasks.MESSAGE, "email": "nonsense"}.items():
        page.locator(f"#id_{name}").fill(text)
    tasks.submit(page, "#id_email").click()

    expect(tasks.summary(page)).to_be_visible()
    assert tasks.error_of(page, "#id_email").inner_text()
    assert page.locator("#id_message").input_value() == tasks.MESSAGE["message"]

    page.locator("#id_email").fill(tasks.MESSAGE["email"])
    tasks.submit(page, "#id_email").click()

    page.wait_for_url(f"{portal}/{language}/contact/thanks/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "partnerships/?view=map"])
def test_a_dot_of_the_map_is_opened_without_scripts(page, portal, path, language):
    page.goto(f"{portal}/{language}/{path}")
    dot = page.locator("svg.map a.map-dot").first
    target = dot.get_attribute("href", timeout=2000)

    dot.click()

    page.wait_for_url(f"**{target}")
