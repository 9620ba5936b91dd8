"""Events as iCalendar, read by a library that did not write them (``ical``)."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from ical.calendar_stream import IcsCalendarStream

from china_center.models import Event
from icma_portal.web.page_cache.declaring import parameters_of
from tests.factories import make_city, make_country, make_event

pytestmark = pytest.mark.django_db
FEED = "/en/china-center/events/calendar.ics"


def read(client, address=FEED):
    """Return the calendar at an address, as a foreign library reads it."""
    return IcsCalendarStream.calendar_from_ics(client.get(address).content.decode())


def file_of(event, language="en"):
    return f"/{language}/china-center/events/{event.slug}/calendar.ics"


def test_row_53_the_summit_is_added_to_a_calendar_in_either_language(client):
    summit = Event.objects.get(slug="yangzhou-summit-2014")

    for language, name, place in (
        ("en", "ICMA International Regional Summit, Yangzhou", "Yangzhou, China"),
        ("zh-hans", "ICMA国际区域峰会（扬州）", "中国 扬州"),
    ):
        (entry,) = read(client, file_of(summit, language)).events
        assert entry.summary == name
        assert entry.location == place
        assert (entry.dtstart, entry.dtend) == (
            datetime.date(2014, 5, 11),
            datetime.date(2014, 5, 16),
        )
        path = f"/{language}/china-center/events/{summit.slug}/"
        assert str(entry.url) == f"https://portal.example{path}"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_feed_holds_the_events_whose_days_are_known(client, language):
    for start, end in (
        ("2015", None),
        ("2015-03", None),
        ("2015-03-01", "2015-03"),
        ("2015-03", "2015-03-09"),
        (None, "2015-03-09"),
        (None, None),
    ):
        make_event(starts_on=start, ends_on=end)
    known = make_event(starts_on="2015-03-09")

    calendar = read(client, f"/{language}/china-center/events/calendar.ics")

    assert {(str(each.dtstart), str(each.dtend)) for each in calendar.events} == {
        ("2012-05-03", "2012-05-04"),
        ("2014-05-11", "2014-05-16"),
        ("2015-03-09", "2015-03-10"),
    }
    assert len(calendar.events) == 3
    assert known.slug in str(calendar.events[-1].url)


@pytest.mark.parametrize("start", ["2015", "2015-03", None])
def test_an_event_without_a_day_has_no_file_and_no_day_is_invented(client, start):
    event = make_event(starts_on=start)

    assert client.get(file_of(event)).status_code == 404
    assert event.days is None


def test_an_end_before_the_beginning_goes_into_no_calendar(client):
    event = make_event(starts_on="2015-03-09")
    Event.objects.filter(pk=event.pk).update(ends_on="2015-03-01")

    assert client.get(file_of(event)).status_code == 404
    assert len(read(client).events) == 2


@pytest.mark.parametrize("state", ["draft", "in_review", "archived"])
def test_hidden_events_are_in_no_calendar(client, state):
    hidden = make_event(state=state, starts_on="2015-03-09")
    part = make_event(starts_on="2015-03-09", parent=hidden)

    assert client.get(file_of(hidden)).status_code == 404
    assert hidden.name_en not in client.get(FEED).content.decode()
    assert "RELATED-TO" not in client.get(file_of(part)).content.decode()


def test_places_that_may_not_be_seen_are_not_told(client):
    city = make_city(name_en="Secret City", state="draft")
    country = make_country(name_en="Secret Country", state="draft")
    events = [
        make_event(starts_on="2015-03-09", city=city, venue_en="The hall"),
        make_event(starts_on="2015-03-09", city=make_city(country=country)),
    ]

    for event in events:
        text = client.get(file_of(event)).content.decode()
        assert "Secret" not in text
        assert "LOCATION" in text


@pytest.mark.parametrize(
    "name",
    [
        "A, b; c\\d: “quoted”",
        "One\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:forged",
        "\u2028\x00\x0b\x1b bell\x07",
        "𠮷野家" * 30,
        "中文标题，很长；" * 20,
        "e\u0301" * 100,
        "BEGIN:VALARM",
    ],
)
def test_no_name_breaks_the_lines_of_the_file(client, name):
    event = make_event(starts_on="2015-03-09")
    # As raw as a name can get into the database.
    Event.objects.filter(pk=event.pk).update(name_en=name.replace("\x00", "")[:200])
    body = client.get(file_of(event)).content

    assert body.count(b"BEGIN:VEVENT\r\n") == body.count(b"\r\nEND:VEVENT\r\n") == 1
    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(each) for each in lines) <= 75
    assert not any(b"\n" in each or b"\r" in each for each in lines)
    for each in lines:
        each.decode()
    (entry,) = IcsCalendarStream.calendar_from_ics(body.decode()).events
    kept = "".join(each for each in name[:200] if each.isprintable() or each == "\n")
    assert "".join(entry.summary.split()) == "".join(kept.split())
    assert entry.uid.startswith(f"event-{event.pk}@")


def test_the_name_of_an_entry_outlives_language_and_slug(client):
    event = make_event(starts_on="2015-03-09")
    before = {read(client, file_of(event, each)).events[0].uid for each in ("en", "zh-hans")}

    event.slug = "mended"
    event.save()
    after = read(client, file_of(event)).events[0].uid

    assert before == {after} == {f"event-{event.pk}@portal.example"}


def test_a_change_is_told_by_its_moment_and_number(client):
    event = make_event(starts_on="2015-03-09")
    (first,) = read(client, file_of(event)).events
    event.venue_en = "Another hall"
    event.save()
    (second,) = read(client, file_of(event)).events

    assert second.sequence > first.sequence
    assert second.last_modified >= first.last_modified
    assert second.dtstamp == second.last_modified == event.updated_at.replace(microsecond=0)


def test_a_text_that_stands_in_the_other_language_says_so(client):
    event = make_event(starts_on="2015-03-09", name_zh_hans=None)
    text = client.get(file_of(event, "zh-hans")).content.decode()

    assert f"SUMMARY;LANGUAGE=en:{event.name_en}" in text


def test_the_part_of_an_event_names_it(client):
    whole = make_event(starts_on="2015-03-09", ends_on="2015-03-12")
    part = make_event(starts_on="2015-03-10", parent=whole)

    assert f"RELATED-TO:event-{whole.pk}@" in client.get(file_of(part)).content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_answer_says_what_it_is(client, language):
    summit = Event.objects.get(slug="yangzhou-summit-2014")
    for address, name in (
        (f"/{language}/china-center/events/calendar.ics", f"icma-events-{language}.ics"),
        (file_of(summit, language), f"yangzhou-summit-2014-{language}.ics"),
    ):
        response = client.get(address)
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        # The page cache may keep it, whatever else the address says.
        assert parameters_of(address) == frozenset()
        assert client.post(address).status_code == 405


def test_the_pages_lead_to_the_calendars(client):
    summit = Event.objects.get(slug="yangzhou-summit-2014")

    assert file_of(summit) in client.get(summit.get_absolute_url()).content.decode()
    page = client.get("/en/china-center/events/").content.decode()
    assert f'<link rel="alternate" type="text/calendar" title="Events" href="{FEED}">' in page


def test_the_feed_asks_once_for_any_number_of_events(client, django_assert_num_queries):
    for _number in range(5):
        make_event(starts_on="2015-03-09", city=make_city(), parent=make_event())

    with django_assert_num_queries(1):
        client.get(FEED)


@pytest.mark.parametrize(
    ("zone", "start", "offset"),
    [("Asia/Shanghai", "2027-03-09", 8), ("America/New_York", "2027-07-09", -4)],
)
def test_hours_stand_in_their_time_zone_which_the_file_describes(client, zone, start, offset):
    event = make_event(starts_on=start, starts_at="09:30", ends_at="11:00", time_zone=zone)

    text = client.get(file_of(event)).content.decode()
    (entry,) = read(client, file_of(event)).events
    page = client.get(event.get_absolute_url()).text

    assert f"DTSTART;TZID={zone}:{start.replace('-', '')}T093000" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert entry.dtstart.utcoffset() == datetime.timedelta(hours=offset)
    assert entry.dtend - entry.dtstart == datetime.timedelta(hours=1.5)
    assert "09:30–11:00" in page
    assert event.get_time_zone_display() in page


def test_a_beginning_alone_is_told_and_no_end_is_invented(client):
    event = make_event(starts_on="2027-03-09", starts_at="09:30", time_zone="Asia/Shanghai")

    assert "DTEND" not in client.get(file_of(event)).content.decode()
    assert "自09:30起（北京时间）" in client.get(f"/zh-hans/china-center/events/{event.slug}/").text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": "10:00"}, "starts_at"),
        ({"starts_at": "10:00"}, "time_zone"),
        ({"starts_at": "24:00", "time_zone": "Asia/Shanghai"}, "starts_at"),
        ({"starts_at": "9:30", "time_zone": "Asia/Shanghai"}, "starts_at"),
        ({"starts_at": "10:00", "time_zone": "Europe/Berlin"}, "time_zone"),
        ({"starts_at": "10:00", "ends_at": "09:00", "time_zone": "Asia/Shanghai"}, "ends_at"),
        ({"starts_on": "2027-03", "starts_at": "10:00", "time_zone": "Asia/Shanghai"}, "starts_at"),
        ({"starts_on": None, "starts_at": "10:00", "time_zone": "Asia/Shanghai"}, "starts_at"),
    ],
)
def test_hours_that_say_nothing_are_refused(values, field):
    event = make_event(**{"starts_on": "2027-03-09", **values})

    with pytest.raises(ValidationError) as refusal:
        event.full_clean()

    assert field in refusal.value.message_dict
