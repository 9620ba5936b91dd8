"""Events: their list, and the page of each in the precision of its dates."""

import datetime
import re

import html5lib
import pytest
from django.core.files.base import ContentFile
from django.utils.timezone import localdate

from china_center.models import CorporatePartner, Event, Session
from programs.models import Survey
from publications.models import Video, VideoFile
from tests.factories import (
    make_agreement,
    make_city,
    make_event,
    make_organization,
    make_publication,
)
from tests.files.media_files import captions, mp4

from .test_agreement_pages import main_of, partial_dates_around

pytestmark = pytest.mark.django_db
LIST = "/en/china-center/events/"
Timing = Event.Timing


def summit():
    return Event.objects.get(slug="yangzhou-summit-2014")


def test_whether_an_event_is_over_is_the_same_in_a_query():
    dates = [None, *partial_dates_around(localdate())]
    for start in dates:
        for end in dates:
            make_event(starts_on=start, ends_on=end)

    events = list(Event.objects.with_timing())

    assert len(events) > 80
    assert {each.timing for each in events} == set(Timing)
    for each in events:
        assert each.timing_now == each.timing, (each.starts_on, each.ends_on)


@pytest.mark.parametrize("length", [4, 7, 10])
def test_what_may_be_ahead_is_not_told_as_past(length):
    today = localdate()
    yesterday = today - datetime.timedelta(days=1)

    assert make_event(starts_on=today.isoformat()[:length]).timing == Timing.UPCOMING
    assert make_event(starts_on=yesterday.isoformat()).timing == Timing.PAST
    assert make_event(starts_on="2014", ends_on=today.isoformat()).timing == Timing.UPCOMING


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_facets_count_exactly(client, language):
    make_event(starts_on="2999-01", city=make_city())
    make_event()
    address = f"/{language}/china-center/events/"
    facets = {each.name: each for each in client.get(address).context["facets"]}

    assert set(facets) == {"timing", "kind", "city", "topic", "year"}
    for facet in facets.values():
        assert facet.options
        for option in facet.options:
            found = client.get(f"{address}?{facet.name}={option.value}").context["paginator"]
            assert found.count == option.count == len(found.object_list)
    assert {each.value: each.count for each in facets["timing"].options} == {
        "upcoming": 1,
        "past": 4,
        "undated": 1,
    }


@pytest.mark.parametrize(
    "query", ["timing=soon", "kind=party", "city=nowhere", "topic=x", "year=x", "year=20145"]
)
def test_choices_that_do_not_exist_are_refused(client, query):
    assert client.get(f"{LIST}?{query}").status_code == 400


def test_row_53_the_page_tells_series_theme_place_dates_and_three_sponsors(client):
    page = main_of(client, summit().get_absolute_url())

    assert "May 11–15, 2014" in page
    assert "No. 1 of the series" in page
    assert "Yangzhou" in page
    sponsors = re.search(r"<dt>Sponsor</dt>.*?</dd>", page, re.DOTALL).group()
    assert sponsors.count("<li>") == 3


@pytest.mark.parametrize(
    ("date", "english", "chinese"),
    [("2014-05", "May 2014", "2014年5月"), ("2014", "2014", "2014年")],
)
def test_row_53_a_month_or_a_year_is_all_that_is_told(client, date, english, chinese):
    event = make_event(starts_on=date)

    for language, words, unknown in (
        ("en", english, "The exact days are not known"),
        ("zh-hans", chinese, "具体日期不详"),
    ):
        page = main_of(client, f"/{language}/china-center/events/{event.slug}/")
        assert words in page
        assert unknown in page
        assert "calendar.ics" not in page
        assert f'itemprop="startDate" content="{date}"' in page


def test_row_54_figures_carry_their_sources(client):
    page = main_of(client, summit().get_absolute_url())
    attendance = re.search(r"<dt>Attendance</dt>.*?</dd>", page, re.DOTALL).group()

    assert "200 participants" in attendance
    assert "from 8 countries and regions" in attendance
    assert 'href="#source-' in attendance


def test_row_54_sessions_stand_by_kind(client):
    event = make_event()
    for order, (kind, title) in enumerate(
        [("site_visit", ""), ("case_study", "Water in Durban"), ("site_visit", "A new quarter")]
    ):
        Session.objects.create(event=event, kind=kind, title_en=title, order=order)
    sessions = client.get(event.get_absolute_url()).context["sessions"]

    assert [(str(kind), [each.title_en for each in titled]) for kind, titled in sessions] == [
        ("Site visits", ["A new quarter"]),
        ("Case studies", ["Water in Durban"]),
    ]


def test_row_56_the_survey_is_told_with_who_paid_and_without_numbers(client):
    page = main_of(client, summit().get_absolute_url())
    survey = Survey.objects.get(slug="small-town-survey")

    assert survey.title_en in page
    assert re.search(r"Made or paid for by <a [^>]*/organizations/icma/", page)
    assert not survey.findings.exists()


def test_row_57_the_forum_is_a_page_of_its_own_under_the_summit(client):
    forum = Event.objects.get(slug="urban-governance-forum-2014")
    page = main_of(client, forum.get_absolute_url())

    assert f'href="{forum.get_absolute_url()}"' in main_of(client, summit().get_absolute_url())
    assert page.count(f'href="{summit().get_absolute_url()}"') >= 2
    assert "/organizations/ccigl/" in page


def test_row_58_the_video_is_played_with_chinese_captions_where_there_is_a_file(client):
    video = Video.objects.get(slug="life-well-run-video")
    assert "<track" not in main_of(client, summit().get_absolute_url())

    film, words = mp4(b"vide", b"soun"), captions("00:01.000 --> 00:02.000\n欢迎")
    for kind, language, data in (
        (VideoFile.Kind.RECORDING, "en", film),
        (VideoFile.Kind.CAPTIONS, "zh-hans", words),
    ):
        file = ContentFile(data, name="any")
        VideoFile.objects.create(video=video, kind=kind, language=language, file=file)
    page = main_of(client, summit().get_absolute_url())

    assert re.search(r'<track kind="captions" src="[^"]+" srclang="zh-Hans"', page)


def test_row_59_study_tours_are_listed_with_their_time_and_city(client):
    page = main_of(client, summit().get_absolute_url())
    tours = page[page.index('id="tours"') :]

    assert "Before the event" in tours
    assert "After the event" in tours
    assert "/cities/beijing/" in tours


def test_row_60_the_committee_meeting_is_listed_at_the_summit(client):
    meeting = Event.objects.get(kind="committee_meeting")

    assert f'href="{meeting.get_absolute_url()}"' in main_of(client, summit().get_absolute_url())


def test_row_72_the_signing_names_what_was_joined_there(client):
    event = Event.objects.get(slug="ecopartnerships-signing-2012")
    page = main_of(client, event.get_absolute_url())

    assert "Joined here" in page
    assert "EcoPartnerships" in page[page.index("Joined here") :]


def test_corporate_sponsors_and_documents_are_told(client):
    event, publication = make_event(), make_publication(title_en="The proceedings")
    event.documents.add(publication)
    company = make_organization(name_en="Steel & Co.")
    partner = CorporatePartner.objects.create(
        organization=company, scope="china", state="published"
    )
    partner.sponsored_events.add(event)

    page = main_of(client, event.get_absolute_url())

    assert "Steel &amp; Co." in page
    assert f'href="{publication.get_absolute_url()}"' in page


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_hidden_events_are_nowhere(client, state):
    hidden = make_event(state=state, name_en="Hidden event", starts_on="2014-05-11")
    parent = make_event()
    Event.objects.filter(pk=hidden.pk).update(parent=parent)
    agreement = make_agreement(event=hidden)

    assert client.get(hidden.get_absolute_url()).status_code == 404
    for address in (LIST, parent.get_absolute_url(), agreement.get_absolute_url()):
        assert "Hidden event" not in main_of(client, address)


def test_dates_that_contradict_each_other_are_shown_and_go_no_further(client):
    """An end before the beginning is refused by forms; what came another way breaks no page."""
    event = make_event()
    Event.objects.filter(pk=event.pk).update(starts_on="2014-05-11", ends_on="2014-05-01")

    page = main_of(client, event.get_absolute_url())

    assert "2014" in page
    assert "calendar.ics" not in page


def test_the_overview_keeps_its_anchors_and_leads_to_the_pages(client):
    page = main_of(client, "/zh-hans/china-center/")

    for each in Event.objects.published().filter(parent=None):
        assert f'id="event-{each.slug}"' in page
        assert f'href="/zh-hans/china-center/events/{each.slug}/"' in page


def test_other_pages_lead_to_the_event(client):
    link = f'href="{summit().get_absolute_url()}"'

    assert link in main_of(client, "/en/cities/yangzhou/")
    summit().roles.create(organization=make_organization(slug="twice"), role="host")
    summit().roles.create(organization=summit().organizations.get(slug="twice"), role="sponsor")
    assert main_of(client, "/en/organizations/twice/").count(link) == 1
    assert link in main_of(client, "/en/search/?q=regional+summit+yangzhou")
    assert summit().get_absolute_url() in client.get("/sitemap.xml").content.decode()


def test_schema_org_is_told_the_event(client):
    """Read by a parser of HTML that is not ours, as a search engine would."""
    page = client.get("/zh-hans/china-center/events/yangzhou-summit-2014/").content.decode()
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    item = next(each for each in tree.iter() if each.get("itemtype", "").endswith("/Event"))
    told = {
        (each.get("itemprop"), each.get("content") or "".join(each.itertext()).strip())
        for each in item
        if each.get("itemprop") and not each.get("itemtype")
    }
    parts = [each for each in item if each.get("itemprop") == "subEvent"]

    assert ("startDate", "2014-05-11") in told
    assert ("endDate", "2014-05-15") in told
    assert ("name", "ICMA国际区域峰会（扬州）") in told
    assert len(parts) == 2
    assert [each.get("itemprop") for each in item].count("sponsor") == 3
