import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships.models import Membership, Partnership
from tests.factories import make_city, make_country, make_partnership

pytestmark = pytest.mark.django_db


def test_countries_follow_the_members():
    first, second, third = make_country(), make_country(), make_country()
    city = make_city(country=second)
    partnership = make_partnership([make_city(country=first), city])
    assert set(partnership.countries.all()) == {first, second}

    city.country = third
    city.save()
    assert set(partnership.countries.all()) == {first, third}

    partnership.memberships.filter(city=city).delete()
    assert set(partnership.countries.all()) == {first}


def test_deleting_a_partnership_with_members_works():
    partnership = make_partnership([make_city(), make_city()])

    partnership.delete()

    assert not Membership.objects.filter(partnership_id=partnership.pk).exists()


def test_a_region_finds_the_partnerships_of_its_parts():
    region = make_city(kind="region")
    partnership = make_partnership([make_city()])
    Membership.objects.create(partnership=partnership, city=make_city(), on_behalf_of=region)

    assert list(Partnership.objects.with_city(region)) == [partnership]


def test_a_member_is_a_city_or_an_organization():
    partnership = make_partnership()

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(partnership=partnership)


def test_a_city_takes_part_once():
    city = make_city()
    partnership = make_partnership([city])

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(partnership=partnership, city=city)


def test_all_faults_of_a_partnership_are_told_at_once():
    partnership = make_partnership(starts_on="2015")
    partnership.ends_on = "2014"
    partnership.follow_on_of = partnership

    with pytest.raises(ValidationError) as refusal:
        partnership.full_clean(exclude=["name"])

    assert set(refusal.value.message_dict) == {"ends_on", "follow_on_of"}


def test_a_hidden_city_is_not_named_by_a_public_partnership(client):
    hidden = make_city(name_en="Canaryville", state="draft")
    partnership = make_partnership([make_city(), hidden])
    for path in (partnership.get_absolute_url(), "/en/partnerships/?q=Partnership"):
        response = client.get(path)
        assert response.status_code == 200
        assert "Canaryville" not in response.content.decode()
