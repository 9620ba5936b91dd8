"""An end before its beginning is refused, and one that is only less precise is not."""

import pytest
from django.core.exceptions import ValidationError

from china_center.models import Agreement, Event, TrainingSession
from icma_portal.bilingual.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("model", "begins"),
    [(Event, "starts_on"), (TrainingSession, "starts_on"), (Agreement, "signed_on")],
)
@pytest.mark.parametrize(
    ("begin", "end", "is_refused"),
    [
        ("2014-05", "2014", False),
        ("2014-05-11", "2014-05", False),
        ("2014", "2014-05", False),
        ("2014", "2014", False),
        ("2014", "2013", True),
        ("2014-05", "2013", True),
        ("2014-05-11", "2014-04", True),
        ("2014-05-11", "2014-05-10", True),
    ],
)
def test_an_end_before_the_beginning_is_refused(model, begins, begin, end, is_refused):
    record = model(**{begins: PartialDate(begin), "ends_on": PartialDate(end)})

    if not is_refused:
        record.clean()
        return
    with pytest.raises(ValidationError) as refusal:
        record.clean()
    assert set(refusal.value.message_dict) == {"ends_on"}


def test_what_is_no_date_is_refused_without_a_crash():
    event = Event(slug="e", kind="forum", name_en="E", starts_on="junk", ends_on="2014-13")

    with pytest.raises(ValidationError) as refusal:
        event.full_clean(exclude=["name"], validate_unique=False, validate_constraints=False)

    assert {"starts_on", "ends_on"} <= set(refusal.value.message_dict)
