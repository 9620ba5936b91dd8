"""The guide for editors: in both languages, and true to the words on the buttons."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from icma_portal.guide import PATH
from tests.prepared import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# Printed with a name behind it, with a context, or with a capital as the heading of a list.
AS_PRINTED = {"Preview": "预览", "Review": "审核", "History": "历史", "Put it back": "恢复"}
AS_PRINTED |= {"Training sessions": "培训班次", "Certificates": "证书"}
# What the guide only stresses.
STRESSED = {"Still right": "译文仍然准确"}


def bold_words():
    english, chinese = PATH.read_text(encoding="utf-8").split("\n# ")
    return [list(dict.fromkeys(re.findall(r"\*\*(.+?)\*\*", text))) for text in (english, chinese)]


def test_guide_is_shown_in_the_language_of_the_reader(interface):
    page = interface.get("/admin/guide/")
    title = {"en": "Begin your day", "zh-hans": "开始一天的工作"}[interface.language]
    assert f"<h2>{title}</h2>" in page.text
    assert "/admin/guide/" in interface.get("/admin/").text


def test_every_button_is_called_as_it_is_called():
    english, chinese = bold_words()
    assert len(english) == len(chinese) > 10
    with translation.override("zh-hans"):
        for word, expected in zip(english, chinese, strict=True):
            known = AS_PRINTED.get(word) or STRESSED.get(word) or gettext(word)
            assert known == expected, word
            assert known != word
        assert pgettext("of a record before it is published", "Review") == AS_PRINTED["Review"]


def test_each_language_shows_its_own_pictures_and_says_what_is_on_them(interface):
    page = interface.get("/admin/guide/").text
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]+)">', page)

    assert len(pictures) > 5
    for address, words in pictures:
        assert address.startswith("/static/guide/")
        assert f"-{interface.language}." in address
        assert len(words) > 10


def test_pictures_of_the_guide_exist_and_are_small():
    named = set(re.findall(r"\.\./(static/guide/[\w.-]+)", PATH.read_text(encoding="utf-8")))
    stored = {str(each.relative_to(ROOT)) for each in (ROOT / "static" / "guide").iterdir()}

    assert named == stored
    assert all((ROOT / each).stat().st_size < 100_000 for each in named)
