"""axe-core over a page that is open: what it finds wrong, in words that fit a failed test."""

from pathlib import Path

import axe_playwright_python

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
VERSION = "4.12.1"
TAGS = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22a",
    "wcag22aa",
    "best-practice",
]
# Fewer would mean that a version of axe-core has left rules out, or renamed the tags.
LEAST_RULES = 85
RUN = """async tags => {
    const found = await axe.run(document, {
        runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false,
    })
    return {
        version: found.testEngine.version,
        rules: found.violations.length + found.passes.length + found.inapplicable.length
            + found.incomplete.filter(each => !found.violations.some(({id}) => id === each.id)
                && !found.passes.some(({id}) => id === each.id)).length,
        violations: found.violations.flatMap(rule => rule.nodes.map(node => [
            rule.id, node.target.join(" "), node.failureSummary,
        ])),
    }
}"""


def load(page):
    """Put axe-core into the page, once for each address that is opened."""
    page.evaluate(SCRIPT)


def violations(page):
    """Return what breaks a rule on the open page: (rule, selector, explanation) of each element."""
    found = page.evaluate(RUN, TAGS)
    assert found["version"] == VERSION
    assert found["rules"] >= LEAST_RULES
    return found["violations"]
