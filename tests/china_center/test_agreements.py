"""The status of an agreement follows from its dates and its condition; nobody types it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from china_center.models import Agreement, AgreementParty, Certificate, Commitment, TrainingProgram
from icma_portal.bilingual.partial_dates import PartialDate
from tests.factories import make_city, make_organization

Status = Agreement.Status


def agreement(**values):
    for name in ("signed_on", "ends_on", "terminated_on", "condition_met_on"):
        if values.get(name):
            values[name] = PartialDate(values[name])
    return Agreement(**values)


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, Status.NOT_SIGNED),
        ({"signed_on": "2014-05"}, Status.SIGNED),
        ({"signed_on": "2014-05", "ends_on": "2999"}, Status.IN_FORCE),
        ({"signed_on": "2014-05", "ends_on": "2016"}, Status.EXPIRED),
        ({"signed_on": "2014-05", "ends_on": "2999", "terminated_on": "2015"}, Status.ENDED),
        ({"signed_on": "2014-05", "condition_en": "a grant"}, Status.CONTINGENT),
        ({"signed_on": "2014-05", "condition_zh_hans": "资助"}, Status.CONTINGENT),
        ({"condition_en": "a grant"}, Status.CONTINGENT),
        ({"signed_on": "2014-05", "ends_on": "2999", "condition_en": "a grant"}, Status.CONTINGENT),
        (
            {"signed_on": "2014-05", "condition_en": "a grant", "condition_met_on": "2015"},
            Status.SIGNED,
        ),
        ({"signed_on": "2014-05", "condition_en": " <p> </p> "}, Status.SIGNED),
    ],
)
def test_status_follows_from_dates_and_condition(values, status):
    assert agreement(**values).status == status


@pytest.mark.django_db
def test_a_commitment_by_a_stranger_is_refused():
    agreement = Agreement.objects.create(slug="a", kind="mou", name_en="A")
    party, stranger = make_organization(), make_organization()
    AgreementParty.objects.create(agreement=agreement, organization=party)

    Commitment(agreement=agreement, party=party, text_en="x").full_clean(exclude=["text"])
    with pytest.raises(ValidationError) as refusal:
        Commitment(agreement=agreement, party=stranger, text_en="x").full_clean(exclude=["text"])

    assert "party" in refusal.value.message_dict


@pytest.mark.django_db
def test_a_certificate_has_exactly_one_holder():
    today = datetime.date(2026, 1, 1)
    city = make_city()
    Certificate.objects.create(holder_name="𠮷田", issued_on=today)
    Certificate.objects.create(holder_city=city, issued_on=today)
    for values in ({}, {"holder_name": "A", "holder_city": city}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(issued_on=today, **values)

    codes = set(Certificate.objects.values_list("code", flat=True))
    assert len(codes) == 2
    assert all(len(code) == 20 for code in codes)


def test_a_fee_needs_its_currency():
    program = TrainingProgram(slug="t", name_en="T", fee=100)

    with pytest.raises(ValidationError) as refusal:
        program.clean()

    assert "currency" in refusal.value.message_dict
