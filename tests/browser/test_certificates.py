"""Row 52 in a browser: certificates are issued, checked online and offline, and revoked."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import expect

from tests import prepared
from tests.site.pages import LANGUAGES

pytestmark = pytest.mark.browser
SLUG = "training-of-the-browser-test"
MAKE_SESSION = f"""
from china_center.models import TrainingProgram, TrainingSession
program = TrainingProgram.objects.create(
    slug="{SLUG}", name_en="City finance", name_zh_hans="城市财政", state="published")
TrainingSession.objects.create(program=program)
"""
REMOVE_SESSION = f"""
from china_center.models import Attendance, Certificate, TrainingProgram
of_session = {{"session__program__slug": "{SLUG}"}}
Certificate.objects.filter(**of_session).delete()
Attendance.objects.filter(**of_session).delete()
TrainingProgram.objects.filter(slug="{SLUG}").delete()
"""
NAMES = ["𠮷㛃", "José Ángel Núñez", *(f"Participant {number}" for number in range(3, 11))]
LOCALES = {"en": "en-US", "zh-hans": "zh-CN"}
WORDS = {
    "en": ("and it is valid", "This certificate is not valid", "The signature is right"),
    "zh-hans": ("现行有效", "撤销", "数字签名有效"),
}
WRONG = {"en": "The signature is wrong", "zh-hans": "数字签名无效"}


@pytest.fixture
def session(portal, portal_environment):
    prepared.run(MAKE_SESSION, portal_environment)
    yield
    prepared.run(REMOVE_SESSION, portal_environment)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def desk(browser, portal, signed_in, session, language):
    context = browser.new_context(locale=LOCALES[language], storage_state=signed_in)
    context.set_default_timeout(8000)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


@pytest.fixture
def reader(browser, language):
    context = browser.new_context(locale=LOCALES[language])
    context.set_default_timeout(8000)
    yield context.new_page()
    context.close()


def test_row_52_certificates_are_issued_checked_and_revoked(desk, reader, portal, language):
    valid, revoked, right = WORDS[language]
    issue_ten(desk, portal)
    number, address = paper_of_the_first(desk)
    start, _, fragment = address.partition("/verify/#")
    assert start.endswith("/china-center/certificates")

    code = checked_offline(reader, portal, fragment, right, number)
    altered_offline(reader, fragment, WRONG[language])

    checked_online(reader, portal, language, code, valid)
    revoke(desk, portal, number)
    checked_online(reader, portal, language, code, revoked)


def issue_ten(page, portal):
    """List ten participants on the form of the session, and issue their certificates."""
    page.goto(f"{portal}/admin/china_center/trainingsession/?q=City+finance")
    page.locator("#result_list tbody tr th a, #result_list tbody tr td a").first.click()
    for number, name in enumerate(NAMES):
        if not page.locator(f"#id_attendances-{number}-name").count():
            page.locator("#attendances-group .add-row a").click()
        page.locator(f"#id_attendances-{number}-name").fill(name)
        page.locator(f"#id_attendances-{number}-attended").check()
        page.locator(f"#id_attendances-{number}-may_show_name").check()
    page.locator("[name=_continue]").click()
    page.locator(".object-tools a[href$='/certificates/']").click()
    page.locator("#content button[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("10")
    assert page.locator(".history-table tbody tr").count() == 10


def paper_of_the_first(page):
    """Return the number on the first PDF and the address in its QR code."""
    link = page.locator(".history-table tbody a").first
    number = link.inner_text()
    link.click()
    page.wait_for_url("**/change/")
    with page.expect_download() as download:
        page.locator(".object-tools a[href$='/pdf/']").click()
    assert download.value.suggested_filename.startswith(number)
    with pikepdf.open(io.BytesIO(download.value.path().read_bytes())) as pdf:
        (address,) = {str(each.A.URI) for each in pdf.pages[0].Annots}
    return number, address


def checked_offline(page, portal, fragment, right, number):
    """Load the page, go offline, scan: return the code that the signature names."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{portal}/china-center/certificates/verify/")
    page.context.set_offline(True)
    page.evaluate("fragment => { location.hash = fragment }", fragment)

    result = page.locator("[data-result=right]")
    expect(result).to_be_visible()
    expect(result.locator("h2")).to_have_text(right)
    for row, text in (("holder", NAMES[0]), ("number", number)):
        expect(result.locator(f"[data-row={row}] [data-value]")).to_have_text(text)
    expect(result.locator("[data-revocation]")).to_be_visible()
    assert not [url for url in asked if fragment[:40] in url]
    return re.sub(r"\s", "", result.locator("[data-row=code] [data-value]").inner_text())


def altered_offline(page, fragment, wrong):
    """Paste what was altered, and what is no code at all."""
    payload, signature = fragment.split(".")
    # The last whole group of four letters lies in the id of the key: alter the name instead.
    place = len(payload) // 2
    letter = "A" if payload[place] != "A" else "B"
    altered = f"{payload[:place]}{letter}{payload[place + 1 :]}.{signature}"
    swapped = f"{payload}.{'A' * 86}"
    for text, result in ((swapped, "wrong"), (altered, None), ("nothing", "malformed")):
        page.locator("#signed").fill(f"https://portal.example/verify/#{text}")
        page.locator("[data-paste] button").click()
        expect(page.locator("[data-result=right]")).to_be_hidden()
        if result:
            expect(page.locator(f"[data-result={result}]")).to_be_visible()
        if result == "wrong":
            expect(page.locator("[data-result=wrong]")).to_contain_text(wrong)
    page.context.set_offline(False)


def checked_online(page, portal, language, code, words):
    page.goto(f"{portal}/{language}/china-center/certificates/")
    page.locator("#code").fill(code)
    page.locator("main form [type=submit]").click()
    page.wait_for_url(f"**/{code}/")
    expect(page.locator("main .lead")).to_contain_text(words)


def revoke(page, portal, number):
    page.goto(f"{portal}/admin/china_center/certificate/?q={number}")
    page.locator("#result_list .action-select").check()
    page.locator("select[name=action]").select_option("revoke")
    page.locator("button[name=index]").click()
    expect(page.locator(".messagelist")).to_contain_text("1")


@pytest.mark.parametrize("words", [("en", "by its code"), ("zh-hans", "凭编码查询")])
def test_without_scripts_the_page_says_how_to_check_by_code(browser, portal, words):
    language, told = words
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{portal}/{language}/china-center/certificates/verify/#abc")

    expect(page.locator("[data-without-script]")).to_contain_text(told)
    expect(page.locator("[data-signature]")).to_be_hidden()
    page.locator("[data-without-script] a").click()
    page.wait_for_url("**/certificates/")
    context.close()


def test_a_browser_without_ed25519_says_so(browser, portal, desk):
    issue_ten(desk, portal)
    _number, address = paper_of_the_first(desk)
    context = browser.new_context()
    context.add_init_script("crypto.subtle.importKey = () => Promise.reject(new Error('none'))")
    page = context.new_page()

    page.goto(f"{portal}/en/china-center/certificates/verify/#{address.partition('#')[2]}")

    expect(page.locator("[data-result=old-browser]")).to_be_visible()
    expect(page.locator("[data-result=right]")).to_be_hidden()
    context.close()
