"""Tags that part what differs between pages from what is the same."""

from django import template

from ..frames import FreshNode, OnceNode

register = template.Library()


@register.tag
def fresh(parser, token):
    """Render what stands before ``{% end_fresh %}`` for each request, whatever has a frame."""
    nodelist = parser.parse(["end_fresh"])
    parser.delete_first_token()
    return FreshNode(nodelist)


@register.tag
def once(parser, token):
    """Render what stands before ``{% end_once %}`` once in each process, for each language.

    ``{% once section url_name %}``: and for each of these values. Nothing may stand in it that
    depends on anything else: not the content, not the reader.
    """
    keys = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    nodelist = parser.parse(["end_once"])
    parser.delete_first_token()
    return OnceNode(nodelist, keys)
