"""What the content lacks: every check finds what it is for, and nothing that is right."""

from io import StringIO

import pytest
from django.core.management import call_command

from icma_portal.bilingual.glossary import open_findings, overrule
from icma_portal.care.checks import results_for
from partnerships.models import City, Partnership
from programs.models import Program
from tests.factories import (
    make_city,
    make_partnership,
    make_picture,
    make_publication,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db


def found(name, record):
    """Return what a check says of a record; None where it finds nothing in it."""
    (result,) = results_for(names=[name])
    details = [each.detail for each in result.findings if each.record == record]
    return details[0] if details else None


@pytest.mark.parametrize("state", ["published", "draft"])
def test_missing_summary_is_found_in_what_is_public(state):
    bare = make_partnership([make_city()], summary_en=None, summary_zh_hans="", state=state)
    whole = make_partnership([make_city()], summary_en=None, summary_zh_hans="水")
    assert (found("summary", bare) is not None) == (state == "published")
    assert found("summary", whole) is None


def test_missing_source_is_found():
    partnership = make_partnership([make_city()])
    assert found("source", partnership) == ""
    partnership.sources.add(make_source())
    assert found("source", partnership) is None


def test_picture_without_a_description_is_found():
    picture = make_picture()
    assert found("alt", picture) is None
    type(picture).objects.filter(pk=picture.pk).update(alt_zh_hans=None)
    assert found("alt", picture) == ""


def test_translation_that_leaves_the_glossary_is_found():
    right, wrong = "两个城市的城市结对合作。", "两个城市的友好城市。"
    names = {"name_en": "Two cities", "name_zh_hans": "两座城市"}
    source = "A city-to-city partnership of two cities."
    texts = {**names, "summary_en": source, "summary_zh_hans": right}
    partnership = make_partnership([make_city()], **texts)
    assert found("terms", partnership) is None

    partnership.summary_zh_hans = wrong
    partnership.save()
    assert "友好城市" in found("terms", partnership)

    for finding in open_findings(partnership, "summary", "zh-hans"):
        overrule(partnership, "summary", finding, "A quotation.")
    assert found("terms", partnership) is None


def test_contradicting_dates_are_found_with_their_reason():
    partnership = make_partnership([make_city()])
    Partnership.objects.filter(pk=partnership.pk).update(starts_on="2016", ends_on="2011-05")
    assert found("rules", partnership)


@pytest.mark.parametrize(
    ("link", "is_broken"),
    [
        ("/en/topics/water-for-all/", False),
        ("/zh-hans/topics/water-for-all/", False),
        ("/en/topics/", False),
        ("/en/search/?q=water#top", False),
        ("/en/topics/no-longer-there/", True),
        ("/en/topics/only-a-draft/", True),
        ("/en/nothing/at/all/", True),
    ],
)
def test_link_that_leads_nowhere_is_found(link, is_broken):
    make_topic(slug="water-for-all")
    make_topic(slug="only-a-draft", state="draft")
    program = Program.objects.published()[0]
    program.summary_en = f'<p><a href="{link}">There</a></p>'
    program.save()
    assert (found("links", program) is not None) == is_broken


def test_city_without_a_place_and_partnership_without_members_are_found():
    city = make_city()
    City.objects.filter(pk=city.pk).update(latitude=None, longitude=None)
    alone = make_partnership([])
    assert found("place", city) == found("members", alone) == ""


def test_what_has_no_files_is_found():
    partnership, publication = make_partnership([make_city()]), make_publication()
    assert found("file", publication) == found("documents", partnership) == ""
    partnership.publications.add(publication)
    assert found("documents", partnership) is None


def test_page_tells_what_the_person_may_see(interface):
    bare = make_partnership([make_city()], summary_en=None, summary_zh_hans=None)
    page = interface.get("/admin/content-health/")
    assert page.status_code == 200
    assert f"/admin/partnerships/partnership/{bare.pk}/change/" in page.text
    assert {"en": "Health of the content", "zh-hans": "内容健康状况"}[
        interface.language
    ] in page.text


def test_nobody_without_rights_sees_a_record(client, django_user_model):
    make_partnership([make_city()], summary_en=None, summary_zh_hans=None)
    client.force_login(django_user_model.objects.create_user("x", is_staff=True))
    assert "/change/" not in client.get("/admin/content-health/").text


def test_report_names_all_of_it_and_says_so_by_its_status():
    make_partnership([], name_en="Nameless water")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("content_report", stdout=out)
    assert "Nameless water" in out.getvalue()


def test_shipped_content_breaks_no_rule_and_has_no_broken_link():
    counts = {each.check.name: len(each.findings) for each in results_for()}
    assert counts["rules"] == counts["links"] == counts["alt"] == counts["members"] == 0
