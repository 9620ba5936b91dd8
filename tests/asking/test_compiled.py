"""What is read from rows past the ORM is what the ORM would have made of them."""

import pytest
from django.apps import apps
from django.db.models.signals import post_init, pre_init
from modeltranslation.translator import delete_mt_init

from icma_portal.asking.compiled import Compiled
from icma_portal.asking.statements import rows_of
from partnerships.models import Membership
from programs.models import Country

pytestmark = pytest.mark.django_db


def held(instance):
    """Return all that an instance holds, with its state."""
    state = instance._state
    values = {name: value for name, value in vars(instance).items() if name != "_state"}
    return type(instance), values, state.adding, state.db


def compiled(queryset):
    query = Compiled(queryset)
    return query.instances(rows_of(query.sql, query.parameters))


def test_instances_hold_what_django_gives_them():
    found = 0
    for model in apps.get_models():
        rows = model._base_manager.order_by("pk")[:20]
        for made, plain in zip(compiled(rows), rows, strict=True):
            assert held(made) == held(plain), model
            assert made == plain
            found += 1
    assert found > 300


def test_some_columns_only_are_as_when_django_defers_the_others():
    rows = Country.objects.only("slug", "name_en").order_by("pk")
    for made, plain in zip(compiled(rows), rows, strict=True):
        assert held(made) == held(plain)
        assert made.get_deferred_fields() == plain.get_deferred_fields() != set()


def test_nobody_listens_to_instances_being_made():
    def receivers(signal):
        return {each() for _key, each, *_rest in signal.receivers}

    assert receivers(pre_init) == set()
    # It takes a mark away that only __init__ sets.
    assert receivers(post_init) == {delete_mt_init}


def test_what_several_rows_are_joined_to_is_made_once():
    rows = Membership.objects.filter(city__isnull=False).select_related("city__country")
    members = compiled(rows)

    countries = {}
    for member in members:
        country = countries.setdefault(member.city.country_id, member.city.country)
        assert member.city.country is country
    assert [each.city.country.name_en for each in members] == [
        each.city.country.name_en for each in rows
    ]
    assert len(countries) < len(members)
