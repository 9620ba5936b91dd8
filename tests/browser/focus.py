"""The keyboard alone: move the focus on and measure, at every stop, whether it can be seen."""

# The thinnest outline that counts, in pixels, and its least contrast with what surrounds it.
LEAST_OUTLINE = 2
LEAST_CONTRAST = 3
MANY_STOPS = 600
# Where the focus is and how it looks; null when it has left the page. Points of the box are tried
# two pixels inwards. What lies there covers the element when it paints; an ancestor (a rounded
# corner) and the empty part of a neighboring line do not. Of a text of several lines, and of an
# element higher than half the window, a line must be seen: a browser brings no more than the line
# with the caret into view.
MEASURE = """() => {
    const focused = document.activeElement
    if (!focused || focused === document.body || focused === document.documentElement) return null
    const channels = color => (color.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number)
    const light = color => channels(color).slice(0, 3).map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0)
    const ratio = (one, other) => {
        const [low, high] = [light(one), light(other)].sort((a, b) => a - b)
        return (high + 0.05) / (low + 0.05)
    }
    const ground = element => {
        for (let each = element; each; each = each.parentElement) {
            const style = getComputedStyle(each)
            if (style.backgroundImage !== "none") return null
            if ((channels(style.backgroundColor)[3] ?? 1) === 1) return style.backgroundColor
        }
        return "rgb(255, 255, 255)"
    }
    const paints = hit => {
        for (let each = hit; each && !each.contains(focused); each = each.parentElement) {
            const style = getComputedStyle(each)
            if (style.backgroundImage !== "none" || channels(style.backgroundColor)[3] !== 0
                || each.matches("img, svg, video, iframe")) return true
        }
        return false
    }
    const boxes = [...focused.getClientRects()].filter(each => each.width && each.height)
    const box = focused.getBoundingClientRect()
    const points = boxes.flatMap(({left, right, top, bottom}) => [
        [(left + right) / 2, (top + bottom) / 2],
        [left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2],
    ])
    const isLong = focused.localName === "textarea" || box.height > innerHeight / 2
    const seen = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)
    const style = getComputedStyle(focused)
    const outside = ground(focused.parentElement)
    return {
        name: `${focused.localName} ${focused.getAttribute("aria-label") ?? focused.textContent}`
            .replace(/\\s+/g, " ").slice(0, 60),
        position: [...document.querySelectorAll("*")].indexOf(focused),
        isVisible: boxes.length > 0
            && focused.checkVisibility({opacityProperty: true, visibilityProperty: true}),
        isInside: box.left >= -1 && box.right <= innerWidth + 1
            && seen >= (isLong ? 24 : box.height - 1),
        coveredBy: points.filter(([x, y]) => y > 0 && y < innerHeight)
            .map(([x, y]) => document.elementFromPoint(x, y))
            .filter(hit => hit && !focused.contains(hit) && paints(hit))
            .map(hit => hit.outerHTML.slice(0, 80)),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        contrast: outside === null ? null : ratio(style.outlineColor, outside),
    }
}"""


def step(page, key="Tab"):
    """Press a key; return the measures of what has the focus then, or None."""
    page.keyboard.press(key)
    return page.evaluate(MEASURE)


def faults(stop):
    """Return what is wrong with a stop of the focus, as (name, fault)."""
    found = []
    if not stop["isVisible"]:
        found.append("not visible")
    if not stop["isInside"]:
        found.append("outside the window")
    if stop["coveredBy"]:
        found.append(f"covered by {stop['coveredBy'][0]}")
    if stop["outline"] < LEAST_OUTLINE:
        found.append(f"outline of {stop['outline']} px")
    if stop["contrast"] is not None and stop["contrast"] < LEAST_CONTRAST:
        found.append(f"outline with a contrast of {stop['contrast']:.2f}")
    return [(stop["name"], fault) for fault in found]


def has_focus(target):
    return target.count() > 0 and target.first.evaluate("each => each === document.activeElement")


def reach(page, target):
    """Press Tab until a locator's first element has the focus; every stop must be seen."""
    for _press in range(MANY_STOPS):
        stop = step(page)
        assert stop is not None, f"the focus left the page before {target}"
        assert not faults(stop), faults(stop)
        if has_focus(target):
            return
    raise AssertionError(f"no key leads to {target}")


def walk(page):
    """Press Tab from the top until the focus leaves the page; return every stop.

    Without a window around it, a browser may go on at the top of the page.
    """
    stops = []
    while (stop := step(page)) is not None:
        # Not by position: a script may put an element before it meanwhile.
        if not stops:
            first = page.evaluate_handle("document.activeElement")
        elif first.evaluate("each => each === document.activeElement"):
            break
        stops.append(stop)
        assert len(stops) < MANY_STOPS, "the focus never leaves the page"
    return stops
