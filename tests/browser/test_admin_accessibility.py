"""axe-core: the staff site's pages break no rule, with our colors, names and targets."""

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.breadth import IS_LONG, share

from . import axe

pytestmark = pytest.mark.browser
VIEWS = list(product((320, 768, 1280), ("light", "dark")))
LANGUAGES = ("en", "zh-CN") if IS_LONG else ("zh-CN",)
PATHS = {
    "start": "/admin/",
    "list": "/admin/partnerships/partnership/",
    "form": "/admin/partnerships/partnership/add/",
    "desk": "/admin/bilingual/translationunit/",
    "coverage": "/admin/bilingual/translationunit/coverage/",
    "side by side": "/admin/bilingual/translationunit/1/change/",
    "replace": "/admin/replace/",
    "upload of a table": "/admin/bulk/bulkimport/add/",
}


@pytest.fixture(scope="module", params=LANGUAGES)
def contexts(request, browser, signed_in):
    """A window without an account, and one with."""
    given = {"locale": request.param, "reduced_motion": "reduce", "bypass_csp": True}
    both = browser.new_context(**given), browser.new_context(**given, storage_state=signed_in)
    yield both
    for each in both:
        each.close()


def faults(page, name):
    axe.load(page)
    found = []
    # One of them for each page, another for the next; all in a long run.
    for width, scheme in share(VIEWS, len(name), len(VIEWS)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found += [(name, width, scheme, *each) for each in axe.violations(page)]
    return found


def test_no_page_of_the_staff_breaks_a_rule_of_accessibility(contexts, portal):
    stranger, staff = (each.new_page() for each in contexts)
    stranger.goto(f"{portal}/admin/login/")
    found = faults(stranger, "login")
    for name, path in PATHS.items():
        assert staff.goto(portal + path, wait_until="load").status == 200, name
        found += faults(staff, name)
    staff.goto(portal + PATHS["form"])
    with staff.expect_navigation():
        staff.locator("[name=_save]").first.click()
    assert staff.locator(".errornote").count() == 1
    found += faults(staff, "form with errors")
    found += faults_of_replacing(staff, portal)
    print(*found, sep="\n")

    assert found == []


def faults_of_replacing(page, portal):
    page.goto(portal + PATHS["replace"])
    page.locator("[name=find]").fill("ICMA")
    page.locator("[name=replacement]").fill("I.C.M.A.")
    with page.expect_navigation():
        page.locator(".replace-question button[type=submit]").click()
    assert page.locator(".replace-record").count() > 10
    return faults(page, "what replacing would do")


def test_a_field_that_searches_has_the_name_of_its_label(contexts, portal):
    page = contexts[1].new_page()
    page.goto(portal + PATHS["form"], wait_until="load")

    label = page.locator("label[for=id_program]").inner_text().strip().rstrip(":：")
    page.locator("#id_program + .select2 .select2-selection").click()

    expect(page.get_by_role("combobox", name=label).first).to_be_visible()
    assert page.locator(".select2-container--open .select2-search__field").get_attribute(
        "aria-labelledby"
    ) == page.locator("label[for=id_program]").get_attribute("id")
