"""Prints a record's lead picture in the sizes and formats that it is offered in."""

from typing import NamedTuple

from django import template
from django.template.loader import render_to_string

from icma_portal.files.cuts import FORMATS, WIDTHS, height_of, widths_for
from icma_portal.publishing.templatetags.publishing import is_visible_to
from icma_portal.web.addresses import reverse

register = template.Library()


class Offer(NamedTuple):
    """One format: its type, and the addresses with their widths as ``srcset`` has them."""

    content_type: str
    srcset: str


@register.simple_tag(takes_context=True)
def lead_picture(context, record, sizes="(min-width: 72rem) 68rem, 100vw"):
    """Print the picture with its credit; nothing where there is none that the visitor may see.

    Only the first one on a page is fetched at once.
    """
    request, picture = context.get("request"), record.lead_picture
    if not is_visible_to(picture, context.get("user")):
        return ""
    widths = widths_for(picture.width, picture.height)
    is_first = not getattr(request, "has_lead_picture", False)
    if request is not None:
        request.has_lead_picture = True
    *offers, last = [
        Offer(content_type, ", ".join(f"{_address(record, w, name)} {w}w" for w in widths))
        for name, (_format, content_type, _options) in FORMATS.items()
    ]
    values = {
        "picture": picture,
        "request": request,
        "offers": offers,
        "srcset": last.srcset,
        "sizes": sizes,
        "address": _address(record, widths[-1], "jpg"),
        "is_first": is_first,
        "width": WIDTHS[-1],
        "height": height_of(WIDTHS[-1]),
    }
    return render_to_string("components/lead_picture.html", values)


def _address(record, width, extension):
    arguments = [record._meta.model_name, record.slug, width, extension]
    return reverse("files:lead_picture", args=arguments)
