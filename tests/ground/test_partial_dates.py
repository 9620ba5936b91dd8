import pytest
from django.core.exceptions import ValidationError

from icma_portal.bilingual.partial_dates import (
    PartialDate,
    PartialDateField,
    PartialDateFormField,
    is_before,
    parse_partial_date,
)
from tests.factories import make_partnership


@pytest.mark.parametrize("text", ["2014", "2014-05", "2014-05-11", "2016-02-29"])
def test_partial_date_keeps_its_text(text):
    assert PartialDate(text) == text


@pytest.mark.parametrize(
    "text", ["", "14", "2014-13", "2014-02-30", "2015-02-29", "2014-5", "0000", "2014-05-11x"]
)
def test_partial_date_refuses_what_no_calendar_has(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2014", "2014"),
        (" 2014-5 ", "2014-05"),
        ("2014/5/1", "2014-05-01"),
        ("2014年", "2014"),
        ("2014年5月", "2014-05"),
        ("2014年5月11日", "2014-05-11"),
        ("２０１４年５月１１日", "2014-05-11"),
        ("2014 年 5 月 11 号", "2014-05-11"),
        ("2014.5.11", "2014-05-11"),
        ("二〇一四年", "2014"),
        ("二〇一四年五月", "2014-05"),
        ("二零一四年十二月三十一日", "2014-12-31"),
        ("2014年十月廿五日", "2014-10-25"),
        ("May 2014", "2014-05"),
        ("May 11, 2014", "2014-05-11"),
        ("11 May 2014", "2014-05-11"),
        ("Sept. 2014", "2014-09"),
        ("DEC 3rd, 2014", "2014-12-03"),
    ],
)
def test_typed_dates_are_understood_in_both_languages(typed, stored):
    assert parse_partial_date(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "Mayday 2014",
        "May 32, 2014",
        "2014-05-32",
        "2014-5/1",
        "20140511",
        "2014年13月",
        "五月",
        "1e9",
    ],
)
def test_form_field_refuses_other_text(typed):
    with pytest.raises(ValidationError):
        PartialDateFormField(required=False).clean(typed)


def test_form_field_takes_nothing_as_unknown():
    assert PartialDateFormField(required=False).clean("  ") is None


def test_dates_sort_as_text():
    dates = [PartialDate(each) for each in ("2014-05-11", "2014", "2013-12", "2014-05")]

    assert sorted(dates) == ["2013-12", "2014", "2014-05", "2014-05-11"]


@pytest.mark.parametrize(
    ("date", "other", "expected"),
    [
        ("2016", "2016-12-31", False),
        ("2016", "2017-01-01", True),
        ("2016", "2016-05", False),
        ("2016-05", "2016", False),
        ("2016-05", "2016-05-31", False),
        ("2016-05", "2016-06-01", True),
        ("2016-05-11", "2016-05-11", False),
        ("2016-05-11", "2016-05-12", True),
        ("2016-06", "2016-05-12", False),
    ],
)
def test_a_date_is_before_another_when_all_of_its_days_are(date, other, expected):
    assert is_before(PartialDate(date), PartialDate(other)) is expected


@pytest.mark.django_db
def test_column_gives_back_a_partial_date_or_none():
    dated = make_partnership(starts_on="2014-05")
    undated = make_partnership(starts_on="")
    dated.refresh_from_db()
    undated.refresh_from_db()

    assert (dated.starts_on.year, dated.starts_on.month, dated.starts_on.day) == (2014, 5, None)
    assert undated.starts_on is None


def test_column_refuses_a_wrong_date():
    with pytest.raises(ValidationError):
        PartialDateField().to_python("2014-02-30")
