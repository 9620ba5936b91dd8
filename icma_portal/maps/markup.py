"""A Map as HTML for a page. Not a template: a list shows two hundred dots of ten values each."""

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def map_html(drawn, label, is_named=False):
    """Return a Map as SVG with links, as safe HTML.

    With ``is_named`` the names of the dots are always shown. A list beside it has them too.
    """
    named = " map-named" if is_named else ""
    arcs, dots = map(_arc, drawn.arcs), map(_dot, drawn.dots)
    return SafeString(
        f'<div class="map-box">\n<svg class="map{named}" viewBox="{drawn.frame.view_box}"'
        f' role="group" aria-label="{conditional_escape(label)}" font-size="{drawn.type_size}">\n'
        f'<path class="map-land" d="{drawn.land}"/>\n{"".join(arcs)}{"".join(dots)}</svg>\n</div>'
    )


def _arc(arc):
    lines = "".join(f'<path class="map-line" d="{each}"/>\n' for each in arc.paths)
    if not arc.address:
        return lines
    # The line is thin: another one under it is as wide as a finger.
    wide = "".join(
        f'<path class="map-reach" d="{each}"/>\n<path class="map-line" d="{each}"/>\n'
        for each in arc.paths
    )
    return (
        f'<a class="map-arc" href="{conditional_escape(arc.address)}"{_lang(arc)}>\n'
        f"<title>{conditional_escape(arc.caption)}</title>\n{wide}</a>\n"
    )


def _dot(dot):
    x, y, lang, caption = dot.x, dot.y, _lang(dot), conditional_escape(dot.caption)
    point = f'd="M{x} {y}h.01"/>\n'
    under = f'<path class="map-point map-under" {point}' if dot.side == "both" else ""
    side, anchor = ("-", ' text-anchor="end"') if dot.is_left else ("", "")
    return (
        f'<a class="map-dot map-{dot.side}" href="{conditional_escape(dot.address)}"{lang}>\n'
        f'<title>{caption}</title>\n<circle class="map-reach" cx="{x}" cy="{y}" r="16"/>\n'
        f'{under}<path class="map-point" {point}</a>\n'
        f'<text class="map-label" x="{x}" y="{y}" dx="{side}.8em" dy="{dot.caption_y}"'
        f'{anchor}{lang} aria-hidden="true">{caption}</text>\n'
    )


def _lang(named):
    return f' lang="{named.lang}"' if named.lang else ""
