"""A whole day of the staff in a browser, in both languages of the interface.

A record is written, translated, reviewed, scheduled, published, corrected against a colleague,
brought back and changed by a table; after each step the public page tells what it should.
"""

import csv
import io

import pytest
from playwright.sync_api import expect

from tests import prepared

from .conftest import PASSWORD

pytestmark = pytest.mark.browser
COLLEAGUE = f"""
from django.contrib.auth.models import User
User.objects.filter(username="anna").exists() or User.objects.create_superuser(
    "anna", "anna@portal.example", "{PASSWORD}")
"""
REMOVE = """
from programs.models import Topic
Topic.objects.filter(slug__startswith="rain-garden").delete()
"""
CONFLICT = 409


@pytest.fixture(scope="module")
def accounts(portal, portal_environment):
    prepared.run(COLLEAGUE, portal_environment)
    yield
    prepared.run(REMOVE, portal_environment)


@pytest.fixture(params=["en-US", "zh-CN"])
def locale(request, accounts):
    return request.param


@pytest.fixture
def editor(browser, portal, signed_in, locale):
    context = browser.new_context(locale=locale, storage_state=signed_in)
    yield Desk(context, portal)
    context.close()


@pytest.fixture
def colleague(browser, portal, locale):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(f"{portal}/admin/login/")
    page.locator("#id_username").fill("anna")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("[type=submit]").first.click()
    page.locator("#content").wait_for()
    yield Desk(context, portal)
    context.close()


def is_saving(response):
    request = response.request
    return request.method == "POST" and request.is_navigation_request()


class Desk:
    """A person at the admin; ``topic`` is the address of the record in hand."""

    def __init__(self, context, portal):
        self.context, self.portal, self.admin = context, portal, f"{portal}/admin/"
        context.set_default_timeout(8000)
        self.page = context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.topic = ""

    def open(self, address="change/"):
        self.page.goto(self.topic + address)
        return self.page

    def save(self):
        """Save and stay at the form; return the status of the answer to the saving."""
        # The form itself tells every now and then that it is open: that is no saving.
        with self.page.expect_response(is_saving) as answer:
            self.page.locator("[name=_continue]").click()
        self.page.wait_for_load_state()
        return answer.value.status

    def write(self, name):
        self.page.goto(f"{self.admin}programs/topic/add/")
        self.page.locator("#id_name_en").fill(name)
        assert self.save() == 302
        self.page.wait_for_url("**/change/**")
        self.topic = self.page.url.partition("change/")[0]
        return self.page.locator("#id_slug").input_value()

    def public(self, slug, language="en"):
        """Return (status, text) of the public page, as somebody without an account gets it.

        Not before a kept page may be as old as it is allowed to be: a second.
        """
        self.page.wait_for_timeout(1000)
        answer = self.context.request.get(
            f"{self.portal}/{language}/topics/{slug}/", headers={"Cookie": ""}
        )
        return answer.status, answer.text()


def test_a_day_from_the_first_word_to_the_table(editor, colleague, locale):
    slug = editor.write(f"Rain garden {locale}")
    colleague.topic = editor.topic
    assert editor.public(slug)[0] == 404

    translate(editor)
    review_and_schedule(editor, colleague)
    assert editor.public(slug)[0] == 404

    publish(colleague)
    assert "雨水花园" in editor.public(slug, "zh-hans")[1]

    correct_in_conflict(editor, colleague)
    assert "Rain gardens in cities" in editor.public(slug)[1]

    bring_back(editor)
    assert "Rain gardens of Anna" in editor.public(slug)[1]

    change_by_table(editor, slug)
    assert "Rain gardens by table" in editor.public(slug)[1]


def translate(editor):
    """At the desk: the text in the other language, beside its source."""
    page = editor.open()
    page.locator(".badge-missing + a, .badge-missing ~ a").first.click()
    page.locator("[name=translation]").fill("雨水花园")
    page.locator("[name=decision][value=save]").first.click()
    page.wait_for_load_state()
    assert editor.open().locator("#id_name_zh_hans").input_value() == "雨水花园"


def review_and_schedule(editor, colleague):
    page = editor.open("review/")
    page.locator("[name=remark]").fill("请审阅。Please look at it.")
    page.locator("[name=step][value=sent]").click()
    expect(page.locator(".review-sent")).to_be_visible()

    page = colleague.open("review/")
    expect(page.locator(".review-text")).to_contain_text("请审阅。")
    page = colleague.open()
    page.locator("#id_state").select_option("published")
    page.locator("#id_published_at_0").fill("2099-01-01")
    page.locator("#id_published_at_1").fill("08:00:00")
    assert colleague.save() == 302


def publish(colleague):
    page = colleague.open()
    page.locator("#id_published_at_0").fill("2020-01-01")
    assert colleague.save() == 302


def correct_in_conflict(editor, colleague):
    """Both have the form open; the second to save sees both texts, and chooses."""
    mine, theirs = editor.open(), colleague.open()
    theirs.locator("#id_name_en").fill("Rain gardens of Anna")
    assert colleague.save() == 302

    mine.locator("#id_name_en").fill("Rain gardens in cities")
    assert editor.save() == CONFLICT
    expect(mine.locator(".conflict ins").first).to_be_visible()
    assert mine.locator("#id_name_en").input_value() == "Rain gardens in cities"
    mine.locator("[name=choose-name_en][value=mine]").check()
    assert editor.save() == 302


def bring_back(editor):
    """From the history: as it was before the last saving."""
    page = editor.open("history/")
    page.locator(".history-edit h2 a").nth(1).click()
    page.locator("[name=all]").click()
    page.wait_for_load_state()
    assert editor.open().locator("#id_name_en").input_value() == "Rain gardens of Anna"


def change_by_table(editor, slug):
    """The list as a table, changed, compared and stored."""
    page = editor.page
    page.goto(f"{editor.admin}programs/topic/?q=Rain")
    address = page.locator("a[href*='/bulk/bulkimport/export/']").get_attribute("href")
    answer = page.request.get(f"{editor.portal}{address}&as=csv")
    rows = list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"), newline="")))
    (row,) = [each for each in rows if each["slug"] == slug]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(row))
    writer.writeheader()
    writer.writerow({**row, "name_en": "Rain gardens by table"})

    page.locator("a[href*='/bulk/bulkimport/add/?kind=']").click()
    file = {"name": "雨.csv", "mimeType": "text/csv", "buffer": stream.getvalue().encode()}
    page.set_input_files("[name=file]", file)
    page.locator("button.default").first.click()
    expect(page.locator(".badge-changed")).to_have_count(1)
    with page.expect_navigation():
        page.locator("button.default").first.click()
    expect(page.locator("button.default")).to_have_count(0)
