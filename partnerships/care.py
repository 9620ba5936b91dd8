"""What partnerships and cities may lack."""

from django.utils.translation import gettext_lazy as _

from icma_portal.care.checks import register_check

from .models import City, Partnership


@register_check(
    "place",
    _("Cities without a place on the map"),
    _("Without latitude and longitude a city, and every arc to it, is missing on all maps."),
    lambda model: model is City,
)
def without_place(model):
    return model.objects.published().filter(latitude=None)


@register_check(
    "members",
    _("Partnerships without members"),
    _("A partnership names at least two cities; its countries and its map follow from them."),
    lambda model: model is Partnership,
)
def without_members(model):
    return model.objects.published().filter(memberships=None)
