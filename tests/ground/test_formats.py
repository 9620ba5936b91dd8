from decimal import Decimal

import pytest

from icma_portal.bilingual import formats
from icma_portal.bilingual.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [
        ("2014", "2014", "2014年"),
        ("2014-05", "May 2014", "2014年5月"),
        ("2014-05-11", "May 11, 2014", "2014年5月11日"),
    ],
)
def test_partial_date_in_words(date, english, chinese):
    assert formats.partial_date(PartialDate(date), "en") == english
    assert formats.partial_date(PartialDate(date), "zh-hans") == chinese


@pytest.mark.parametrize(
    ("start", "end", "english", "chinese"),
    [
        ("2011", "2016", "2011–2016", "2011—2016年"),
        ("2014-05-11", "2014-05-15", "May 11–15, 2014", "2014年5月11日至15日"),
        ("2014-05-07", "2014-06-02", "May 7, 2014 – June 2, 2014", "2014年5月7日至6月2日"),
        ("2011-09-29", "2016", "September 29, 2011 – 2016", "2011年9月29日至2016年"),
        ("2014-05", "2014", "May 2014 – 2014", "2014年5月至2014年"),
        ("2015", None, "2015", "2015年"),
        (None, "2016", "2016", "2016年"),
        ("2015", "2015", "2015", "2015年"),
        (None, None, "", ""),
    ],
)
def test_period_in_words(start, end, english, chinese):
    start, end = (PartialDate(each) if each else None for each in (start, end))

    assert formats.period(start, end, "en") == english
    assert formats.period(start, end, "zh-hans") == chinese


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (70, "70", "70"),
        (11000, "11,000", "1.1万"),
        (12345, "12,345", "12,345"),
        (Decimal("78.10"), "78.1", "78.1"),
        (1_000_000, "1,000,000", "100万"),
    ],
)
def test_rounded_numbers(value, english, chinese):
    assert formats.rounded_number(value, "en") == english
    assert formats.rounded_number(value, "zh-hans") == chinese


@pytest.mark.parametrize(
    ("size", "english"), [(10, "1 kB"), (123_456, "123 kB"), (1_540_000, "1.5 MB")]
)
def test_file_sizes(size, english):
    assert formats.file_size(size, "en") == english
    assert formats.file_size(size, "zh-hans").startswith(english.split(" ")[0])


def test_lists_in_words():
    assert formats.listing(["A", "B", "C"], "en") == "A, B, and C"
    assert formats.listing(["甲", "乙", "丙"], "zh-hans") == "甲、乙和丙"
