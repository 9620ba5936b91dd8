"""Chinese lines begin with nothing that ends the line before; every character has a glyph."""

import pytest

from tests.breadth import share
from tests.site.pages import LANGUAGES, PAGES, address

pytestmark = pytest.mark.browser
NOT_FIRST = "，。、；：！？）》」』】〉”’…·%％"
# For each block of Chinese text: its characters in order, each with its box. A line begins where a
# character stands lower than the one before and not to its right; also with the block itself.
LINE_STARTS = """notFirst => {
    const blocks = new Map()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    while (walker.nextNode()) {
        const node = walker.currentNode
        const parent = node.parentElement
        if (!node.data.trim() || !parent.matches(":lang(zh)") || !parent.checkVisibility()
            || parent.closest(".visually-hidden")) continue
        let block = parent
        while (getComputedStyle(block).display === "inline") block = block.parentElement
        const characters = blocks.get(block) ?? blocks.set(block, []).get(block)
        for (let index = 0; index < node.data.length; index += 1) {
            range.setStart(node, index)
            range.setEnd(node, index + 1)
            const box = [...range.getClientRects()].find(each => each.width > 0)
            if (box && node.data[index].trim()) characters.push({letter: node.data[index], box})
        }
    }
    const wrong = []
    let lines = 0
    for (const characters of blocks.values()) characters.forEach(({letter, box}, index) => {
        const before = characters[index - 1]?.box
        const begins = !before
            || box.top > before.top + before.height / 2 && box.left <= before.left
        lines += begins
        if (begins && notFirst.includes(letter))
            wrong.push(characters.slice(Math.max(index - 8, 0), index + 8)
                .map(each => each.letter).join(""))
    })
    return {lines, wrong}
}"""
# A character without a glyph is drawn as the same box in place of whatever it is. So each character
# is drawn in the fonts of its element, and compared with characters that no font can have.
MISSING = """() => {
    const canvas = document.createElement("canvas")
    canvas.width = canvas.height = 40
    const pen = canvas.getContext("2d", {willReadFrequently: true})
    const drawn = (font, character) => {
        pen.clearRect(0, 0, 40, 40)
        pen.font = `24px ${font}`
        pen.fillText(character, 4, 30)
        return pen.getImageData(0, 0, 40, 40).data.join()
    }
    const found = new Map()
    for (const element of document.querySelectorAll("title, body, body *")) {
        if (element.matches("script, style")) continue
        const words = [...element.childNodes].map(node => node.nodeType === 3 ? node.data : "")
        const font = getComputedStyle(element).fontFamily
        const characters = found.get(font) ?? found.set(font, new Set()).get(font)
        for (const character of [...words, element.title, element.ariaLabel ?? ""].join(""))
            if (character.trim()) characters.add(character)
    }
    const missing = []
    let count = 0
    for (const [font, characters] of found) {
        const boxes = new Set(["\\u0378", "\\ue123", "\\u{10fffe}"].map(each => drawn(font, each)))
        for (const character of characters) {
            count += 1
            if (boxes.has(drawn(font, character))) missing.push(character)
        }
    }
    return {count, missing}
}"""


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(viewport={"width": 320, "height": 900})
    yield context.new_page()
    context.close()


def test_no_chinese_line_begins_with_a_mark_that_ends_something(page, portal):
    wrong, lines = [], 0
    for name in PAGES:
        page.goto(portal + address(name, "zh-hans"))
        measured = page.evaluate(LINE_STARTS, NOT_FIRST)
        wrong += [(name, each) for each in measured["wrong"]]
        lines += measured["lines"]
    print(f"{lines} lines of Chinese", *wrong, sep="\n")

    assert wrong == []
    assert lines > 2000


def test_a_line_that_begins_wrongly_is_found(page):
    page.goto("about:blank")
    page.set_content(
        '<p lang="zh-Hans" style="font: 20px/1.5 sans-serif; inline-size: 65px;'
        ' line-break: anywhere">城市间，交流</p>'
    )

    assert page.evaluate(LINE_STARTS, NOT_FIRST) == {"lines": 2, "wrong": ["城市间，交流"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_character_has_a_glyph(page, portal, language):
    missing, count = [], 0
    # Every second page in a language, the others in the other one; all of them in a long run.
    for name in share(PAGES, LANGUAGES.index(language), 2):
        page.goto(portal + address(name, language))
        measured = page.evaluate(MISSING)
        missing += [(name, each) for each in measured["missing"]]
        count += measured["count"]
    print(f"{count} characters drawn", *missing, sep="\n")

    assert missing == []
    assert count > 1000


def test_a_character_without_a_glyph_is_found(page):
    page.set_content('<p lang="zh-Hans">城\u0379市\ue456</p>')

    assert page.evaluate(MISSING)["missing"] == ["\u0379", "\ue456"]
