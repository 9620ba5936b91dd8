"""Maps of partnerships, for the pages of every floor."""

from django import template

from icma_portal.maps.drawing import near_map, world_map
from partnerships.maps import places_and_links

register = template.Library()


@register.simple_tag
def map_of(partnerships, cities=(), is_near=False):
    """Return the Map of partnerships (from ``for_card``) and of further cities.

    With ``is_near`` it shows only the part of the world around them; it is None where no place
    is known.
    """
    places, links = places_and_links(partnerships, cities)
    if not places:
        return None
    return near_map(places, links) if is_near else world_map(places, links)
