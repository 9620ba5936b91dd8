"""Maps of partnerships, for the pages of every floor."""

from functools import partial

from django import template

from icma_portal.bilingual.marking import note
from icma_portal.maps.drawing import near_map, world_map
from partnerships.maps import places_and_links

register = template.Library()


@register.simple_tag(takes_context=True)
def map_of(context, partnerships, cities=()):
    """Return the Map of the world with partnerships (from ``for_card``) and further cities.

    None where no place is known.
    """
    places, links = _drawn(context, partnerships, cities)
    return world_map(places, links) if places else None


@register.simple_tag(takes_context=True)
def map_near(context, partnerships=(), partnership=None, cities=(), city=None):
    """Return the Map of the part of the world around them; None where no place is known.

    ``partnership`` and ``city`` are one more of each.
    """
    partnerships = [*partnerships, *filter(None, [partnership])]
    return near_map(*_drawn(context, partnerships, [*cities, *filter(None, [city])]))


def _drawn(context, partnerships, cities):
    return places_and_links(partnerships, cities, partial(note, context.get("request")))
