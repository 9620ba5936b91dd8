"""The editor of rich text in a real browser, under the portal's own content security policy."""

import pytest
from playwright.sync_api import expect

from tests.factories import picture_bytes

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, signed_in):
    """A page of the admin; it fails the test when the console has complained."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, storage_state=signed_in, locale="en"
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def form(page, portal):
    """The form of a program, with its two editors started and emptied."""
    page.goto(f"{portal}/admin/programs/program/?q=citylinks")
    page.locator("#result_list tbody a").first.click()
    page.locator("#id_summary_en.rich-text-source").wait_for(state="attached")
    page.locator("#id_summary_zh_hans.rich-text-source").wait_for(state="attached")
    return page


def editor(page, language="en"):
    return page.locator(f".rich-text-editor:has(+ #id_summary_{language}) .rich-text-content")


def tool(page, name, language="en"):
    return page.locator(f'.rich-text-editor:has(+ #id_summary_{language}) [data-command="{name}"]')


def stored(page, language="en"):
    """Save the form, stay on it, and give what the database holds."""
    with page.expect_navigation():
        page.locator("[name=_continue]").click()
    page.locator(f"#id_summary_{language}.rich-text-source").wait_for(state="attached")
    assert page.locator(".errornote").count() == 0
    return page.locator(f"#id_summary_{language}").input_value()


def write(page, text, language="en"):
    editor(page, language).click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def test_what_is_typed_and_made_bold_is_stored_in_either_language(form):
    write(form, "Cities & ")
    tool(form, "bold").click()
    form.keyboard.type("partners <3")
    write(form, "城市", "zh_hans")
    form.keyboard.press("Enter")
    form.keyboard.type("伙伴")

    assert stored(form) == "<p>Cities &amp; <strong>partners &lt;3</strong></p>"
    assert form.locator("#id_summary_zh_hans").input_value() == "<p>城市</p><p>伙伴</p>"
    assert editor(form, "zh_hans").get_attribute("lang") == "zh-Hans"
    assert editor(form).get_attribute("lang") == "en"


def test_headings_lists_quotations_and_tables_are_stored(form):
    write(form, "Why")
    tool(form, "heading2").click()
    form.keyboard.press("Enter")
    tool(form, "bulletList").click()
    form.keyboard.type("one")
    form.keyboard.press("Enter")
    form.keyboard.press("Enter")
    tool(form, "blockquote").click()
    form.keyboard.type("said")
    form.keyboard.press("Enter")
    form.keyboard.press("Enter")
    tool(form, "table").click()
    form.keyboard.type("head")
    tool(form, "deleteColumn").click()
    tool(form, "deleteRow").click()
    tool(form, "deleteRow").click()
    form.keyboard.type("cell")

    html = stored(form)
    assert html.startswith(
        "<h2>Why</h2><ul><li><p>one</p></li></ul><blockquote><p>said</p></blockquote><table>"
    )
    assert html.count("<tr>") == 1
    assert html.count("<td>") + html.count("<th>") == 2


def test_a_link_is_asked_for_and_a_bad_one_refused_in_words(form):
    write(form, "icma")
    form.keyboard.press("Control+A")
    tool(form, "link").click()
    dialog = form.locator("dialog.rich-text-dialog")
    dialog.locator("input").fill("javascript:alert(1)")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[role=alert]")).to_be_visible()

    dialog.locator("input").fill("https://icma.org/")
    form.keyboard.press("Enter")

    assert stored(form) == '<p><a href="https://icma.org/">icma</a></p>'


def test_footnotes_are_asked_for_and_stay_apart(form):
    write(form, "fact")
    for words in ("first note", "second note"):
        tool(form, "footnote").click()
        form.locator("dialog.rich-text-dialog textarea").fill(words)
        form.locator("dialog.rich-text-dialog [type=submit]").click()
        expect(editor(form)).to_be_focused()
    form.keyboard.type(" more")

    marks = [f'<small class="footnote">{words} note</small>' for words in ("first", "second")]
    assert stored(form) == f"<p>fact{''.join(marks)} more</p>"
    # Once more through the editor: what it reads, it writes.
    editor(form).click()
    form.keyboard.press("Control+End")
    form.keyboard.type("!")
    assert stored(form) == f"<p>fact{''.join(marks)} more!</p>"


def test_an_uploaded_picture_is_chosen_in_the_editor(form, portal):
    address = form.url
    form.goto(f"{portal}/admin/files/picture/add/")
    upload = {"name": "a.png", "mimeType": "image/png", "buffer": picture_bytes()}
    form.locator("#id_file").set_input_files(upload)
    form.locator("#id_alt_en").fill("A dam")
    form.locator("#id_alt_zh_hans").fill("水坝")
    form.locator("[name=_save]").click()
    form.goto(address)
    form.locator("#id_summary_en.rich-text-source").wait_for(state="attached")

    write(form, "before")
    tool(form, "picture").click()
    form.locator("dialog input[type=search]").fill("dam")
    form.locator("dialog .rich-text-pictures button", has_text="A dam").first.click()

    html = stored(form)
    assert html.startswith('<p>before</p><img data-picture="')
    form.locator(".rich-text-content figure img").first.wait_for()
    loaded = "each => each.decode().then(() => each.naturalWidth)"
    assert form.locator(".rich-text-content figure img").first.evaluate(loaded) == 40


def test_a_list_pasted_from_word_becomes_a_list(form):
    write(form, "")
    html = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>"
        "<span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>One</p>"
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>"
        "<span style='mso-list:Ignore'>o&nbsp;</span>Inner</p>"
        "<p class=MsoNormal style='color:red'>Text <span style='font-weight:700'>bold</span>"
        "<b style='font-weight:normal'> not</b><o:p></o:p></p><style>p {color: red}</style>"
    )
    editor(form).evaluate(
        """(each, html) => {
          const data = new DataTransfer()
          data.setData("text/html", html)
          each.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}))
        }""",
        html,
    )

    assert stored(form) == (
        "<ul><li><p>One</p><ul><li><p>Inner</p></li></ul></li></ul>"
        "<p>Text <strong>bold</strong> not</p>"
    )


def test_the_toolbar_is_reached_and_used_by_keyboard(form):
    write(form, "word")
    form.keyboard.press("Control+A")
    form.keyboard.press("Alt+F10")
    form.keyboard.press("ArrowRight")
    focused = form.evaluate("document.activeElement.dataset.command")
    form.keyboard.press("Enter")

    assert focused == "italic"
    assert tool(form, "italic").get_attribute("aria-pressed") == "true"
    assert stored(form) == "<p><em>word</em></p>"


def test_a_label_leads_to_the_editor_which_bears_its_name(form):
    form.locator('label[for="id_summary_en"]').click()

    # The editor takes the focus in the next frame.
    expect(editor(form)).to_be_focused()
    assert editor(form).get_attribute("aria-label").startswith("Summary")
    assert form.evaluate("document.documentElement.scrollWidth") == 1280


@pytest.mark.parametrize("width", [360, 1280])
def test_editors_of_rows_added_later_start_too_and_fit(page, portal, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{portal}/admin/programs/section/add/")
    started = page.locator("textarea.rich-text-source").count()
    page.locator(".add-row a").first.click()
    page.locator("#id_paragraphs-0-text_en.rich-text-source").wait_for(state="attached")

    assert page.locator("textarea.rich-text-source").count() == started + 2
    box = page.locator(".rich-text-editor").first.bounding_box()
    assert box["x"] + box["width"] <= width


def test_the_form_works_without_javascript(browser, portal, signed_in):
    context = browser.new_context(storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal}/admin/programs/program/?q=citylinks")
    page.locator("#result_list tbody a").first.click()
    page.locator("#id_summary_en").fill("One\n\n<b>two</b><script>x</script>")
    page.locator("[name=_continue]").click()

    assert page.locator("#id_summary_en").input_value() == "<p>One <strong>two</strong></p>"
    context.close()
