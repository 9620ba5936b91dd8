"""Partnerships and cities on the map: who is where, and who works with whom."""

from collections import Counter, defaultdict

from icma_portal.bilingual.reader import text_of
from icma_portal.maps.drawing import Link, Place

from .models import Membership


def places_and_links(partnerships, cities=()):
    """Return (places, links) for a map of partnerships, and of further cities without one.

    ``partnerships`` come from ``for_card(user)``, so that only members whom the reader may see
    are drawn. Places without coordinates are left out. The side “other” shares its experience.
    """
    members = [each for partnership in partnerships for each in partnership.visible_members]
    roles = defaultdict(set)
    located = {each.pk: each for each in cities if is_located(each)}
    for member in members:
        if member.city_id and is_located(member.city):
            located[member.city_id] = member.city
            roles[member.city_id].add(member.role == Membership.Role.RESOURCE)
    places = [_place(city, roles[pk]) for pk, city in located.items()]
    return places, list(filter(None, map(_link, partnerships)))


def is_located(city):
    """Return whether the city has both coordinates."""
    return city.latitude is not None and city.longitude is not None


def _place(city, shares):
    side = "both" if len(shares) > 1 else "other" if True in shares else "one"
    return Place(
        city.latitude, city.longitude, text_of(city, "name"), city.get_absolute_url(), side
    )


def _link(partnership):
    """Return the Link of a partnership; None when fewer than two of its members are located."""
    members = [each for each in partnership.visible_members if each.city_id]
    members = [each for each in members if is_located(each.city)]
    if len(members) < 2:
        return None
    # The lines meet at the member that stands alone on its side.
    sizes = Counter(each.role for each in members)
    members.sort(key=lambda each: sizes[each.role])
    ends = tuple((each.city.latitude, each.city.longitude) for each in members)
    return Link(ends, text_of(partnership, "name"), partnership.get_absolute_url())
