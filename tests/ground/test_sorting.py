import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from icma_portal.bilingual.models import sort_key_column
from icma_portal.bilingual.place_names import READINGS
from icma_portal.bilingual.sorting import KEY_LENGTH, sort_key, validate_sort_as
from icma_portal.content.records import row_digest
from programs.models import Topic
from tests.factories import make_topic

# In the order of a Chinese dictionary: syllable, tone, character; checked by hand. Most have
# a character with several readings: 长 重 乐 会 华 单 台 尉 番 都 佛 大 荥 莘 铅 厦 六 朝 济 …
# fmt: off
PINYIN_ORDER = [
    "阿富汗", "埃塞俄比亚", "安徽", "澳门", "巴塞罗那", "百色", "蚌埠", "泌阳",
    "秘鲁", "柏林", "长春", "长沙", "长治", "朝阳", "成都", "重庆",
    "CityLinks", "大城县", "德班", "东阿", "都柏林", "都匀", "佛罗里达", "佛山",
    "广州", "涡阳", "哈尔滨", "洪都拉斯", "洪洞", "华盛顿", "华阴", "珲春",
    "济南", "济源", "会稽", "乐陵", "乐亭", "乐山", "丽水", "六安",
    "六合", "吕梁", "洛阳", "漯河", "渑池", "穆棱", "南非", "番禺",
    "郫都", "单县", "莘县", "沈阳", "什邡", "台州", "泰国", "天津",
    "天台", "尉氏", "乌拉圭", "西藏", "厦门", "兴化", "荥阳", "浚县",
    "铅山", "扬州", "印度", "印度尼西亚", "荥经", "尉犁", "蔚县", "乐清",
    "栎阳", "曾厝垵", "枞阳",
]
# fmt: on
ENGLISH_ORDER = [
    "3 Rivers",
    "12 Towns",
    "1,000 Cities",
    "Āfrica",
    "apple",
    "Éclair",
    "Łódź",
    "O’Brien",
    "Ørsted",
    "Part 2",
    "part 10",
    "résumé",
    "Resume 2",
    "‘Urban’ cities",
    "Zebra",
]


def stored_in_any_order(names, **columns):
    """Make a topic for each name, in an order of its own; return them by name."""
    shuffled = sorted(names, key=lambda name: name[::-1])
    topics = [make_topic(**dict.fromkeys(columns.values(), name)) for name in shuffled]
    return Topic.objects.filter(pk__in=[topic.pk for topic in topics])


@pytest.mark.django_db
def test_chinese_names_are_ordered_by_pinyin_in_the_database():
    topics = stored_in_any_order(PINYIN_ORDER, name="name_zh_hans")

    found = [topic.name_zh_hans for topic in topics.order_by("sort_key_zh")]

    assert found == PINYIN_ORDER
    assert len(found) >= 60


@pytest.mark.django_db
def test_english_names_are_in_natural_order_in_the_database():
    topics = stored_in_any_order(ENGLISH_ORDER, name="name_en")

    assert [topic.name_en for topic in topics.order_by("sort_key_en")] == ENGLISH_ORDER


@pytest.mark.django_db
def test_database_compares_keys_by_code_point():
    signs = ["-", " ", "a b", "ab", "a-b", "A", "a", "Z", "z", "~", "{", "中", "é", "1", ":"]
    topics = stored_in_any_order([f"x{number}" for number in range(len(signs))], name="name_en")
    for topic, sign in zip(topics.order_by("pk"), signs, strict=True):
        Topic.objects.filter(pk=topic.pk).update(sort_key_en=sign)

    found = list(topics.order_by("sort_key_en").values_list("sort_key_en", flat=True))

    assert found == sorted(signs, key=str.encode)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one order only")
def test_order_does_not_depend_on_the_cluster():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT collation_name FROM information_schema.columns"
            " WHERE column_name IN ('sort_key_en', 'sort_key_zh')"
        )
        collations = cursor.fetchall()

    assert collations == [("C",)]


@pytest.mark.parametrize(("name", "reading"), READINGS.items())
def test_readings_of_places_count_within_longer_names(name, reading):
    syllables = [f"{each}{char}" for each, char in zip(reading.split(), name, strict=True)]

    assert " ".join(syllables) in sort_key(f"ICMA{name}项目")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("交汇点（一）", "交汇点（二）"),
        ("第二部分", "第十部分"),
        ("第九期", "第二十一期"),
        ("项目2", "项目10"),
        ("印度", "印度尼西亚"),
        ("路", "旅"),
        ("张三", "章二"),
    ],
)
def test_numerals_and_homophones_keep_their_order(first, second):
    assert sort_key(first) < sort_key(second)


def test_chinese_names_stand_among_latin_letters_in_either_language():
    assert sorted(["德班", "CityLinks", "北京"], key=sort_key) == ["北京", "CityLinks", "德班"]


@given(st.text(max_size=80))
def test_every_text_has_a_key_of_bounded_length(text):
    assert len(sort_key(text)) <= KEY_LENGTH


@pytest.mark.parametrize(
    ("sort_as", "start"),
    [
        ("chong qing", "chong qing"),
        ("Chóng qìng", "chong2 qing4"),
        ("lv3 liang2", "lu:3 liang2"),
        ("ｌü", "lu:"),
        ("G20", "g0220"),
        ("Nature Conservancy, The", "nature conservancy the"),
        ("  ", "zhong4重"),
    ],
)
def test_what_an_editor_gives_takes_the_place_of_the_name(sort_as, start):
    assert sort_key("重量", sort_as).startswith(start)


@pytest.mark.parametrize("sort_as", ["!", "—", "（）", "。,", "\u200b"])
def test_sort_as_needs_a_letter_or_digit(sort_as):
    with pytest.raises(ValidationError, match="letter or digit"):
        validate_sort_as(sort_as)


@pytest.mark.django_db
def test_sort_as_is_stored_and_moves_the_record():
    topics = stored_in_any_order(["重量", "北京", "德班"], name="name_zh_hans")
    topic = topics.get(name_zh_hans="重量")

    topic.sort_as_zh = "chong liang"
    topic.save(update_fields=["sort_as_zh"])

    found = [each.name_zh_hans for each in topics.order_by("sort_key_zh")]
    assert found == ["北京", "重量", "德班"]


@pytest.mark.django_db
def test_sort_as_counts_as_an_editors_change_only_when_it_is_given():
    topic = make_topic()
    values = {"name_en": topic.name_en}
    before = row_digest(topic, values)

    topic.sort_key_en = "anything"
    same = row_digest(topic, values)
    topic.sort_as_en = "Other"

    assert same == before
    assert row_digest(topic, values) != before


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_lists_sort_by_the_key_of_their_language(language):
    zebra = make_topic(name_en="Zebra", name_zh_hans="北京")
    apple = make_topic(name_en="Apple", name_zh_hans="扬州")
    mango = make_topic(name_en="Mango", name_zh_hans=None)
    made = Topic.objects.filter(pk__in=[zebra.pk, apple.pk, mango.pk])

    with translation.override(language):
        names = [topic.name_en for topic in made.order_by(sort_key_column())]

    expected = {"en": ["Apple", "Mango", "Zebra"], "zh-hans": ["Zebra", "Mango", "Apple"]}
    assert names == expected[language]
