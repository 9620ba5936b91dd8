"""What templates render once is rendered for each language and key, and not again."""

from django.template import Context, Template
from django.utils import translation

from icma_portal.web.frames import OnceNode


class Counted:
    def __init__(self):
        self.times = 0

    def __str__(self):
        self.times += 1
        return f"{translation.get_language()} {self.times}"


def test_what_stands_within_is_rendered_once_for_each_language():
    template, said = Template("{% load frames %}{% once %}{{ said }}{% end_once %}"), Counted()
    seen = []
    for language in ("en", "zh-hans", "en", "zh-hans"):
        with translation.override(language):
            seen.append(template.render(Context({"said": said})))
    assert seen == ["en 1", "zh-hans 2", "en 1", "zh-hans 2"]


def test_each_value_of_a_key_has_its_own():
    template = Template("{% load frames %}{% once section %}{{ section }} {{ said }}{% end_once %}")
    said = Counted()
    seen = [template.render(Context({"section": each, "said": said})) for each in "abab"]
    assert seen == ["a en 1", "b en 2", "a en 1", "b en 2"]
    OnceNode.forget()
    assert template.render(Context({"section": "a", "said": said})) == "a en 3"
