"""How Chinese text is set, as Chromium computes it."""

import pytest

pytestmark = pytest.mark.browser
PATHS = [
    "",
    "programs/citylinks/",
    "partnerships/",
    "partnerships/durban-southeast-florida/",
    "countries/south-africa/",
    "publications/?letter=C",
    "china-center/",
]
# Every element with a text of its own whose language is Chinese, and how it is set.
TEXTS = """() => {
    const TITLES = "h1, h2, .word-mark, .pair-large .pair-name, .figure-value strong"
    const SMALL_TITLES = ".card-title, .row-title, .results-count"
    return [...document.querySelectorAll("main *, header *, footer *")]
    .filter(each => each.matches(":lang(zh)") && each.checkVisibility()
        && [...each.childNodes].some(node => /[\\u4e00-\\u9fff]/.test(node.data ?? "")))
    .map(each => {
        const style = getComputedStyle(each)
        const first = getComputedStyle(each, "::first-letter")
        return {
            name: each.tagName.toLowerCase(),
            text: each.textContent.trim().slice(0, 20),
            size: parseFloat(style.fontSize),
            line: parseFloat(style.lineHeight),
            spacing: style.letterSpacing,
            transforms: [style.textTransform, first.textTransform].join(" "),
            slant: style.fontStyle,
            breaks: style.lineBreak,
            hyphens: style.hyphens,
            align: style.textAlign,
            font: style.fontFamily.split(",")[0],
            isTitle: each.closest(TITLES) !== null && !each.closest(SMALL_TITLES),
            width: each.getBoundingClientRect().width,
        }
    })
}"""
# Long texts; headings, tags and choices stand closer.
RUNNING = {"p", "dd"}
SHORT = 12


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context):
    page = context.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("path", PATHS)
def test_chinese_text_is_set_as_chinese(page, portal, path):
    page.goto(f"{portal}/zh-hans/{path}")

    texts = page.evaluate(TEXTS)

    assert len(texts) > 20
    for each in texts:
        assert each["spacing"] in ("normal", "0px"), each
        assert each["transforms"] == "none none", each
        assert (each["slant"], each["breaks"]) == ("normal", "strict"), each
        assert each["hyphens"] != "auto", each
        assert each["align"] != "justify", each
        assert each["font"] == ('"Songti SC"' if each["isTitle"] else '"PingFang SC"'), each


@pytest.mark.parametrize("path", PATHS)
def test_running_chinese_text_has_room(page, portal, path):
    page.goto(f"{portal}/zh-hans/{path}")

    texts = page.evaluate(TEXTS)

    running = [each for each in texts if each["name"] in RUNNING and len(each["text"]) > SHORT]
    assert running
    for each in running:
        assert each["line"] >= 1.6 * each["size"], each
        assert each["width"] <= 41 * each["size"], each


@pytest.mark.parametrize(
    ("language", "slant", "dots", "family"),
    [("zh-Hans", "normal", "dot", '"PingFang SC"'), ("en", "italic", "none", "-apple-system")],
)
def test_emphasis_is_dotted_in_chinese_and_slanted_in_english(
    page, portal, language, slant, dots, family
):
    page.goto(f"{portal}/zh-hans/")

    style = page.evaluate(
        """language => {
            const span = document.createElement("p")
            span.lang = language
            span.append(document.createElement("em"))
            document.querySelector("main section, main").append(span)
            const style = getComputedStyle(span.firstChild)
            return {
                slant: style.fontStyle, dots: style.textEmphasisStyle, family: style.fontFamily,
                position: style.textEmphasisPosition,
            }
        }""",
        language,
    )

    assert style["slant"] == slant
    assert style["dots"] == dots
    assert style["family"].startswith(family)
    assert style["position"].startswith("under") == (language != "en") or language == "en"


def test_supported_properties_of_chinese_lines(page, portal):
    page.goto(f"{portal}/zh-hans/")

    style = page.evaluate(
        """() => {
            const style = getComputedStyle(document.querySelector("main p"))
            return [style.textAutospace, style.textSpacingTrim, style.textUnderlinePosition]
        }"""
    )

    assert style == ["normal", "trim-start", "under"]


def test_staff_pages_in_chinese_are_set_the_same(page, portal):
    page.set_extra_http_headers({"Accept-Language": "zh-CN"})
    page.goto(f"{portal}/admin/login/")

    texts = page.evaluate(TEXTS.replace("main *, header *, footer *", "body *"))

    assert page.locator("html").get_attribute("lang") == "zh-hans"
    assert len(texts) >= 4
    for each in texts:
        assert each["spacing"] in ("normal", "0px"), each
        assert each["transforms"] == "none none", each
        assert each["slant"] == "normal", each
