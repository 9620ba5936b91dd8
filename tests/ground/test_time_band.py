"""Dates as wide as they are known."""

import pytest

from icma_portal.bilingual.partial_dates import PartialDate
from icma_portal.charts.time_band import LENGTH, SHORTEST, Moment, span, time_band


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2014", 2014, 2015),
        ("2014-05", 2014 + 4 / 12, 2014 + 5 / 12),
        ("2014-01-01", 2014, 2014 + 1 / 365),
    ],
)
def test_a_date_is_as_long_as_it_is_known(text, start, end):
    assert span(PartialDate(text)) == pytest.approx((start, end))


def test_marks_stand_to_scale():
    moments = [Moment(PartialDate("2000"), PartialDate("2009"), is_period=True)]
    band = time_band([("lane", moments)], 2019)

    assert band.lanes == (("lane", ((0.0, 500.0, "period"),)),)
    assert band.years == ((2000, 0.0),)


def test_an_open_end_is_drawn_as_open_and_stays_on_the_band():
    band = time_band([("lane", [Moment(PartialDate("2019-12-31"), is_open=True)])], 2019)
    marks = band.lanes[0][1]

    assert [mark.kind for mark in marks] == ["open", "moment"]
    assert all(mark.x + mark.width <= LENGTH for mark in marks)
    assert all(mark.width >= SHORTEST for mark in marks)


def test_a_lane_without_a_date_is_left_out():
    assert time_band([("lane", [])], 2019) is None
    assert len(time_band([("a", []), ("b", [Moment(PartialDate("2001"))])], 2019).lanes) == 1
