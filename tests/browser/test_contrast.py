"""Contrast where axe-core cannot tell: text on gradients and drawings, borders of fields."""

import io

import pytest
from PIL import Image

from tests.breadth import share
from tests.site.pages import address

from . import axe

pytestmark = pytest.mark.browser
SCHEMES = ("light", "dark")
TEXT_CONTRAST = 4.5
LARGE_TEXT_CONTRAST = 3
BORDER_CONTRAST = 3
# Of axe's rule of contrast only what it could not decide, and of that only what holds letters:
# the boxes of the lines of text itself, for a mark before the text lies behind no letter.
# A label of a map carries its own ground, a halo painted before the letters.
UNDECIDED = """async () => {
    const found = await axe.run(document, {runOnly: ["color-contrast"], preload: false})
    const nodes = found.incomplete.flatMap(rule => rule.nodes).map(node => node.target[0])
    const words = element => [...element.childNodes]
        .filter(node => node.nodeType === 3 && /[\\p{L}\\p{N}]/u.test(node.data))
    const boxes = node => {
        const range = document.createRange()
        range.selectNodeContents(node)
        return [...range.getClientRects()].map(box => [
            Math.ceil(box.left + scrollX), Math.ceil(box.top + scrollY),
            Math.floor(box.right + scrollX), Math.floor(box.bottom + scrollY)])
    }
    return nodes.map(selector => [selector, document.querySelector(selector)])
        .filter(([, element]) => words(element).length)
        .map(([selector, element]) => {
            const style = getComputedStyle(element)
            const size = parseFloat(style.fontSize)
            const hasHalo = element instanceof SVGElement && style.paintOrder.startsWith("stroke")
                && style.stroke !== "none" && parseFloat(style.strokeWidth) >= size * 0.2
            return {
                selector, color: style.color, halo: hasHalo ? style.stroke : null,
                boxes: words(element).flatMap(boxes),
                isLarge: size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700,
            }
        })
}"""
# Text and borders disappear, so that what is left is what lies behind the text.
HIDE_TEXT = """* {
    color: transparent !important; text-decoration-color: transparent !important;
    border-color: transparent !important;
}"""
# One page of each layout. The colors are the same in both languages; those of the first three,
# which hold all gradients and maps, are looked at in both schemes, the others in one by turns.
LAYOUTS = (
    "home",
    "partnerships:list",
    "partnerships:detail",
    "cities:detail",
    "countries:detail",
    "programs:detail",
    "publications:detail",
    "china_center:overview",
    "contact",
)
FIELDS = """() => [...document.querySelectorAll("main :is(input, textarea):not([type=hidden])")]
    .filter(each => each.checkVisibility() && !each.matches("[type=checkbox], .trap *"))
    .map(each => {
        let ground = each.parentElement
        while (ground.parentElement && getComputedStyle(ground).backgroundColor.endsWith(", 0)"))
            ground = ground.parentElement
        const color = getComputedStyle(ground).backgroundColor
        return [each.name, getComputedStyle(each).borderTopColor, color]
    })"""


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, bypass_csp=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def channels(color):
    """Return (red, green, blue) of a color as browsers compute it: rgb(1, 2, 3)."""
    return tuple(float(each) for each in color[color.index("(") + 1 : -1].split(",")[:3])


def luminance(color):
    parts = [value / 255 for value in color]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(
        share * weight for share, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True)
    )


def contrast(one, other):
    """Return the ratio of WCAG, 1 to 21, of two colors (red, green, blue)."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def least_contrast(picture, each):
    """Return the least contrast of a text's color with any pixel behind its lines."""
    color = channels(each["color"])
    if each["halo"]:
        return contrast(color, channels(each["halo"]))
    grounds = set()
    for left, top, right, bottom in each["boxes"]:
        lines = picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
        grounds |= {ground for _count, ground in lines.getcolors(lines.width * lines.height)}
    return min(contrast(color, ground) for ground in grounds)


def too_pale(page):
    """Return (what axe, already loaded, cannot decide and is too pale; how much it cannot)."""
    undecided = page.evaluate(UNDECIDED)
    style = page.add_style_tag(content=HIDE_TEXT)
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    style.evaluate("each => each.remove()")
    found = []
    for each in undecided:
        ratio = least_contrast(picture, each)
        if ratio < (LARGE_TEXT_CONTRAST if each["isLarge"] else TEXT_CONTRAST):
            found.append((each["selector"], round(ratio, 2)))
    return found, len(undecided)


def test_text_on_gradients_has_contrast_with_every_pixel_behind_it(page, portal):
    found, looked_at = [], 0
    for number, name in enumerate(LAYOUTS):
        page.goto(portal + address(name, "en"))
        axe.load(page)
        for scheme in SCHEMES if number < 3 else share(SCHEMES, number, 2):
            page.emulate_media(color_scheme=scheme)
            pale, count = too_pale(page)
            found += [(name, scheme, *each) for each in pale]
            looked_at += count
    print(f"{looked_at} texts on gradients and drawings", *found, sep="\n")

    assert found == []


def test_pale_text_on_a_gradient_is_found(page):
    page.goto("about:blank")
    page.set_content(
        '<body style="background: #fff"><h1 style="font-size: 16px; color: #777;'
        ' background: linear-gradient(#fff, #888)">Pale</h1>'
    )
    axe.load(page)

    pale, count = too_pale(page)

    assert [selector for selector, _ratio in pale] == ["h1"]
    assert count == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_borders_of_fields_are_seen(page, portal, scheme):
    page.emulate_media(color_scheme=scheme)
    fields = []
    for name in ("contact", "partnerships:list", "publications:list"):
        page.goto(portal + address(name, "en"))
        fields += page.evaluate(FIELDS)

    for name, border, ground in fields:
        assert contrast(channels(border), channels(ground)) >= BORDER_CONTRAST, name
    assert len(fields) >= 6
