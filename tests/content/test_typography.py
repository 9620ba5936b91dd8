"""The punctuation of the content files and of the interface, in both languages."""

from icma_portal.content.loader import read_entries
from tools.chinese_typography import english_faults, faults

CHINESE_COLUMN, ENGLISH_COLUMN = "_zh_hans", "_en"


def texts(value, suffix):
    """Yield every text that stands in a column with ``suffix``, however deep."""
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str) and name.endswith(suffix):
                yield each
            else:
                yield from texts(each, suffix)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(each, suffix)


def test_chinese_content_has_chinese_punctuation():
    chinese = list(texts([list(entry) for entry in read_entries()], CHINESE_COLUMN))

    assert [(text, faults(text)) for text in chinese if faults(text)] == []
    assert len(chinese) > 400


def test_english_content_has_no_typewriter_punctuation():
    english = list(texts([list(entry) for entry in read_entries()], ENGLISH_COLUMN))

    assert [text for text in english if english_faults(text)] == []
    assert len(english) > 400


def test_check_finds_each_kind_of_fault():
    wrong = ["中国,美国", "(中国", "中国.", '"中国"', "ICMA 中国", "中 国", "等等..."]
    right = ["中国，美国（ICMA）。", "“中国”", "2014年5月", "1,234.5万", "见<a href='x'>此页</a>。"]

    assert [bool(faults(text)) for text in wrong] == [True] * len(wrong)
    assert [faults(text) for text in right] == [[]] * len(right)
