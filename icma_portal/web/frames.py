"""Pages of which the larger part is the same for every query string.

That part, the frame, is rendered once and kept with the content that it was made of; what a query
changes stands in the template between ``{% fresh %}`` and ``{% end_fresh %}`` and is rendered for
each request. Around it, nothing may depend on the query; inside, only what the view gives may be
named, no variable that the template sets elsewhere.
"""

import re
from weakref import WeakSet

from django.template import Node
from django.template.context import make_context
from django.template.loader import select_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils.translation import get_language

SLOTS = "_slots"
# Around the number of a slot; private use, so that no text holds them.
SLOT = re.compile("\ue000([0-9]+)\ue001")


class FreshNode(Node):
    """Renders what it encloses, or leaves a slot for it where a frame is being made."""

    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        slots = context.get(SLOTS)
        if slots is None:
            return self.nodelist.render(context)
        slots.append(Slot(self.nodelist, context.render_context.get(BLOCK_CONTEXT_KEY)))
        return f"\ue000{len(slots) - 1}\ue001"


class OnceNode(Node):
    """Renders what it encloses once for each language and each value of its keys."""

    # No block can stand in it, and Django need not look for one.
    child_nodelists = ()
    nodes = WeakSet()

    def __init__(self, nodelist, keys):
        self.nodelist, self.keys = nodelist, keys
        self.rendered = {}
        self.nodes.add(self)

    @classmethod
    def forget(cls):
        """Render everything anew, for tests that change translations."""
        for each in cls.nodes:
            each.rendered.clear()

    def render(self, context):
        key = (get_language(), *(each.resolve(context) for each in self.keys))
        if (html := self.rendered.get(key)) is None:
            html = self.rendered[key] = self.nodelist.render(context)
        return html


class Slot:
    """What is rendered at one place of a frame, with the blocks that templates give there."""

    def __init__(self, nodelist, block_context):
        self.nodelist = nodelist
        known = block_context.blocks if block_context else {}
        self.blocks = {name: list(nodes) for name, nodes in known.items()}

    def render(self, context):
        # Rendering takes blocks out and puts them back: each request has its own.
        block_context = BlockContext()
        for name, nodes in self.blocks.items():
            block_context.blocks[name] = list(nodes)
        with context.render_context.push():
            context.render_context[BLOCK_CONTEXT_KEY] = block_context
            return self.nodelist.render(context)


class Frame:
    """A template rendered up to its slots."""

    def __init__(self, template, context):
        slots = []
        with context.push(**{SLOTS: slots}), context.render_context.push_state(template):
            pieces = SLOT.split(template.nodelist.render(context))
        # Text and the number of a slot in turn.
        self.pieces = [slots[int(each)] if n % 2 else each for n, each in enumerate(pieces)]

    def filled(self, context):
        """Return the page with its slots rendered in the present context."""
        return "".join(
            each if isinstance(each, str) else each.render(context) for each in self.pieces
        )


def is_bare(request):
    """Return whether a request comes without anything of a person that its page could show."""
    return request.user.is_anonymous and not request.COOKIES


def notices(request):
    """Return which notices stand above the page: a part of the key of its frame."""
    return tuple(
        getattr(request, each, False) for each in ("shows_other_language", "shows_stale_text")
    )


def framed(names, values, request, kept, key):
    """Return the page of the first template of ``names`` that exists.

    ``key`` is all that the frame depends on beside the content, for which ``kept``, a Snapshot of
    all readers, stands.
    """
    template = select_template(names).template
    context = make_context(values, request, autoescape=True)
    with context.bind_template(template):
        frame = kept.get(("frame", *key), lambda: Frame(template, context))
        with context.render_context.push_state(template):
            return frame.filled(context)
