"""A publication's page: files, ties, related items, and what its head tells."""

import pytest
from html5lib import parse

from publications.models import CaptionTrack, Publication, Video
from publications.related import related_keys
from tests.factories import (
    make_city,
    make_document,
    make_partnership,
    make_publication,
    make_topic,
)
from tests.site.test_mission import visible_text

pytestmark = pytest.mark.django_db
PRIMER = "/{}/publications/primer-subnational-approaches/"


def tree(client, path):
    return parse(client.get(path).content.decode(), namespaceHTMLElements=False)


def metas(page):
    return [(each.get("name"), each.get("content")) for each in page.iter("meta")]


def test_head_tells_highwire_and_dublin_core(client):
    found = metas(tree(client, PRIMER.format("zh-hans")))
    title = (
        "CityLinks Primer on Subnational Approaches for Low Emission, Climate Resilient Development"
    )
    icma = "International City/County Management Association"
    address = "https://portal.example/zh-hans/publications/primer-subnational-approaches/"

    for pair in (
        ("citation_title", title),
        ("citation_author", icma),
        ("citation_technical_report_institution", icma),
        ("citation_language", "en"),
        ("citation_abstract_html_url", address),
        ("DC.title", title),
        ("DC.creator", icma),
        ("DC.language", "en"),
        ("DC.identifier", address),
    ):
        assert found.count(pair) == 1, pair


def test_schema_org_item_stands_in_the_page_without_a_script(client):
    publication = make_publication(kind="publication", authors="Jane Smith", issued_on="2014-05")
    make_document(publication, language="en")
    page = tree(client, publication.get_absolute_url())
    item = next(each for each in page.iter("div") if each.get("itemtype"))
    told = {each.get("itemprop"): each.get("content") for each in item.findall("meta")}
    kinds = [each.get("itemtype") for each in item.iter("div") if each.get("itemtype")]

    assert told == {"name": publication.title_en, "inLanguage": "en", "datePublished": "2014-05"}
    assert kinds == [
        "https://schema.org/Report",
        "https://schema.org/Person",
        "https://schema.org/MediaObject",
    ]
    assert [each.get("src") for each in page.iter("script")] == [
        "/static/js/search.js",
        "/static/js/copy.js",
    ]


def test_row_69_original_and_translation_lead_to_each_other_and_say_what_they_are(client):
    original = make_publication(title_en="The Original")
    made = make_publication(
        title_zh_hans="译本", translation_of=original, original_language="zh-hans"
    )
    of_original = visible_text(client, original.get_absolute_url())
    of_made = visible_text(client, made.get_absolute_url())

    assert "Chinese translation" in of_original
    assert "The Original English original" in of_made


def test_row_40_each_file_tells_language_format_size_pages_date_and_what_it_is(client):
    publication = make_publication()
    make_document(publication, language="en")
    make_document(publication, language="zh-hans")
    english = visible_text(client, f"/en/publications/{publication.slug}/")
    chinese = visible_text(client, f"/zh-hans/publications/{publication.slug}/")

    assert "PDF 1 kB 1 page English original" in english
    assert "Chinese translation" in english
    assert "英文原文" in chinese
    assert "中文译文" in chinese


def test_related_publications_are_those_with_most_in_common():
    city, topic, other_topic = make_city(), make_topic(), make_topic()
    partnership = make_partnership([city])
    one = make_publication(partnership=partnership)
    one.cities.add(city)
    one.topics.add(topic, other_topic)
    by_topic, by_partnership, by_both_topics, hidden, strange = (
        make_publication(),
        make_publication(partnership=partnership),
        make_publication(),
        make_publication(state="draft", partnership=partnership),
        make_publication(),
    )
    by_topic.topics.add(topic)
    by_both_topics.topics.add(topic, other_topic)
    by_both_topics.cities.add(city)
    strange.topics.add(make_topic())

    # 2 + 2 + 3 for topics and city, 4 for the partnership, 2 for one topic.
    expected = [by_both_topics, by_partnership, by_topic]
    assert related_keys(one, None) == [each.pk for each in expected]
    assert hidden.pk not in related_keys(one, None)


def test_row_35_a_webinar_leads_to_its_recording_and_names_the_captions(client):
    webinar = Publication.objects.get(slug="webinar-coastal-resilience")
    video = Video.objects.create(
        slug="coast", title_en="The recording", url="https://videos.example/1", state="published"
    )
    CaptionTrack.objects.create(video=video, language="en")
    CaptionTrack.objects.create(video=video, language="zh-hans")
    webinar.recording = video
    webinar.save()
    page = client.get(webinar.get_absolute_url()).content.decode()
    text = visible_text(client, webinar.get_absolute_url())

    assert 'href="https://videos.example/1" rel="noopener"' in page
    assert "Subtitles: English Subtitles: Chinese" in text
    assert "<iframe" not in page

    Video.objects.filter(pk=video.pk).update(state="draft")
    assert "The recording" not in client.get(webinar.get_absolute_url()).content.decode()


def test_citation_by_the_chinese_standard_stands_on_chinese_pages_only(client):
    chinese = visible_text(client, PRIMER.format("zh-hans"))
    english = visible_text(client, PRIMER.format("en"))

    assert "Climate Resilient Development[R/OL]. [" in chinese
    assert "[R/OL]" not in english
    assert "Management Association. “CityLinks Primer on Subnational Approaches" in english
