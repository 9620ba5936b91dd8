"""The notice above a page, and the language of the head's texts."""

import pytest
from django.test import RequestFactory

from icma_portal.bilingual.marking import note
from icma_portal.bilingual.reader import Reading
from programs.models import Topic
from tests.factories import make_program, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MISSING = {
    "en": "Some of this page is available in Chinese only so far.",
    "zh-hans": "Some of this page is available in English only so far.",
}
STALE = "Some of this page has not been updated yet to follow the English text."


def notice_of(page):
    """Return the notice of a page; an empty string where there is none."""
    _before, mark, after = page.partition('<div class="fallback-notice" role="note">')
    return after.partition("</div>")[0] if mark else ""


@pytest.mark.parametrize(
    ("language", "other", "tag", "name"),
    [("en", "zh-hans", "zh-Hans", "简体中文"), ("zh-hans", "en", "en", "English")],
)
def test_the_notice_leads_to_the_same_page_in_the_other_language(
    client, language, other, tag, name
):
    texts = {"en": {"name_zh_hans": "水", "name_en": None}, "zh-hans": {"name_zh_hans": None}}
    topic = make_topic(**texts[language])
    page = client.get(f"/{language}/topics/{topic.slug}/?a=1&b=2").content.decode()

    link = f'<a href="/{other}/topics/{topic.slug}/?a=1&amp;b=2" lang="{tag}" hreflang="{tag}">'
    assert f"{link}{name}</a>" in notice_of(page)
    assert page.count('class="fallback-notice"') == 1


def test_stale_text_has_a_notice_of_its_own(client):
    topic = make_topic()
    Topic.objects.filter(pk=topic.pk).update(stale_columns="name_zh_hans")

    chinese = client.get(f"/zh-hans/topics/{topic.slug}/").content.decode()
    english = client.get(f"/en/topics/{topic.slug}/").content.decode()

    assert notice_of(chinese).count("<p>") == 2
    assert f'href="/en/topics/{topic.slug}/"' in notice_of(chinese)
    assert notice_of(english) == ""


def test_missing_and_stale_text_share_one_notice(client):
    stale, missing = make_topic(), make_topic(name_zh_hans=None)
    Topic.objects.filter(pk=stale.pk).update(stale_columns="name_zh_hans", parent=missing)

    page = client.get(f"/zh-hans/topics/{missing.slug}/").content.decode()

    assert page.count('class="fallback-notice"') == 1
    assert notice_of(page).count("<p>") == 3


def test_an_outdated_text_that_stands_in_for_another_counts_as_missing_only():
    request = RequestFactory().get("/")

    note(request, Reading("Water", "en", is_fallback=True, is_stale=True))

    assert request.shows_other_language
    assert not hasattr(request, "shows_stale_text")


def test_title_and_description_in_the_other_language_say_so(client):
    program = make_program(name_zh_hans=None, summary_en="Only in English", summary_zh_hans=None)
    page = client.get(f"/zh-hans/programs/{program.slug}/").content.decode()

    assert f'<title lang="en">{program.name_en} – ' in page
    assert '<meta name="description" content="Only in English" lang="en">' in page


def test_title_and_description_are_marked_each_for_itself(client):
    program = make_program(summary_en="Only in English", summary_zh_hans=None)
    page = client.get(f"/zh-hans/programs/{program.slug}/").content.decode()

    assert f"<title>{program.name_zh_hans} – " in page
    assert '<meta name="description" content="Only in English" lang="en">' in page


def test_the_head_of_a_page_is_escaped_once(client):
    program = make_program(name_en='A & <b> "c"', summary_en='<p>A "b" &amp; c</p>')
    page = client.get(f"/en/programs/{program.slug}/").content.decode()

    assert "<title>A &amp; &lt;b&gt; &quot;c&quot; – " in page
    assert 'content="A &quot;b&quot; &amp; c"' in page


def test_the_label_of_a_filter_in_the_other_language_is_marked_also_when_it_is_chosen(client):
    topic = make_topic(name_en="Only & in English", name_zh_hans=None)
    page = client.get(f"/zh-hans/projects/?topic={topic.slug}").content.decode()

    label = '<span lang="en">Only &amp; in English</span>'
    assert page.count(label) >= 3
    assert page.count("Only &amp; in English") == page.count(label)
    assert page.count('class="fallback-notice"') == 1
