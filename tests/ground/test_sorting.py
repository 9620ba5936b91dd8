import pytest
from django.utils import translation

from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.sorting import chinese_key, english_key
from programs.models import Topic
from tests.factories import make_topic

# In the order of a Chinese dictionary; 长 and 重 have two readings.
PINYIN_ORDER = [
    "北京",
    "长沙",
    "重庆",
    "德班",
    "广州",
    "六安",
    "三宝垄",
    "西姆拉",
    "厦门",
    "扬州",
    "印度",
    "印度尼西亚",
]


def test_chinese_names_sort_by_pinyin():
    shuffled = PINYIN_ORDER[::-1]

    assert sorted(shuffled, key=chinese_key) == PINYIN_ORDER


def test_latin_names_stand_among_the_same_letters():
    assert sorted(["德班", "CityLinks", "北京"], key=chinese_key) == ["北京", "CityLinks", "德班"]


def test_english_names_ignore_case_and_accents_and_count_numbers():
    names = ["part 10", "Éclair", "apple", "Part 2", "Zebra"]

    assert sorted(names, key=english_key) == ["apple", "Éclair", "Part 2", "part 10", "Zebra"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_lists_sort_by_the_key_of_their_language(language):
    Topic.objects.filter(parent__isnull=False).delete()
    Topic.objects.all().delete()
    make_topic(name_en="Zebra", name_zh_hans="北京")
    make_topic(name_en="Apple", name_zh_hans="扬州")
    make_topic(name_en="Mango", name_zh_hans=None)

    with translation.override(language):
        topics = Topic.objects.order_by(sort_key_column())
        names = [topic.name_en for topic in topics]

    expected = {"en": ["Apple", "Mango", "Zebra"], "zh-hans": ["Zebra", "Mango", "Apple"]}
    assert names == expected[language]
