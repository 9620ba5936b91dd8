"""Addresses that are kept are those that Django would give."""

import pytest
from django import urls
from django.template import Context, Template
from django.urls import NoReverseMatch, get_resolver
from django.utils import translation

from icma_portal.web.addresses import reverse


def names_without_values():
    """Return the names of all pages below a namespace whose address holds no value."""
    found = []
    for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items():
        names = [each for each in resolver.reverse_dict if isinstance(each, str)]
        found += [f"{namespace}:{each}" for each in names]
    return [each for each in found if is_plain(each)]


def is_plain(name):
    try:
        urls.reverse(name)
    except NoReverseMatch:
        return False
    return True


def test_every_page_has_the_address_that_django_gives_in_each_language():
    names = names_without_values()
    for _time in range(2):
        for language in ("en", "zh-hans"):
            with translation.override(language):
                for name in names:
                    assert reverse(name) == urls.reverse(name)
    assert len(names) > 20


def test_an_address_with_values():
    with translation.override("zh-hans"):
        assert reverse("partnerships:detail", ["durban"]) == "/zh-hans/partnerships/durban/"
    assert reverse("partnerships:detail", ["durban"]) == "/en/partnerships/durban/"
    with pytest.raises(NoReverseMatch, match="no-such-page"):
        reverse("no-such-page")
    with pytest.raises(NoReverseMatch):
        reverse("partnerships:detail", ["two words"])


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ('{% url "partnerships:list" %}', "/en/partnerships/"),
        ("{% url name slug %}", "/en/partnerships/durban/"),
        ('{% url "partnerships:detail" slug=slug %}', "/en/partnerships/durban/"),
        ("{% url name slug as there %}[{{ there }}]", "[/en/partnerships/durban/]"),
        ('{% url "no-such-page" as there %}[{{ there }}]', "[]"),
    ],
)
def test_the_tag_prints_what_django_prints(tag, printed):
    context = Context({"slug": "durban", "name": "partnerships:detail"})
    assert Template(tag).render(context) == printed


def test_the_tag_says_what_it_did_not_find():
    with pytest.raises(NoReverseMatch, match="no-such-page"):
        Template('{% url "no-such-page" %}').render(Context())
