"""A person's habits at a form: leaving, coming back, saving by keyboard, and who else is there."""

import pytest

from tests import prepared

from .conftest import PASSWORD

pytestmark = pytest.mark.browser
FORM = "admin/programs/program/"
COLLEAGUE = f"""
from django.contrib.auth.models import User
User.objects.filter(username="li.wei").exists() or User.objects.create_superuser(
    "li.wei", "li.wei@portal.example", "{PASSWORD}", first_name="Wei", last_name="Li")
"""


@pytest.fixture
def context(browser, signed_in):
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, storage_state=signed_in, locale="en"
    )
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def form(context, portal):
    """The form of a program, ready to type in; dialogs are noted and accepted."""
    page = context.new_page()
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.accept()))
    page.goto(f"{portal}/{FORM}?q=citylinks")
    page.locator("#result_list tbody a").first.click()
    page.locator("#id_summary_en.rich-text-source").wait_for(state="attached")
    return page


def write(page, text):
    page.locator(".rich-text-editor:has(+ #id_summary_en) .rich-text-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def drafts(page):
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))")


def draft_is_kept(page):
    # Its own clock: the policy of the page forbids what wait_for_function does.
    page.wait_for_timeout(700)
    assert drafts(page) != []


def test_what_was_typed_comes_back_with_its_rows(form):
    name = form.locator("#id_name_zh_hans").input_value()
    form.locator("#id_name_zh_hans").fill(f"{name}（新）")
    write(form, " More.")
    rows = form.locator(".dynamic-phases").count()
    form.locator("#phases-group .add-row a").click()
    form.locator(f"#id_phases-{rows}-name_en").fill("A fact that was not saved.")
    draft_is_kept(form)

    form.reload()
    assert form.asked == ["beforeunload"]
    form.locator("#id_summary_en.rich-text-source").wait_for(state="attached")
    assert form.locator("#id_name_zh_hans").input_value() == name
    form.locator("[data-draft-restore]").click()

    assert form.locator("#id_name_zh_hans").input_value() == f"{name}（新）"
    assert "More." in form.locator("#id_summary_en").input_value()
    assert "More." in form.locator(".rich-text-content").first.inner_text()
    fact = form.locator(f"#id_phases-{rows}-name_en")
    assert fact.input_value() == "A fact that was not saved."


def test_session_that_ends_while_typing_loses_nothing(form, context, portal):
    form.locator("#id_aliases").fill("Typed while the session ended")
    draft_is_kept(form)
    # The session alone: what guards the form against others stays.
    context.clear_cookies(name="sessionid")
    form.locator("[name=_save]").click()
    form.wait_for_url("**/login/**")

    form.locator("#id_username").fill("editor")
    form.locator("#id_password").fill(PASSWORD)
    form.locator("[type=submit]").first.click()
    form.locator("[data-draft-restore]").click()

    assert form.locator("#id_aliases").input_value() == "Typed while the session ended"


def test_saving_by_keyboard_keeps_no_draft(form):
    before = form.locator("#id_aliases").input_value()
    form.locator("#id_aliases").fill("Saved by keyboard")
    draft_is_kept(form)
    form.keyboard.press("Control+s")
    form.locator(".messagelist .success").wait_for()

    assert form.locator("#id_aliases").input_value() == "Saved by keyboard"
    assert form.locator("[data-draft-note]").is_hidden()
    form.locator("#id_aliases").fill(before)
    form.keyboard.press("Control+Enter")
    form.locator("#result_list").wait_for()
    assert drafts(form) == []
    assert form.asked == []


def test_draft_can_be_thrown_away(form):
    before = form.locator("#id_aliases").input_value()
    form.locator("#id_aliases").fill("Not meant")
    draft_is_kept(form)
    form.reload()
    form.locator("[data-draft-discard]").click()
    form.reload()

    assert form.locator("#id_aliases").input_value() == before
    assert form.locator("[data-draft-note]").is_hidden()


def test_colleague_at_the_same_form_is_named(form, browser, portal, portal_environment):
    prepared.run(COLLEAGUE, portal_environment)
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(8000)
    other = context.new_page()
    address = form.url
    other.goto(f"{portal}/admin/login/?next={address.removeprefix(portal)}")
    other.locator("#id_username").fill("li.wei")
    other.locator("#id_password").fill(PASSWORD)
    other.locator("[type=submit]").first.click()
    note = other.locator("[data-presence-note]")
    note.wait_for()
    assert note.inner_text() == "editor也在编辑此记录。"

    form.reload()
    form.locator("[data-presence-note]:not([hidden])").wait_for()
    assert form.locator("[data-presence-note]").inner_text() == "Wei Li is editing this as well."
    context.close()
