"""Training programs have pages: for whom, on what terms, where, resting on what."""

import pytest
from django.core.exceptions import ValidationError

from china_center.models import Audience, Goal, TrainingProgram, TrainingSession
from icma_portal.bilingual.partial_dates import PartialDate
from publications.models import Publication
from tests.factories import make_city

LIST = "/en/china-center/training/"

pytestmark = pytest.mark.django_db


def make_training(slug="course", **values):
    values = {"name_en": "A course", "name_zh_hans": "课程", "state": "published", **values}
    return TrainingProgram.objects.create(slug=slug, **values)


def test_row_50_the_fee_is_shown_and_audiences_filter(client):
    training = make_training(fee="1200.00", currency="CNY", language="zh-hans")
    training.audiences.add(Audience.objects.get(slug="academics"))

    found = client.get(LIST, {"audience": "academics"})
    others = client.get(LIST, {"audience": "administrators"})
    page = client.get(training.get_absolute_url()).text

    assert [each.slug for each in found.context["object_list"]] == ["course"]
    assert "course" not in [each.slug for each in others.context["object_list"]]
    assert "1,200 CNY" in found.text
    assert "1,200 CNY" in page
    assert "Academics" in page


def test_an_unknown_audience_is_refused_with_a_reason(client):
    response = client.get(LIST, {"audience": "astronauts"})

    assert response.status_code == 400
    assert "astronauts" in response.text


@pytest.mark.parametrize("slug", ["safea-approved-training", "namc-joint-training"])
def test_row_50_an_unknown_fee_is_said_to_be_unknown(client, slug):
    assert "Not stated in the sources" in client.get(f"{LIST}{slug}/").text
    assert "资料来源未说明" in client.get(f"/zh-hans/china-center/training/{slug}/").text


def test_rows_65_and_68_tell_what_the_training_rests_on(client):
    by_safea = client.get(f"{LIST}safea-approved-training/").text
    with_namc = client.get(f"{LIST}namc-joint-training/").text

    assert "Rests on the accreditation" in by_safea
    assert "Rests on the agreement" in with_namc
    assert "Participants are assessed." in with_namc
    assert "Participants are assessed." not in by_safea


def test_a_session_shows_place_and_date_and_is_found_by_its_city(client):
    training, hidden = make_training(), make_city(state="draft", name_en="Atlantis")
    city = make_city(slug="lakeside", name_en="Lakeside", state="published")
    TrainingSession.objects.create(
        program=training, city=city, starts_on=PartialDate("2027-03"), places=30
    )
    TrainingSession.objects.create(program=training, city=hidden)

    found = client.get(LIST, {"city": "lakeside"}).context["object_list"]
    page = client.get(training.get_absolute_url()).text

    assert [each.slug for each in found] == ["course"]
    assert "March 2027" in page
    assert "30 places" in page
    assert "Date not known" in page
    assert "Atlantis" not in page


def test_row_69_materials_lead_to_the_original_of_a_translation(client):
    training = make_training()
    original = Publication.objects.create(
        slug="textbook", kind="publication", title_en="The textbook", state="published"
    )
    translation = Publication.objects.create(
        slug="textbook-zh",
        kind="publication",
        title_zh_hans="教科书",
        translation_of=original,
        state="published",
    )
    draft = Publication.objects.create(slug="next", kind="publication", title_en="The next one")
    training.materials.add(translation, draft)

    page = client.get(training.get_absolute_url()).text

    assert translation.get_absolute_url() in page
    assert "The next one" not in page
    assert original.get_absolute_url() in client.get(translation.get_absolute_url()).text


def test_row_49_goals_show_what_serves_them_and_no_draft(client):
    make_training("shown").goals.add(Goal.objects.get(slug="goal-training"))
    make_training("draft", state="draft", name_en="Concealed").goals.add(
        Goal.objects.get(slug="goal-training")
    )

    page = client.get("/en/china-center/").text

    goals = page[page.index('id="goals"') : page.index('id="board"')]
    assert f"{LIST}shown/" in goals
    assert f"{LIST}namc-joint-training/" in goals
    assert "Concealed" not in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"fee": "10"}, "currency"),
        ({"fee": "10", "currency": "yuan"}, "currency"),
        ({"fee": "10", "currency": "CN"}, "currency"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_terms_that_say_nothing_are_refused(values, field):
    with pytest.raises(ValidationError) as refusal:
        TrainingProgram(slug="a", name_en="A", name_zh_hans="甲", **values).full_clean()

    assert field in refusal.value.message_dict


def test_only_a_draft_is_not_found(client):
    draft = make_training(state="draft")

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.slug not in client.get(LIST).text


def test_a_curriculum_is_shown_and_marked_where_only_the_other_language_has_it(client):
    training = make_training(curriculum_zh_hans="<p>第一课</p>")

    english = client.get(training.get_absolute_url()).text
    chinese = client.get(f"/zh-hans/china-center/training/{training.slug}/").text

    assert 'lang="zh-Hans"' in english[english.index('id="curriculum"') : english.rindex("第一课")]
    assert "第一课" in chinese
    assert "fallback" in english
