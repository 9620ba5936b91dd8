"""The tag that parts what a query changes from the frame of a page."""

from django import template

from ..frames import FreshNode

register = template.Library()


@register.tag
def fresh(parser, token):
    """Render what stands before ``{% end_fresh %}`` for each request, whatever has a frame."""
    nodelist = parser.parse(["end_fresh"])
    parser.delete_first_token()
    return FreshNode(nodelist)
