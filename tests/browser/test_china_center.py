"""What a visitor comes to the pages of the China Center for, in a browser and in both languages."""

import ical.calendar_stream
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WORDS = {
    "en": {
        "agreements": "Agreements",
        "events": "Events",
        "facet": "Party",
        "party": "Yangzhou",
        "promised": "What was promised",
        "calendar": "Add to a calendar",
    },
    "zh-hans": {
        "agreements": "协议",
        "events": "活动",
        "facet": "当事方",
        "party": "扬州",
        "promised": "承诺事项",
        "calendar": "添加到日历",
    },
}


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", WORDS)
def test_a_visitor_finds_the_yangzhou_memorandum_and_what_was_promised(page, portal, language):
    words = WORDS[language]
    page.goto(f"{portal}/{language}/china-center/")

    page.locator(".section-nav").get_by_role("link", name=words["agreements"], exact=True).click()
    page.locator("summary", has_text=words["facet"]).click()
    page.get_by_role("checkbox", name=words["party"]).check()
    page.locator(".filters [type=submit]").click()
    page.wait_for_url("**party=*")
    expect(page.locator(".results .card-title")).to_have_count(1)
    page.locator(".results .card-title a").first.click()

    commitments = page.locator("section", has=page.get_by_role("heading", name=words["promised"]))
    expect(page.locator("h1")).to_contain_text(words["party"])
    expect(commitments.locator(".facts > li")).to_have_count(3)


@pytest.mark.parametrize("language", WORDS)
def test_a_visitor_adds_an_event_to_a_calendar(page, portal, language, tmp_path):
    words = WORDS[language]
    page.goto(f"{portal}/{language}/china-center/")

    page.locator(".section-nav").get_by_role("link", name=words["events"], exact=True).click()
    page.goto(f"{portal}/{language}/china-center/events/ecopartnerships-signing-2012/")
    name = page.locator("h1").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name=words["calendar"]).click()
    path = tmp_path / "event.ics"
    download.value.save_as(path)

    (event,) = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(
        path.read_text("utf-8")
    ).events
    assert event.summary in name
    assert event.dtstart.isoformat() == "2012-05-03"
