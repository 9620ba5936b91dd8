"""Partnerships and cities on the map: who is where, and who works with whom."""

from collections import Counter, defaultdict

from icma_portal.bilingual.languages import HTML_TAGS
from icma_portal.bilingual.reader import plain_text, read
from icma_portal.maps.drawing import Link, Place

from .models import Membership


def ignore(reading):
    """Note nothing about a Reading: for maps that stand on no page."""


def places_and_links(partnerships, cities=(), note=ignore):
    """Return (places, links) for a map of partnerships, and of further cities without one.

    ``partnerships`` come from ``for_card(user)``, so that only members whom the reader may see
    are drawn. Places without coordinates are left out. The side “other” shares its experience.
    ``note`` is told every Reading of a name.
    """
    members = [each for partnership in partnerships for each in partnership.visible_members]
    roles = defaultdict(set)
    located = {each.pk: each for each in cities if is_located(each)}
    for member in members:
        if member.city_id and is_located(member.city):
            located[member.city_id] = member.city
            roles[member.city_id].add(member.role == Membership.Role.RESOURCE)
    places = [_place(city, roles[pk], note) for pk, city in located.items()]
    links = [_link(each, _ends(each), note) for each in partnerships]
    return places, [link for link in links if len(link.ends) > 1]


def is_located(city):
    """Return whether the city has both coordinates."""
    return city.latitude is not None and city.longitude is not None


def _place(city, shares, note):
    side = "both" if len(shares) > 1 else "other" if True in shares else "one"
    name, lang = _name(city, note)
    return Place(city.latitude, city.longitude, name, city.get_absolute_url(), side, lang)


def _link(partnership, ends, note):
    name, lang = _name(partnership, note)
    return Link(ends, name, partnership.get_absolute_url(), lang)


def _name(record, note):
    """Return the name of a record, and its language where that is not the page's."""
    reading = read(record, "name")
    note(reading)
    lang = HTML_TAGS[reading.language] if reading.is_fallback else ""
    return plain_text(record, "name", reading), lang


def _ends(partnership):
    """Return where the located members are; the lines meet at the one alone on its side."""
    members = [each for each in partnership.visible_members if each.city_id]
    members = [each for each in members if is_located(each.city)]
    sizes = Counter(each.role for each in members)
    members.sort(key=lambda each: sizes[each.role])
    return tuple((each.city.latitude, each.city.longitude) for each in members)
