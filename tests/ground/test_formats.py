import datetime
from decimal import Decimal

import pytest
from babel import dates, lists, numbers, units
from django.utils import translation

from icma_portal.bilingual import formats
from icma_portal.bilingual.partial_dates import PartialDate
from icma_portal.bilingual.templatetags import bilingual as tags

LOCALES = {"en": "en", "zh-hans": "zh_Hans"}
NUMBERS = [0, 1, 999, 1000, -12345, 1234567.5, Decimal("0.10"), *(7**each for each in range(3, 20))]
DAYS = [datetime.date(1900, 1, 1) + datetime.timedelta(1823 * each) for each in range(40)]
SIZES = {1_000: "1", 420_000: "420", 1_500_000: "1.5", 48_900_000: "48.9", 2_100_000_000: "2.1"}


@pytest.mark.parametrize("language", LOCALES)
def test_numbers_are_those_of_cldr(language):
    with translation.override(language):
        shown = [tags.number(each) for each in NUMBERS]
        shares = [tags.percent(each / 10) for each in range(0, 1000, 37)]

    locale = LOCALES[language]
    assert shown == [numbers.format_decimal(each, locale=locale) for each in NUMBERS]
    assert shares == [
        numbers.format_percent(Decimal(each) / 1000, "#,##0.##%", locale=locale)
        for each in range(0, 1000, 37)
    ]
    assert len(shown) + len(shares) > 50


@pytest.mark.parametrize("language", LOCALES)
def test_dates_are_those_of_cldr(language):
    with translation.override(language):
        years = [tags.partial_date(PartialDate(f"{day:%Y}")) for day in DAYS]
        months = [tags.partial_date(PartialDate(f"{day:%Y-%m}")) for day in DAYS]
        days = [tags.partial_date(PartialDate(day.isoformat())) for day in DAYS]
        whole = [tags.full_date(day) for day in DAYS]

    locale = LOCALES[language]
    assert years == [dates.format_skeleton("y", day, locale=locale) for day in DAYS]
    assert months == [dates.format_skeleton("yMMMM", day, locale=locale) for day in DAYS]
    assert days == whole == [dates.format_date(day, "long", locale=locale) for day in DAYS]
    assert len(years) + len(months) + len(days) >= 100


@pytest.mark.parametrize("language", LOCALES)
def test_sizes_and_lists_are_those_of_cldr(language):
    kinds = ["kilobyte", "kilobyte", "megabyte", "megabyte", "gigabyte"]
    with translation.override(language):
        shown = [tags.file_size(size) for size in SIZES]
        joined = [formats.listing("ABCDE"[:length], language) for length in range(6)]

    locale = LOCALES[language]
    assert shown == [
        units.format_unit(Decimal(amount), f"digital-{kind}", length="short", locale=locale)
        for amount, kind in zip(SIZES.values(), kinds, strict=True)
    ]
    assert joined == [lists.format_list("ABCDE"[:length], locale=locale) for length in range(6)]


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
        ("2014-05", "2014-06", "May – June 2014", "2014年5月至6月"),
        ("2014-11", "2015-02", "November 2014 – February 2015", "2014年11月至2015年2月"),
        ("2014-05-11", "2014-05-15", "May 11–15, 2014", "2014年5月11日至15日"),
        ("2014-05-07", "2014-06-02", "May 7 – June 2, 2014", "2014年5月7日至6月2日"),
        (
            "2014-12-30",
            "2015-01-02",
            "December 30, 2014 – January 2, 2015",
            "2014年12月30日至2015年1月2日",
        ),
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
    ("value", "english"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (102, "102nd"),
        (111, "111th"),
        (1003, "1,003rd"),
    ],
)
def test_ordinals(value, english):
    assert formats.ordinal(value, "en") == english
    assert formats.ordinal(value, "zh-hans") == f"第{value:,}"


@pytest.mark.parametrize(
    ("value", "shown"), [(78.1, "78.1%"), (0, "0%"), (Decimal("33.333"), "33.33%")]
)
def test_percentages(value, shown):
    assert formats.percent(value, "en") == shown
    assert formats.percent(value, "zh-hans") == shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "1 kB"),
        (10, "1 kB"),
        (123_456, "123 kB"),
        (1_540_000, "1.5 MB"),
        (2_100_000_000, "2.1 GB"),
        (5_000_000_000_000, "5,000 GB"),
    ],
)
def test_file_sizes(size, shown):
    assert formats.file_size(size, "en") == shown
    # CLDR's short unit names are the same in Chinese.
    assert formats.file_size(size, "zh-hans") == shown


def test_lists_in_words():
    assert formats.listing(["A", "B", "C"], "en") == "A, B, and C"
    assert formats.listing(["A", "B"], "en") == "A and B"
    assert formats.listing(["甲", "乙", "丙"], "zh-hans") == "甲、乙和丙"
    assert formats.listing([], "zh-hans") == ""


def test_brackets_and_labels_are_those_of_the_language():
    assert formats.bracketed("text", "note", "en") == "text (note)"
    assert formats.bracketed("文本", "注", "zh-hans") == "文本（注）"
    assert formats.bracketed("文本", "", "zh-hans") == "文本"
    assert formats.labeled("label", "text", "en") == "label: text"
    with translation.override("zh-hans"):
        assert formats.labeled("标签", "文本") == "标签：文本"


def test_an_unknown_language_gets_english():
    assert formats.partial_date(PartialDate("2014-05"), "fr") == "May 2014"
    assert formats.bracketed("text", "note", "fr") == "text (note)"
