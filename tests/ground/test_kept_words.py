"""Words of templates are looked up once, and are the same as if they were looked up each time."""

import pytest
from django.template import Context, Template
from django.templatetags import i18n
from django.utils import translation

from icma_portal.bilingual.templatetags.kept_words import KeptTranslateNode

TAGS = (
    '{% translate "Partnerships" %}',
    '{% translate "Search" context "button" %}',
    '{% translate "Partnerships" as words %}[{{ words }}]',
    '{% translate "A & B <i>" %}',
    '{% translate "100 %" %}',
    '{% translate "Partnerships" noop %}',
    "{% translate said %}",
    "{% autoescape off %}{% translate said %}{% endautoescape %}",
)


@pytest.mark.parametrize("tag", TAGS)
def test_the_tag_prints_what_django_prints(tag, monkeypatch):
    context = {"said": "Cities & <b>"}
    kept = Template("{% load kept_words %}" + tag)
    printed = [_in_both(kept, context) for _time in range(2)]
    monkeypatch.setattr(KeptTranslateNode, "render", i18n.TranslateNode.render)

    assert printed == [_in_both(kept, context)] * 2


def _in_both(template, context):
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(template.render(Context(context)))
    return said


def test_words_that_the_page_gives_are_not_kept():
    template = Template("{% load kept_words %}{% translate said %}")
    with translation.override("zh-hans"):
        first = template.render(Context({"said": "Partnerships"}))
        second = template.render(Context({"said": "Cities"}))
    assert first != second
    assert {first, second}.isdisjoint({"Partnerships", "Cities"})


def test_words_are_looked_up_once_for_a_language(monkeypatch):
    template = Template('{% load kept_words %}{% translate "Partnerships" %}')
    asked, render = [], i18n.TranslateNode.render

    def counted(node, context):
        asked.append(translation.get_language())
        return render(node, context)

    monkeypatch.setattr(i18n.TranslateNode, "render", counted)
    for _time in range(3):
        _in_both(template, {})
    assert asked == ["en", "zh-hans"]
