"""Maps of partnerships, for the pages of every floor."""

from functools import partial
from types import SimpleNamespace

from django import template
from django.utils.translation import get_language

from icma_portal.bilingual.marking import note
from icma_portal.maps.drawing import near_map, world_map
from icma_portal.maps.markup import map_html
from icma_portal.publishing.shelf import Shelf
from partnerships.maps import places_and_links

register = template.Library()
register.simple_tag(map_html)

# So many maps are kept of a language, with up to sixty partnerships each.
MOST_KEPT = 300


@register.simple_tag(takes_context=True)
def map_of(context, partnerships, cities=()):
    """Return the Map of the world with partnerships (from ``for_card``) and further cities.

    None where no place is known. That of a Shelf is kept while the content is the same.
    """

    def draw(note):
        places, links = places_and_links(partnerships, cities, note)
        return world_map(places, links) if places else None

    return _drawn(context, "the world", partnerships, draw)


@register.simple_tag(takes_context=True)
def map_near(context, partnerships=(), partnership=None, cities=(), city=None):
    """Return the Map of the part of the world around them; None where no place is known.

    ``partnership`` and ``city`` are one more of each. That of a Shelf of partnerships is kept
    while the content is the same.
    """

    def draw(note):
        all_partnerships = [*partnerships, *filter(None, [partnership])]
        all_cities = [*cities, *filter(None, [city])]
        return near_map(*places_and_links(all_partnerships, all_cities, note))

    return _drawn(context, "near", partnerships, draw)


def _drawn(context, what, partnerships, draw):
    """Return what ``draw(note)`` gives, from what is kept where the page has a Shelf."""
    request = context.get("request")
    if not isinstance(partnerships, Shelf):
        return draw(partial(note, request))

    def drawn_with_notices():
        noted = SimpleNamespace()
        return draw(partial(note, noted)), vars(noted)

    kind = ("maps", what, get_language())
    drawn, notices = partnerships.kept.one_of(kind, request.path, drawn_with_notices, MOST_KEPT)
    vars(request).update(notices)
    return drawn
