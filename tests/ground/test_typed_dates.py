import datetime

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import translation

from icma_portal.bilingual.numerals import chinese_number
from icma_portal.bilingual.typed_dates import DateFormField, SplitDateTimeFormField
from programs.models import Topic

MARCH_5 = datetime.date(2024, 3, 5)
SPELLINGS = [
    "2024年3月5日",
    "2024年3月5号",
    "2024-3-5",
    "2024/3/5",
    "2024.3.5",
    "２０２４年３月５日",
    "二〇二四年三月五日",
    "2024 年 03 月 05 日",
    "March 5, 2024",
    "5 March 2024",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("typed", SPELLINGS)
def test_a_day_is_understood_in_every_spelling(language, typed):
    with translation.override(language):
        assert DateFormField().clean(typed) == MARCH_5
        moment = SplitDateTimeFormField().clean([typed, "１３：０５"])

    assert (moment.date(), moment.hour, moment.minute) == (MARCH_5, 13, 5)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "typed", ["2024年3月", "2024", "2024年2月30日", "三月五日", "soon", "二十年三月"]
)
def test_what_is_no_day_is_refused(language, typed):
    with translation.override(language), pytest.raises(ValidationError):
        DateFormField().clean(typed)


def test_an_empty_day_is_none_and_half_a_moment_an_error():
    assert DateFormField(required=False).clean("") is None
    assert SplitDateTimeFormField(required=False).clean(["", ""]) is None
    with pytest.raises(ValidationError):
        SplitDateTimeFormField(required=False).clean(["2024年3月5日", "noon"])


@pytest.mark.django_db
def test_moments_in_the_admin_take_chinese_dates(rf, staff):
    request = rf.get("/")
    request.user = staff

    field = admin.site._registry[Topic].get_form(request).base_fields["published_at"]

    assert isinstance(field, SplitDateTimeFormField)
    assert field.clean(["2024年3月5日", "08:00"]).date() == MARCH_5


@pytest.mark.parametrize("typed", SPELLINGS[:5])
def test_plain_django_fields_take_them_in_chinese(typed):
    with translation.override("zh-hans"):
        assert forms.DateField().clean(typed) == MARCH_5
        assert forms.DateTimeField().clean(f"{typed} 13:05").date() == MARCH_5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二四", 2024),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("九十九", 99),
        ("廿五", 25),
        ("〇", 0),
    ],
)
def test_chinese_numerals(text, value):
    assert chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "百", "十十", "一十一十", "12"])
def test_chinese_numerals_refuse_the_rest(text):
    with pytest.raises(ValueError, match="not a Chinese number"):
        chinese_number(text)
