import pytest
from django.template import Context, Template
from django.utils import translation

from icma_portal.bilingual.reader import Reading, is_blank, is_translated, read
from programs.models import Topic
from tests.factories import make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("text", [None, "", "  \n", "<p></p>", "<p>&nbsp;</p><br/>", "\u200b"])
def test_blank_text_is_recognized(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "<p>x</p>", "。", '<img src="a">'])
def test_other_text_is_not_blank(text):
    assert not is_blank(text)


def test_reader_gives_the_wished_language():
    topic = Topic(name_en="Water", name_zh_hans="水")

    assert read(topic, "name", "en") == Reading("Water", "en", False)
    assert read(topic, "name", "zh-hans") == Reading("水", "zh-hans", False)


def test_reader_falls_back_both_ways():
    english_only = Topic(name_en="Water")
    chinese_only = Topic(name_zh_hans="水", name_en="<p> </p>")

    assert read(english_only, "name", "zh-hans") == Reading("Water", "en", True)
    assert read(chinese_only, "name", "en") == Reading("水", "zh-hans", True)
    assert read(Topic(), "name", "en") == Reading("", "en", False)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_saving_keeps_both_columns_whatever_language_is_active(language):
    with translation.override(language):
        topic = make_topic(name_en="Water", name_zh_hans="水")
    topic = Topic.objects.get(pk=topic.pk)

    assert (topic.name_en, topic.name_zh_hans) == ("Water", "水")


def test_blank_translations_are_stored_as_null():
    topic = make_topic(name_zh_hans="<p>&nbsp;</p>")
    topic.refresh_from_db()

    assert topic.name_zh_hans is None
    assert not is_translated(topic, ["name"], "zh-hans")
    assert is_translated(topic, ["name"], "en")


def test_tag_marks_text_in_the_other_language_and_escapes_it(rf):
    request = rf.get("/")
    template = Template('{% load bilingual %}{% text topic "name" %}')
    with translation.override("zh-hans"):
        html = template.render(
            Context({"topic": Topic(name_en="Water & <b>soil</b>"), "request": request})
        )

    assert html == '<span lang="en">Water &amp; &lt;b&gt;soil&lt;/b&gt;</span>'
    assert request.shows_other_language


def test_tag_does_not_mark_text_in_the_language_of_the_page(rf):
    request = rf.get("/")
    template = Template('{% load bilingual %}{% text topic "name" %}')
    with translation.override("zh-hans"):
        html = template.render(Context({"topic": Topic(name_zh_hans="水"), "request": request}))

    assert html == "水"
    assert not hasattr(request, "shows_other_language")
