import pytest
from django.core.exceptions import ValidationError

from programs.models import Country, Organization
from tests.factories import make_organization, make_program, make_topic

pytestmark = pytest.mark.django_db


def test_topics_have_two_levels_at_most():
    top = make_topic()
    below = make_topic(parent=top)
    third = make_topic()
    third.parent = below
    with pytest.raises(ValidationError):
        third.full_clean(exclude=["name"])

    top.parent = make_topic()
    with pytest.raises(ValidationError):
        top.full_clean(exclude=["name"])


def test_organization_knows_its_hierarchy():
    university = Organization.objects.get(slug="cupl")
    school = Organization.objects.get(slug="cupl-sppa")

    assert school.ancestors() == [university, school]


def test_an_organization_cannot_be_part_of_itself():
    parent = make_organization()
    child = make_organization(parent=parent)
    parent.parent = child

    with pytest.raises(ValidationError):
        parent.full_clean(exclude=["name"])


def test_a_program_cannot_end_before_it_begins():
    program = make_program(starts_on="2011")
    program.ends_on = "2010-12"

    with pytest.raises(ValidationError) as refusal:
        program.full_clean(exclude=["name"])

    assert "ends_on" in refusal.value.message_dict


@pytest.mark.parametrize("code", ["zw", "Z", "ZWE", "1A"])
def test_a_country_code_has_two_capital_letters(code):
    country = Country(iso_code=code, slug="x", name_en="X", continent="africa")

    with pytest.raises(ValidationError) as refusal:
        country.full_clean(exclude=["name"])

    assert "iso_code" in refusal.value.message_dict


def test_our_own_rendering_of_a_name_needs_a_note_in_chinese_only():
    working = make_organization(chinese_name_status="working")
    verified = make_organization(chinese_name_status="verified")

    assert working.name_needs_note("zh-hans")
    assert not working.name_needs_note("en")
    assert not verified.name_needs_note("zh-hans")
