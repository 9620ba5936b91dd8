"""Find and replace by mouse, in a browser that runs no script: look, untick, replace, go back."""

import pytest
from playwright.sync_api import expect

from tests import prepared

pytestmark = pytest.mark.browser
SLUGS = ("quokka-one", "quokka-two")
MAKE = f"""
from programs.models import Topic
for slug in {SLUGS!r}:
    Topic.objects.create(slug=slug, name_en=slug.replace("-", " of the zoo "), name_zh_hans="袋鼠")
"""
REMOVE = f"""
from programs.models import Topic
Topic.objects.filter(slug__in={SLUGS!r}).delete()
"""
# In each language of the interface: what is found, and what stands in its place.
TEXTS = {"en-US": ("of the zoo", "of <b>the</b> park"), "zh-CN": ("袋鼠", "短尾矮袋鼠（考拉）")}


@pytest.fixture(scope="module")
def two_topics(portal, portal_environment):
    prepared.run(MAKE, portal_environment)
    yield
    prepared.run(REMOVE, portal_environment)


@pytest.mark.parametrize("locale", TEXTS)
def test_a_person_replaces_in_one_of_two_records(browser, portal, signed_in, two_topics, locale):
    context = browser.new_context(locale=locale, storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(8000)
    found, replacement = TEXTS[locale]
    page.goto(f"{portal}/admin/")

    page.locator("a[href='/admin/replace/']").click()
    page.locator("[name=find]").fill(found)
    page.locator("[name=replacement]").fill(replacement)
    page.locator(".replace-question button[type=submit]").click()
    expect(page.locator(".replace-record")).to_have_count(len(SLUGS))
    assert page.locator(".replace-record mark").first.inner_text() == found
    assert page.locator(".replace-record ins").first.inner_text() == replacement
    page.locator("[name=record]").first.uncheck()
    page.locator("button[name=replace]").click()

    changed = page.locator("[role=status] ~ ul li")
    expect(changed).to_have_count(1)
    changed.locator("a").last.click()
    expect(page.locator(".history-edit").first).to_be_visible()
    shown = page.locator(".history-edit").first.inner_text()
    assert f"“{found}” → “{replacement}”" in shown
    context.close()
