"""Django's tags of the library ``i18n``, of which ``{% translate %}`` remembers what it said.

Half of the words on a page stand in its templates. To look each of them up again took a tenth of
the time that a page of one record takes.
"""

from weakref import WeakSet

from django import template
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class KeptTranslateNode(i18n.TranslateNode):
    """The translation of words that stand in the template themselves, and of nothing else."""

    nodes = WeakSet()

    def __init__(self, node):
        super().__init__(node.filter_expression, node.noop, node.asvar, node.message_context)
        self.said = {}
        self.nodes.add(self)

    @classmethod
    def forget(cls):
        """Look all words up anew, for tests that change translations."""
        for each in cls.nodes:
            each.said.clear()

    def render(self, context):
        language = get_language(), context.autoescape
        if (words := self.said.get(language)) is None:
            words = super().render(context)
            self.said[language] = words = context[self.asvar] if self.asvar else words
        if self.asvar:
            context[self.asvar] = words
            return ""
        return words


@register.tag
def translate(parser, token):
    """Print words in the active language, as Django's tag of this name does."""
    node = i18n.do_translate(parser, token)
    said, told = node.filter_expression, node.message_context
    is_fixed = said.var.literal is not None and not said.filters
    if is_fixed and (told is None or not told.is_var):
        return KeptTranslateNode(node)
    return node
