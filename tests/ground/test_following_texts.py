"""What a change of texts means for a translation, one case a rule; no database is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from icma_portal.bilingual.models import TranslationUnit
from icma_portal.bilingual.tracking import Edit, new_unit

State = TranslationUnit.State
PLAIN, MINOR, COPIES = Edit(), Edit(is_minor=True), Edit(copies_are_meant=True)


def follow(unit, english, chinese, edit=PLAIN):
    """Let the unit take in the texts; return its state."""
    assert unit.follow({"en": english, "zh-hans": chinese}, edit)
    return unit.state


@pytest.fixture
def unit():
    """A unit that has seen a text in English and its translation."""
    made = new_unit(None, 1, "name")
    assert follow(made, "Water", "水") == State.CURRENT
    return made


def test_minor_edit_leaves_a_stale_translation_stale(unit):
    follow(unit, "Roads", "水")

    assert follow(unit, "Road", "水", MINOR) == State.STALE
    assert unit.made_from == "Water"


def test_minor_edit_leaves_a_settled_translation_current(unit):
    assert follow(unit, "Waters", "水", MINOR) == State.CURRENT
    assert unit.made_from == "Waters"


def test_source_that_comes_back_makes_the_translation_current_again(unit):
    assert follow(unit, "Roads", "水") == State.STALE
    assert follow(unit, "Water", "水") == State.CURRENT


def test_without_a_translation_nothing_is_remembered_of_what_it_was_made_from(unit):
    assert follow(unit, "Water", " ") == State.MISSING
    assert (unit.made_from, unit.made_from_digest) == (None, "")


@pytest.mark.parametrize(("english", "chinese"), [("Roads", "水"), ("Water", "水务")])
def test_change_of_either_text_is_an_edit_and_no_change_is_none(unit, english, chinese):
    earlier = unit.edited_at = timezone.now() - timedelta(days=1)

    follow(unit, "Water", "水")
    untouched = unit.edited_at
    follow(unit, english, chinese)

    assert untouched == earlier
    assert unit.edited_at > earlier


def test_language_that_takes_the_lead_changes_no_text(unit):
    unit.lead_from("zh-hans", "水")
    unit.review(None)
    earlier = unit.edited_at

    assert follow(unit, "Water", "水") == State.REVIEWED
    assert unit.edited_at == earlier
    assert follow(unit, "Water", "水务") == State.STALE


def test_only_text_there_is_takes_the_lead(unit):
    assert follow(unit, "", "水") == State.MISSING
    assert (unit.source_language, unit.target_language) == ("zh-hans", "en")
    assert follow(unit, "Water", "水") == State.CURRENT


def test_copy_is_no_translation_unless_it_is_meant(unit):
    assert follow(unit, "ICMA", "ICMA") == State.MISSING
    assert follow(unit, "ICMA", "ICMA", COPIES) == State.SAME
    assert follow(unit, "2014", "2014") == State.CURRENT


def test_field_without_any_text_has_no_unit(unit):
    assert not unit.follow({"en": None, "zh-hans": "<p>&nbsp;</p>"}, PLAIN)


def test_new_translation_has_not_been_reviewed(unit):
    unit.review(None)
    assert follow(unit, "Water", "水") == State.REVIEWED

    assert follow(unit, "Water", "水务") == State.CURRENT
    assert unit.reviewed_at is None


def test_copy_that_was_meant_is_not_meant_for_ever(unit):
    follow(unit, "ICMA", "ICMA", COPIES)
    follow(unit, "ICMA", "国际市县管理协会")

    assert follow(unit, "ICMA", "ICMA") == State.MISSING
