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
# Rules that axe-core keeps off by default.
MORE_RULES = ["css-orientation-lock", "label-content-name-mismatch"]
# Fewer would mean that a version of axe-core has left rules out, or renamed the tags.
LEAST_RULES = 87
RUN = """async ([tags, more]) => {
    const found = await axe.run(document, {
        runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
        rules: Object.fromEntries(more.map(id => [id, {enabled: true}])),
    })
    return {
        version: found.testEngine.version,
        rules: ["violations", "passes", "inapplicable", "incomplete"]
            .flatMap(kind => found[kind].map(rule => rule.id)),
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
    found = page.evaluate(RUN, [TAGS, MORE_RULES])
    assert found["version"] == VERSION
    assert len(set(found["rules"])) >= LEAST_RULES
    assert set(MORE_RULES) <= set(found["rules"])
    return found["violations"]
