"""Django's ``{% url %}`` over the addresses that are kept; a tag of every template."""

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as compile_url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from ..addresses import reverse

register = template.Library()


class AddressNode(URLNode):
    """Prints an address by its name and the values in it, or keeps it under a name."""

    def render(self, context):
        name, args = self.view_name.resolve(context), [each.resolve(context) for each in self.args]
        try:
            address = reverse(name, args)
        except NoReverseMatch:
            # Django says more of it.
            return super().render(context)
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


@register.tag
def url(parser, token):
    """Print the address of a page by its name, as Django's tag of this name does."""
    node = compile_url(parser, token)
    # Who names the values wants one of several patterns.
    return node if node.kwargs else AddressNode(node.view_name, node.args, {}, node.asvar)
