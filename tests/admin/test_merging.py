"""Two records of the same city or organization become one; nothing on them is lost."""

import pytest

from icma_portal.care.merging import CannotMerge, merge, relations_to
from icma_portal.publishing.history.timeline import versions_of
from icma_portal.search.searching import search
from partnerships.models import City, Membership, Partnership
from programs.models import Organization, Topic
from tests.factories import make_city, make_partnership, make_publication, make_topic

from .records import address, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """Return (the city that stays, the same city once more)."""
    kept = make_city(name_en="Durban two", name_zh_hans=None, latitude=None, longitude=None)
    gone = make_city(
        name_en="eThekwini two", name_zh_hans="德班二", latitude="-29.85", longitude="31.02"
    )
    return kept, gone


def test_everything_moves_and_gaps_are_filled(pair, admin_user):
    kept, gone = pair
    partnership, publication = make_partnership([gone, make_city()]), make_publication()
    publication.cities.add(gone)
    slug = kept.slug

    assert merge(kept, gone, admin_user) == []

    kept = City.objects.get(pk=kept.pk)
    assert not City.objects.filter(pk=gone.pk).exists()
    assert kept in partnership.cities.all()
    assert list(publication.cities.all()) == [kept]
    assert (kept.slug, kept.name_en, kept.name_zh_hans) == (slug, "Durban two", "德班二")
    assert (float(kept.latitude), float(kept.longitude)) == (-29.85, 31.02)
    assert kept.aliases == "eThekwini two"
    assert search("eThekwini two").entries[0].object_id == kept.pk
    newest = versions_of(City, gone.pk).first()
    assert (newest.kind, newest.user_name) == ("deleted", "admin")


def test_row_that_both_have_is_kept_once_and_told(pair, admin_user):
    kept, gone = pair
    partnership = make_partnership([kept, gone])

    notes = merge(kept, gone, admin_user)

    assert [each.city for each in partnership.memberships.all()] == [kept]
    assert len(notes) == 1


def test_record_never_becomes_part_of_itself(pair, admin_user):
    kept, gone = pair
    City.objects.filter(pk=kept.pk).update(part_of=gone)
    merge(City.objects.get(pk=kept.pk), gone, admin_user)
    assert City.objects.get(pk=kept.pk).part_of is None


def test_no_relation_is_forgotten(admin_user):
    """Whatever points at an organization points at the one that stays, by every relation."""
    kept, gone = make(Organization), make(Organization)
    fields = [each for each in relations_to(Organization) if not each.many_to_many]
    rows = [(field, make(field.model, **{field.name: gone})) for field in fields]

    merge(kept, gone, admin_user)

    for field, row in rows:
        assert getattr(field.model._base_manager.get(pk=row.pk), field.attname) == kept.pk, field
    assert len(rows) > 5


def test_different_things_are_refused(pair, admin_user):
    with pytest.raises(CannotMerge):
        merge(pair[0], pair[0], admin_user)
    with pytest.raises(CannotMerge):
        merge(pair[0], make_topic(), admin_user)


def test_person_sees_first_and_chooses(interface, pair):
    kept, gone = pair
    make_partnership([gone, make_city()])
    chosen = {"action": "make_one_of_two", "_selected_action": [kept.pk, gone.pk]}
    led = interface.post(address(City, "changelist"), chosen)
    page = interface.get(led.headers["Location"])
    nothing = interface.post(led.headers["Location"], {})
    done = interface.post(led.headers["Location"], {"keep": str(kept.pk)})

    assert "eThekwini two" in page.text or "德班二" in page.text
    assert (page.status_code, nothing.status_code, done.status_code) == (200, 422, 302)
    assert Membership.objects.filter(city=kept).count() == 1
    assert Partnership.objects.filter(memberships__city=gone.pk).count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_two_are_needed(admin_client, count):
    cities = [make_city() for _number in range(count)]
    chosen = {"action": "make_one_of_two", "_selected_action": [each.pk for each in cities]}
    response = admin_client.post(address(City, "changelist"), chosen, follow=True)
    assert "Choose exactly two records." in response.text


def test_only_who_may_delete_may_merge(member_of, pair):
    page = address(City, "merge", pair[0].pk, pair[1].pk)
    client = member_of("Editor")
    assert client.get(page).status_code == 403
    assert client.post(page, {"keep": pair[0].pk}).status_code == 403
    assert City.objects.filter(pk=pair[1].pk).exists()
    assert Topic.objects.exists()
