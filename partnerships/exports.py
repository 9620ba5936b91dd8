"""What the lists of partnerships and cities give out."""

from django.utils.translation import gettext_lazy as _

from icma_portal.exports.columns import Choice, Column, Day, Number, Words, YesNo
from icma_portal.exports.declarations import Export, Place
from icma_portal.exports.formats import ATOM, GEOJSON, TABLES
from icma_portal.exports.relations import One, Rows
from programs.exports import COUNTRIES_OF_A_RECORD, SOURCES, TOPICS

from .filters import visible_members
from .models import City, Membership, Partnership


def position_of(city):
    """Return longitude and latitude (RFC 7946 wants them in this order); None where unknown."""
    if city is None or city.latitude is None or city.longitude is None:
        return None
    return [float(city.longitude), float(city.latitude)]


def city_geometry(city):
    position = position_of(city)
    return position and {"type": "Point", "coordinates": position}


def partnership_geometry(partnership):
    """Return the places of the members that may be seen: points, since no line joins them."""
    positions = [position_of(each.city) for each in partnership.exported_memberships]
    known = [each for each in positions if each]
    return {"type": "MultiPoint", "coordinates": known} if known else None


MEMBERS = Rows(
    "memberships",
    _("Members"),
    rows=visible_members,
    columns=(
        One("city"),
        One("organization"),
        Choice("role", choices=Membership.Role),
    ),
)
PARTNERSHIPS = Export(
    name="partnerships",
    label=_("Partnerships"),
    page_name="partnerships:list",
    model=Partnership,
    own_columns=(
        Words("name"),
        Words("summary"),
        Choice("kind", choices=Partnership.Kind),
        Choice("horizon", choices=Partnership.Horizon),
        Choice("status", choices=Partnership.Status),
        Day("starts_on"),
        Day("ends_on"),
        One("program"),
        One("phase", owner="program"),
        One("project"),
        MEMBERS,
        COUNTRIES_OF_A_RECORD,
        TOPICS,
        SOURCES,
    ),
    formats=(*TABLES, GEOJSON, ATOM),
    summarized_by="summary",
    place=Place(partnership_geometry, needs="memberships"),
)
CITIES = Export(
    name="cities",
    label=_("Cities"),
    page_name="cities:list",
    model=City,
    own_columns=(
        Words("name"),
        Column("aliases"),
        Choice("kind", choices=City.Kind),
        One("country"),
        Words("administrative_area"),
        One("part_of"),
        Number("latitude", about=_("In degrees, WGS 84.")),
        Number("longitude", about=_("In degrees, WGS 84.")),
        Column("coordinates_note"),
        YesNo("is_coastal"),
        SOURCES,
    ),
    formats=(*TABLES, GEOJSON, ATOM),
    place=Place(city_geometry),
)
