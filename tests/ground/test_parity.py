"""The parity gate: the languages that a record is in, and what may be published."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import modelform_factory
from django.utils import timezone

from china_center.models import Accreditation, Agreement, Center
from icma_portal.bilingual.languages import LANGUAGES, column, columns, other_language
from icma_portal.bilingual.models import translated_fields
from icma_portal.content.records import RecordError, write
from icma_portal.files.models import Picture
from icma_portal.publishing.admin import PublishableForm
from icma_portal.publishing.models import Publishable
from icma_portal.publishing.parity import (
    BOTH,
    EITHER,
    fields_of_gate,
    languages_of,
    missing_texts,
    passes_gate,
)
from partnerships.models import Partnership
from programs.models import Country, Program
from tests.admin.records import make
from tests.factories import make_country, make_partnership, make_topic

pytestmark = pytest.mark.django_db
PUBLISHABLE = [model for model in apps.get_models() if issubclass(model, Publishable)]
IN_BOTH = [Picture, Program, Country, Center, Agreement, Accreditation]
GATES_OF_BOTH = [
    (model, field, language)
    for model in IN_BOTH
    for field in fields_of_gate(model)
    for language in LANGUAGES
]


def complete(model, field):
    """Return a published record with a text in both languages in ``field``."""
    texts = dict.fromkeys(columns(field), "Long enough")
    return make(model, state="published", **texts)


def cleaned(record):
    record.full_clean(exclude=translated_fields(type(record)))


def form_of(*fields):
    """Return a form class of countries, as one gets it who may publish."""
    form = modelform_factory(Country, PublishableForm, fields=fields)
    form.may_publish = True
    return form


def test_the_gate_of_every_model_names_translated_fields_and_all_that_need_a_text():
    for model in PUBLISHABLE:
        required = {f for f in translated_fields(model) if not model._meta.get_field(f).blank}
        gate = set(fields_of_gate(model))

        assert model.languages_to_publish in (EITHER, BOTH)
        assert {*required, *model.gate_fields} == gate, model.__name__
        assert gate <= set(translated_fields(model))

    assert len(PUBLISHABLE) > 20


def test_the_models_that_need_both_languages_are_these():
    found = [model for model in PUBLISHABLE if model.languages_to_publish == BOTH]

    assert set(found) == set(IN_BOTH)


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("blank", [None, "", "  ", "<p>&nbsp;</p>"])
def test_a_text_in_the_other_language_only_keeps_a_record_below_the_gate(language, blank):
    texts = {column("summary", language): blank}
    texts[column("summary", other_language(language))] = "Long enough"
    partnership = Partnership(name_en="Lakes", name_zh_hans="湖", **texts)

    assert languages_of(partnership) == [other_language(language)]
    assert not passes_gate(partnership, language)


def test_a_text_absent_in_both_languages_is_no_obstacle():
    partnership = make_partnership(summary_en=None, summary_zh_hans="<p></p>")

    assert languages_of(partnership) == list(LANGUAGES)
    assert missing_texts(partnership) == []


@pytest.mark.parametrize(("model", "field", "language"), GATES_OF_BOTH)
def test_the_models_of_both_languages_are_not_published_in_one(model, field, language):
    record = complete(model, field)
    cleaned(record)
    name = column(field, language)
    setattr(record, name, None)

    with pytest.raises(ValidationError) as refusal:
        cleaned(record)
    record.state = "in_review"
    errors = record.publication_errors()

    assert list(refusal.value.message_dict) == [name]
    assert errors == {}


def test_the_refusal_names_field_and_language():
    country = make_country(name_zh_hans=None)

    with pytest.raises(ValidationError) as refusal:
        cleaned(country)

    assert refusal.value.message_dict["name_zh_hans"] == [
        "Name: the Chinese text is missing. Records of this kind are published in both languages "
        "together, or not at all."
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_models_are_published_in_either_language(language):
    topic = make_topic(**{column("name", language): None})

    cleaned(topic)

    assert languages_of(topic) == [other_language(language)]


def test_a_record_that_is_complete_in_neither_language_is_not_published():
    partnership = make_partnership(name_zh_hans=None, summary_zh_hans="水务合作")

    with pytest.raises(ValidationError) as refusal:
        cleaned(partnership)

    assert set(refusal.value.message_dict) == {"name_zh_hans", "summary_en"}
    assert languages_of(partnership) == []


def test_expiry_and_parity_are_told_together():
    country = make_country(name_en=None)
    country.published_at = None
    country.expires_at = timezone.now() - timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        cleaned(country)

    assert set(refusal.value.message_dict) == {"expires_at", "name_en"}


def test_the_loader_refuses_half_a_record_with_its_reason():
    values = {"iso_code": "QX", "continent": "asia", "name_en": "Nowhere", "state": "published"}

    with pytest.raises(RecordError, match="name_zh_hans: Name: the Chinese text is missing"):
        write(Country(slug="nowhere"), values)

    assert not Country.objects.filter(slug="nowhere").exists()


def test_a_form_without_the_field_shows_the_reason_above():
    country = make_country(name_zh_hans=None, state="draft")
    form = form_of("state")({"state": "published"}, instance=country)

    assert not form.is_valid()
    assert list(form.errors) == [NON_FIELD_ERRORS]
    assert "the Chinese text is missing" in str(form.errors)


def test_a_text_that_the_form_refuses_is_not_called_missing_too():
    names = {"name_en": "Nowhere", "name_zh_hans": "长" * 500}
    form = form_of("state", *names)({"state": "published", **names}, instance=Country(slug="new"))

    assert not form.is_valid()
    assert list(form.errors) == ["name_zh_hans"]
    assert [error.code for error in form.errors["name_zh_hans"].as_data()] == ["max_length"]
